package dev.sallyport.domain.grant;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.SessionId;
import java.time.Instant;
import java.util.Optional;

/**
 * All refresh tokens that came out of one sign-in. Of its members only the current one is good, and of that one only the
 * number and the digest are kept, useless to a thief (L05).
 *
 * @param number which member is current, from 1; 0 while the code of the grant waits to be redeemed
 * @param member the digest of the current member's secret
 * @param rotated when the current member was made
 */
@Spec("RFC 9700 §4.14.2")
public record RefreshFamily(
        FamilyId id,
        SessionId session,
        PersonId person,
        ClientId client,
        Scope scope,
        int number,
        Digest member,
        Instant rotated,
        Instant created,
        Instant expires,
        Optional<Instant> revoked,
        GrantTerms terms) {

    public boolean isLive(Instant now) {
        return revoked.isEmpty() && now.isBefore(expires);
    }
}
