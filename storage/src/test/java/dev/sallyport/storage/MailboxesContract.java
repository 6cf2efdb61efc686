package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.Mailboxes;
import dev.sallyport.domain.person.Mailboxes.Change;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is kept of mailboxes everywhere. */
abstract class MailboxesContract extends StoreContract {
    private static final PasswordHash FIRST = new PasswordHash("$argon2id$first");
    private static final PasswordHash SECOND = new PasswordHash("$argon2id$second");
    private static final PersonId NOBODY = new PersonId(new UUID(0, 0));
    private static final EmailAddress ADA = new EmailAddress("ada@example.org");
    private static final EmailAddress NEW = new EmailAddress("ada@new.example");
    private static final EmailAddress OTHER = new EmailAddress("other@example.org");

    private Mailboxes mailboxes() {
        return stores().mailboxes();
    }

    private Person added(EmailAddress email) {
        Person person = Samples.person(email.value());
        stores().people().add(person, FIRST);
        return person;
    }

    private Change change(PersonId id, EmailAddress from, EmailAddress to, Instant now) {
        return mailboxes().change(id, from, to, now, now.minusSeconds(60));
    }

    @Test
    void a_language_is_kept_until_another_is_said() {
        PersonId ada = added(ADA).id();
        assertThat(mailboxes().language(ada)).isEmpty();
        assertThat(mailboxes().speak(ada, "de")).isTrue();
        assertThat(mailboxes().speak(ada, "pt-BR")).isTrue();
        assertThat(mailboxes().language(ada)).contains("pt-BR");
        assertThat(mailboxes().speak(NOBODY, "de")).isFalse();
        assertThat(mailboxes().language(NOBODY)).isEmpty();
    }

    @Test
    void T07_an_address_changes_from_the_one_that_was_named_and_is_verified_then() {
        Person ada = added(ADA);
        assertThat(change(ada.id(), OTHER, NEW, NOW)).isEqualTo(Change.STALE);
        assertThat(change(NOBODY, ADA, NEW, NOW)).isEqualTo(Change.STALE);
        assertThat(mailboxes().changed(ada.id())).isEmpty();
        assertThat(change(ada.id(), ADA, NEW, NOW)).isEqualTo(Change.DONE);
        Person moved = stores().people().byEmail(NEW).orElseThrow();
        assertThat(moved.id()).isEqualTo(ada.id());
        assertThat(moved.emailVerified()).isTrue();
        assertThat(moved.roles()).isEqualTo(ada.roles());
        assertThat(stores().people().byEmail(ADA)).isEmpty();
        assertThat(stores().people().password(ada.id())).contains(FIRST);
        assertThat(mailboxes().changed(ada.id())).contains(NOW);
    }

    @Test
    void an_address_of_somebody_else_is_not_taken() {
        Person ada = added(ADA);
        added(OTHER);
        assertThat(change(ada.id(), ADA, OTHER, NOW)).isEqualTo(Change.TAKEN);
        assertThat(stores().people().byEmail(ADA)).contains(ada);
    }

    @Test
    void T07_a_change_rests_before_the_next_and_can_be_taken_back_with_a_new_password() {
        PersonId ada = added(ADA).id();
        assertThat(change(ada, ADA, NEW, NOW)).isEqualTo(Change.DONE);
        assertThat(change(ada, NEW, OTHER, NOW.plusSeconds(60))).isEqualTo(Change.STALE);
        assertThat(mailboxes().restore(ada, OTHER, ADA, SECOND)).isEqualTo(Change.STALE);
        assertThat(mailboxes().restore(ada, NEW, ADA, SECOND)).isEqualTo(Change.DONE);
        assertThat(mailboxes().restore(ada, NEW, ADA, FIRST)).isNotEqualTo(Change.DONE);
        assertThat(stores().people().byEmail(ADA).orElseThrow().id()).isEqualTo(ada);
        assertThat(stores().people().password(ada)).contains(SECOND);
        assertThat(mailboxes().changed(ada)).isEmpty();
        assertThat(change(ada, ADA, NEW, NOW.plusSeconds(61))).isEqualTo(Change.DONE);
        assertThat(change(ada, NEW, OTHER, NOW.plusSeconds(122))).isEqualTo(Change.DONE);
    }

    @Test
    void an_address_that_somebody_took_meanwhile_is_not_restored() {
        PersonId ada = added(ADA).id();
        assertThat(change(ada, ADA, NEW, NOW)).isEqualTo(Change.DONE);
        Person second = added(ADA);
        assertThat(mailboxes().restore(ada, NEW, ADA, SECOND)).isEqualTo(Change.TAKEN);
        assertThat(stores().people().byEmail(ADA)).contains(second);
        assertThat(stores().people().password(ada)).contains(FIRST);
    }

    @Test
    void T13_of_many_changes_at_once_one_is_made() throws Exception {
        PersonId ada = added(ADA).id();
        assertThat(Race.wins(i -> change(ada, ADA, new EmailAddress("a" + i + "@example.org"), NOW) == Change.DONE))
                .isOne();
    }
}
