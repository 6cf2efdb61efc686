package dev.sallyport.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.AuditFollower;
import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.person.AccountState;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.PersonStore;
import dev.sallyport.domain.person.Role;
import dev.sallyport.storage.sql.DatabaseSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoresTest {
    @TempDir
    Path folder;

    @Test
    void a_person_is_there_after_the_database_was_closed_and_opened_again() {
        var settings = new DatabaseSettings.Sqlite(folder.resolve("new/sallyport.db"));
        var ada = new Person(
                new PersonId(UUID.fromString("0193a000-0000-7000-8000-000000000001")),
                new EmailAddress("ada@example.org"),
                true,
                "Ada",
                new TreeSet<>(List.of(Role.ADMIN, new Role("editor"))),
                AccountState.ACTIVE,
                Instant.ofEpochMilli(1_000));
        try (Stores stores = Stores.open(settings)) {
            assertThat(stores.people().add(ada, new PasswordHash("h"))).isEqualTo(new PersonStore.Added.New(ada));
            assertThat(stores.people().add(ada, new PasswordHash("h"))).isEqualTo(new PersonStore.Added.Taken(ada));
        }
        try (Stores stores = Stores.open(settings)) {
            stores.ping();
            assertThat(stores.people().byEmail(ada.email())).contains(ada);
            assertThat(stores.people().anyWith(Role.ADMIN)).isTrue();
        }
    }

    @Test
    void T49_what_follows_from_an_event_is_there_if_and_only_if_the_event_is() {
        var now = Instant.ofEpochMilli(1_000);
        var event = new AuditEvent(
                new UUID(1, 1),
                AuditEvent.Kind.KEY_ROTATED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                now);
        AuditFollower follower = seen -> List.of(
                new Job(seen.id(), "told", Optional.empty(), Map.of(), 0, seen.at(), seen.at(), Optional.empty()));
        var settings = new DatabaseSettings.Sqlite(folder.resolve("sallyport.db"));
        try (Stores stores = Stores.open(settings, follower.and(AuditFollower.NOTHING))) {
            stores.audit().append(event);
            // An event with the same id cannot be appended, and then nothing follows from it.
            var same = new AuditEvent(
                    event.id(),
                    event.kind(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(),
                    now.plusSeconds(1));
            assertThat(stores.jobs().claim(now, Duration.ofMinutes(1), 9))
                    .extracting(Job::kind)
                    .containsExactly("told");
            assertThatThrownBy(() -> stores.audit().append(same)).isInstanceOf(RuntimeException.class);
            assertThat(stores.jobs().depth(now).due()).isOne();
        }
    }
}
