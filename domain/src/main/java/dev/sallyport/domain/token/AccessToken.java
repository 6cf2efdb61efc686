package dev.sallyport.domain.token;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.FamilyId;
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
 * @param more what only some tokens say
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
        Instant expires,
        More more) {

    public AccessToken {
        audience = List.copyOf(audience);
    }

    /** A token that says no more than every token does. */
    public AccessToken(
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
        this(issuer, subject, audience, client, scope, roles, session, id, issued, expires, More.NOTHING);
    }

    /** Whether the token is this client's business: it was issued to it, or is for a resource server that it is. */
    public boolean concerns(Client asker) {
        return client.equals(asker.id())
                || audience.contains(asker.id().value())
                || audience.stream().anyMatch(asker.metadata().audiences()::contains)
                || (audience.contains(issuer) && asker.metadata().trusted());
    }

    /**
     * What only some tokens say.
     *
     * @param grant the grant it came from, so that it can be told at introspection that the grant was revoked
     * @param confirmation the key it is bound to
     * @param authenticated when the person proved who they are (RFC 9068 §2.2.1)
     * @param methods how ({@code amr})
     * @param actor who acts for the subject (RFC 8693 §4.1), JSON
     * @param authorizationDetails RFC 9396 §9.1, JSON
     */
    public record More(
            Optional<FamilyId> grant,
            Optional<Confirmation> confirmation,
            Optional<Instant> authenticated,
            Optional<String> acr,
            List<String> methods,
            Optional<String> actor,
            Optional<String> authorizationDetails) {

        public static final More NOTHING = new More(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());

        public More {
            methods = List.copyOf(methods);
        }
    }
}
