package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.Consent;
import dev.sallyport.domain.grant.ConsentStore;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.person.PersonId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of consents does. */
abstract class ConsentStoreContract extends StoreContract {
    private static final PersonId ADA = new PersonId(new UUID(0, 1));
    private static final PersonId EVE = new PersonId(new UUID(0, 2));

    private ConsentStore consents() {
        return stores().consents();
    }

    private static Consent consent(PersonId person, String client, String... scope) {
        return new Consent(person, new ClientId(client), Scope.of(scope), NOW);
    }

    @Test
    void a_consent_is_found_by_person_and_client_and_a_later_one_takes_its_place() {
        Consent first = consent(ADA, "shop", "openid");
        consents().remember(first);
        assertThat(consents().find(ADA, first.client())).contains(first);
        Consent second = new Consent(ADA, first.client(), Scope.of("openid", "orders"), NOW.plusSeconds(1));
        consents().remember(second);
        assertThat(consents().find(ADA, first.client())).contains(second);
        assertThat(consents().of(ADA)).containsExactly(second);
        assertThat(consents().find(ADA, new ClientId("Shop"))).isEmpty();
        assertThat(consents().find(EVE, first.client())).isEmpty();
    }

    @Test
    void a_persons_consents_go_by_client_byte_by_byte() {
        List<Consent> sorted = List.of(consent(ADA, "B"), consent(ADA, "a"), consent(ADA, "b"));
        sorted.reversed().forEach(consents()::remember);
        consents().remember(consent(EVE, "c"));
        assertThat(consents().of(ADA)).isEqualTo(sorted);
        assertThat(consents().of(new PersonId(new UUID(0, 0)))).isEmpty();
    }

    @Test
    void T14_a_consent_is_withdrawn_once_and_nobody_elses() {
        Consent consent = consent(ADA, "shop");
        consents().remember(consent);
        assertThat(consents().withdraw(EVE, consent.client())).isFalse();
        assertThat(consents().withdraw(ADA, new ClientId("other"))).isFalse();
        assertThat(consents().withdraw(ADA, consent.client())).isTrue();
        assertThat(consents().withdraw(ADA, consent.client())).isFalse();
        assertThat(consents().find(ADA, consent.client())).isEmpty();
    }

    @Test
    void T13_one_of_a_hundred_withdraws_a_consent_and_a_hundred_remember_one() throws Exception {
        Consent consent = consent(ADA, "shop", "openid");
        Race.of(i -> {
            consents().remember(consent);
            return i;
        });
        assertThat(consents().of(ADA)).containsExactly(consent);
        assertThat(Race.wins(i -> consents().withdraw(ADA, consent.client()))).isOne();
    }
}
