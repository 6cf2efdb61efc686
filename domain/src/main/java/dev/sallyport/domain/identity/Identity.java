package dev.sallyport.domain.identity;

import dev.sallyport.domain.person.PersonId;
import java.time.Instant;

/**
 * An account elsewhere that signs a person in here.
 *
 * @param upstream the provider, by its id in the configuration at the time of linking
 * @param label the provider, as people called it then
 */
public record Identity(
        IdentityId id, PersonId person, String issuer, String subject, String upstream, String label, Instant linked) {
    static Identity of(IdentityId id, PersonId person, Introduction introduction, Instant now) {
        return new Identity(
                id,
                person,
                introduction.issuer(),
                introduction.subject(),
                introduction.upstream(),
                introduction.label(),
                now);
    }
}
