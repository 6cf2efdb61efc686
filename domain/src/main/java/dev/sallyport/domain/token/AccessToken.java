package dev.sallyport.domain.token;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.person.Role;
import dev.sallyport.domain.session.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What an access token says: all that authorization needs, nothing sensitive, stored nowhere (L01, L02).
 *
 * @param subject a person's id, or the client's own id where the client acts for itself
 * @param session the session of the person, absent where a client acts for itself
 */
@Spec("RFC 9068 §2.2")
public record AccessToken(
        String issuer,
        String subject,
        List<String> audience,
        ClientId client,
        Scope scope,
        SortedSet<Role> roles,
        Optional<SessionId> session,
        String id,
        Instant issued,
        Instant expires) {

    public AccessToken {
        audience = List.copyOf(audience);
    }
}
