package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.Person;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is left of an erased person everywhere: nothing but what happened, and nothing of anybody else's goes. */
abstract class ErasureContract extends StoreContract {
    private static final Map<String, Integer> ALL = Map.of(
            "account", 1,
            "consents", 1,
            "devices", 1,
            "exports", 1,
            "families", 1,
            "identities", 1,
            "jobs", 3,
            "letters", 1,
            "links", 1,
            "sessions", 1);

    @Test
    void every_row_that_names_the_person_goes_and_is_counted() {
        Person ada = BelongingsOf.added(stores(), "ada@example.org");
        Person bob = BelongingsOf.added(stores(), "bob_ada@example.org");
        Map<String, Integer> went = stores().erasure().erase(ada.id(), "erase-person");
        assertThat(went).containsAllEntriesOf(ALL).containsEntry("shares", 1).hasSize(11);

        assertThat(stores().people().byId(ada.id())).isEmpty();
        assertThat(stores().people().byEmail(ada.email())).isEmpty();
        assertThat(stores().sessions().live(ada.id(), NOW)).isEmpty();
        assertThat(stores().consents().of(ada.id())).isEmpty();
        assertThat(stores().identities().of(ada.id())).isEmpty();
        assertThat(stores().exports().of(ada.id())).isEmpty();
        assertThat(stores().audit().of(ada.id(), Slice.first(10)).items()).hasSize(1);

        assertThat(stores().people().byId(bob.id())).isPresent();
        assertThat(stores().sessions().live(bob.id(), NOW)).hasSize(1);
        assertThat(stores().consents().of(bob.id())).hasSize(1);
        assertThat(stores().identities().of(bob.id())).hasSize(1);
        assertThat(stores().exports().of(bob.id())).hasSize(1);
        assertThat(stores().jobs().claim(NOW, Duration.ofMinutes(1), 10))
                .extracting(Job::kind)
                .containsExactlyInAnyOrder("erase-person", "mail", "notice", "erase-person", "export-person");
    }

    @Test
    void doing_it_again_removes_nothing_more() {
        Person ada = BelongingsOf.added(stores(), "ada@example.org");
        stores().erasure().erase(ada.id(), "erase-person");
        assertThat(stores().erasure().erase(ada.id(), "erase-person").values()).containsOnly(0);
    }
}
