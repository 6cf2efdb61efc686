package dev.sallyport.domain.grant;

import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.person.PersonId;
import java.util.List;
import java.util.Optional;

/** Where consents are remembered, one for a person and a client. */
public interface ConsentStore {
    /** Remembers the consent in the place of an earlier one of the same person to the same client. */
    void remember(Consent consent);

    Optional<Consent> find(PersonId person, ClientId client);

    /** The person's consents by client, at most 500. */
    List<Consent> of(PersonId person);

    /** Forgets the consent; false when there was none. */
    boolean withdraw(PersonId person, ClientId client);
}
