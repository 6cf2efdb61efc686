package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.Progress;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.privacy.Export;
import dev.sallyport.domain.privacy.ExportStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept of exports everywhere. */
abstract class ExportStoreContract extends StoreContract {
    private static final Duration HOUR = Duration.ofHours(1);

    private PersonId ada;

    @BeforeEach
    void add() {
        Person person = Samples.person("ada@example.org");
        stores().people().add(person, new PasswordHash("$argon2id$x"));
        ada = person.id();
    }

    private ExportStore exports() {
        return stores().exports();
    }

    private static Export export(PersonId person, Instant asked) {
        return new Export(UUID.randomUUID(), person, asked, Optional.empty(), Optional.empty());
    }

    private static Job job(Export export) {
        return new Job(
                export.id(),
                "export-person",
                Optional.empty(),
                Map.of("export", export.id().toString()),
                0,
                export.asked(),
                export.asked(),
                Optional.empty());
    }

    private Export open(Export export) {
        return exports().open(export, job(export), export.asked().minus(HOUR));
    }

    @Test
    void an_export_stands_in_the_way_of_the_next_and_has_one_job() {
        Export first = export(ada, NOW);
        assertThat(open(first)).isEqualTo(first);
        assertThat(open(export(ada, NOW.plusSeconds(3_599)))).isEqualTo(first);
        Export second = export(ada, NOW.plusSeconds(3_600));
        assertThat(open(second)).isEqualTo(second);
        assertThat(exports().of(ada)).containsExactly(second, first);
        assertThat(stores().jobs().depth(NOW.plus(HOUR)).due()).isEqualTo(2);
    }

    @Test
    void T13_of_many_who_ask_at_once_one_wins() throws Exception {
        var answers = Race.of(i -> open(export(ada, NOW.plusMillis(i))).id());
        assertThat(answers).containsOnly(answers.getFirst());
        assertThat(exports().of(ada)).hasSize(1);
        assertThat(stores().jobs().depth(NOW.plus(HOUR)).due()).isOne();
    }

    @Test
    void its_progress_and_its_end_are_kept() {
        Export export = open(export(ada, NOW));
        assertThat(export.state(NOW)).isEqualTo(Export.State.WAITING);
        assertThat(exports().reached(export.id(), new Progress(3, 10))).isTrue();
        Export running = exports().byId(export.id()).orElseThrow();
        assertThat(running.progress()).contains(new Progress(3, 10));
        assertThat(running.state(NOW.plusSeconds(1))).isEqualTo(Export.State.RUNNING);
        assertThat(running.state(NOW.plus(Export.PATIENCE))).isEqualTo(Export.State.FAILED);

        var archive = new FileId(UUID.randomUUID());
        assertThat(exports().finish(export.id(), archive)).isTrue();
        assertThat(exports().finish(export.id(), new FileId(UUID.randomUUID()))).isFalse();
        Export whole = exports().byId(export.id()).orElseThrow();
        assertThat(whole.archive()).contains(archive);
        assertThat(whole.state(NOW.plus(Export.PATIENCE))).isEqualTo(Export.State.READY);
    }

    @Test
    void old_ones_are_found_and_go() {
        Export old = open(export(ada, NOW));
        Export young = open(export(ada, NOW.plus(HOUR)));
        assertThat(exports().askedBefore(NOW.plusSeconds(1), 10)).containsExactly(old);
        assertThat(exports().remove(old.id())).isTrue();
        assertThat(exports().remove(old.id())).isFalse();
        assertThat(exports().reached(old.id(), new Progress(1, 2))).isFalse();
        assertThat(exports().finish(old.id(), new FileId(UUID.randomUUID()))).isFalse();
        assertThat(exports().byId(old.id())).isEmpty();
        assertThat(exports().of(ada)).containsExactly(young);
    }
}
