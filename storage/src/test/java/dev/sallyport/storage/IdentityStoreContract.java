package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.identity.Identity;
import dev.sallyport.domain.identity.IdentityId;
import dev.sallyport.domain.identity.IdentityStore;
import dev.sallyport.domain.identity.IdentityStore.Linked;
import dev.sallyport.domain.identity.IdentityStore.Opened;
import dev.sallyport.domain.identity.IdentityStore.Removed;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of linked identities does. */
abstract class IdentityStoreContract extends StoreContract {
    private static final String ISSUER = "https://accounts.example.com";

    private IdentityStore identities() {
        return stores().identities();
    }

    private static Identity identity(PersonId person, String issuer, String subject) {
        return new Identity(
                new IdentityId(UUID.randomUUID()),
                person,
                issuer,
                subject,
                "acme",
                "Acme",
                NOW.plusMillis(subject.length()));
    }

    /** With a password and, where said so, a verified address. */
    private Person member(String email, boolean verified) {
        Person person = Samples.person(email);
        stores().people().add(person, new PasswordHash("h"));
        if (verified) {
            stores().people().verifyEmail(person.id(), new PasswordHash("h"));
        }
        return person;
    }

    @Test
    void T10_an_identity_is_found_by_issuer_and_subject_to_the_letter() {
        Person ada = member("ada@example.org", true);
        Identity identity = identity(ada.id(), ISSUER, "Subject");
        assertThat(identities().link(identity)).isEqualTo(Linked.NEW);
        assertThat(identities().find(ISSUER, "Subject")).contains(identity);
        assertThat(identities().find(ISSUER, "subject")).isEmpty();
        assertThat(identities().find(ISSUER + "/", "Subject")).isEmpty();
        assertThat(identities().find("https://evil.example.com", "Subject")).isEmpty();
    }

    @Test
    void T10_an_identity_is_one_persons_and_the_same_subject_of_another_issuer_is_another() {
        Person ada = member("ada@example.org", true);
        Person eve = member("eve@example.org", true);
        assertThat(identities().link(identity(ada.id(), ISSUER, "1"))).isEqualTo(Linked.NEW);
        assertThat(identities().link(identity(eve.id(), ISSUER, "1"))).isEqualTo(Linked.TAKEN);
        assertThat(identities().link(identity(ada.id(), ISSUER, "1"))).isEqualTo(Linked.TAKEN);
        assertThat(identities().link(identity(eve.id(), "https://other.example.com", "1")))
                .isEqualTo(Linked.NEW);
        assertThat(identities().find(ISSUER, "1")).map(Identity::person).contains(ada.id());
    }

    @Test
    void T25_nothing_is_linked_to_an_account_whose_address_is_not_verified() {
        Person ada = member("ada@example.org", false);
        assertThat(identities().link(identity(ada.id(), ISSUER, "1"))).isEqualTo(Linked.UNVERIFIED);
        assertThat(identities().link(identity(new PersonId(new UUID(0, 1)), ISSUER, "1")))
                .isEqualTo(Linked.UNVERIFIED);
        assertThat(identities().of(ada.id())).isEmpty();
    }

    @Test
    void a_new_person_comes_with_their_identity_and_without_a_password_or_not_at_all() {
        Person ada = Samples.person("ada@example.org");
        Identity identity = identity(ada.id(), ISSUER, "1");
        assertThat(identities().open(ada, identity)).isEqualTo(Opened.NEW);
        assertThat(stores().people().byEmail(ada.email())).contains(ada);
        assertThat(stores().people().password(ada.id())).isEmpty();
        assertThat(identities().of(ada.id())).containsExactly(identity);
        Person sameAddress = Samples.person("ada@example.org");
        assertThat(identities().open(sameAddress, identity(sameAddress.id(), ISSUER, "2")))
                .isEqualTo(Opened.TAKEN);
        assertThat(identities().find(ISSUER, "2")).isEmpty();
        Person sameIdentity = Samples.person("eve@example.org");
        assertThat(identities().open(sameIdentity, identity(sameIdentity.id(), ISSUER, "1")))
                .isEqualTo(Opened.TAKEN);
        assertThat(stores().people().byId(sameIdentity.id())).isEmpty();
    }

    @Test
    void a_persons_identities_go_by_the_time_of_linking_and_are_nobody_elses() {
        Person ada = member("ada@example.org", true);
        List<Identity> linked = IntStream.rangeClosed(1, 3)
                .mapToObj(i -> identity(ada.id(), ISSUER, "x".repeat(i)))
                .toList();
        linked.reversed().forEach(identities()::link);
        assertThat(identities().of(ada.id())).isEqualTo(linked);
        assertThat(identities().of(member("eve@example.org", true).id())).isEmpty();
    }

    @Test
    void the_last_way_in_stays() {
        Person ada = Samples.person("ada@example.org");
        Identity first = identity(ada.id(), ISSUER, "1");
        Identity second = identity(ada.id(), ISSUER, "22");
        identities().open(ada, first);
        assertThat(identities().remove(ada.id(), first.id())).isEqualTo(Removed.LAST_WAY_IN);
        stores().people().resetPassword(ada.id(), new PasswordHash("h"));
        assertThat(identities().link(second)).isEqualTo(Linked.NEW);
        assertThat(identities().remove(new PersonId(new UUID(0, 1)), first.id()))
                .isEqualTo(Removed.UNKNOWN);
        assertThat(identities().remove(ada.id(), first.id())).isEqualTo(Removed.GONE);
        assertThat(identities().remove(ada.id(), first.id())).isEqualTo(Removed.UNKNOWN);
        assertThat(identities().remove(ada.id(), second.id()))
                .as("a password is left")
                .isEqualTo(Removed.GONE);
        assertThat(identities().of(ada.id())).isEmpty();
    }

    @Test
    void T13_of_a_hundred_one_opens_an_account_and_a_hundred_removals_leave_one_way_in() throws Exception {
        assertThat(Race.wins(i -> {
                    Person person = Samples.person("ada@example.org");
                    return identities().open(person, identity(person.id(), ISSUER, "1")) == Opened.NEW;
                }))
                .isOne();
        Person eve = newcomer("eve@example.org");
        List<Identity> both = List.of(identity(eve.id(), ISSUER, "7"), identity(eve.id(), ISSUER, "88"));
        identities().open(eve, both.getFirst());
        assertThat(identities().link(both.getLast())).isEqualTo(Linked.NEW);
        long gone = Race.wins(i -> identities().remove(eve.id(), both.get(i % 2).id()) == Removed.GONE);
        assertThat(gone).isOne();
        assertThat(identities().of(eve.id())).hasSize(1);
    }

    /** Somebody whose address another provider has verified. */
    private static Person newcomer(String email) {
        Person person = Samples.person(email);
        return new Person(
                person.id(), person.email(), true, person.name(), person.roles(), person.state(), person.created());
    }
}
