package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.person.AccountState;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.PersonStore;
import dev.sallyport.domain.person.PersonStore.Added;
import dev.sallyport.domain.person.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of people does. */
abstract class PersonStoreContract extends StoreContract {
    private static final PasswordHash FIRST = new PasswordHash("$argon2id$first");
    private static final PasswordHash SECOND = new PasswordHash("$argon2id$second");
    private static final PersonId NOBODY = new PersonId(new UUID(0, 0));

    private PersonStore people() {
        return stores().people();
    }

    private Person added(String email) {
        Person person = Samples.person(email);
        assertThat(people().add(person, FIRST)).isEqualTo(new Added.New(person));
        return person;
    }

    private Person now(Person person) {
        return people().byId(person.id()).orElseThrow();
    }

    @Test
    void a_person_is_found_by_id_and_by_address_as_they_were_added() {
        Person ada = added("ada@example.org");
        assertThat(people().byId(ada.id())).contains(ada);
        assertThat(people().byEmail(ada.email())).contains(ada);
        assertThat(people().password(ada.id())).contains(FIRST);
    }

    @Test
    void an_address_belongs_to_one_person_and_the_second_changes_nothing() {
        Person ada = added("ada@example.org");
        assertThat(people().add(Samples.person("ada@example.org"), SECOND)).isEqualTo(new Added.Taken(ada));
        assertThat(people().password(ada.id())).contains(FIRST);
        assertThat(Pages.walk(10, people()::list)).containsExactly(ada);
    }

    @Test
    void T14_of_a_person_who_is_not_there_nothing_is_found_and_nothing_changes() {
        Person ada = added("ada@example.org");
        assertThat(people().byId(NOBODY)).isEmpty();
        assertThat(people().byEmail(new EmailAddress("adb@example.org"))).isEmpty();
        assertThat(people().password(NOBODY)).isEmpty();
        assertThat(people().verifyEmail(NOBODY, SECOND)).isFalse();
        assertThat(people().resetPassword(NOBODY, SECOND)).isFalse();
        assertThat(people().replacePassword(NOBODY, FIRST, SECOND)).isFalse();
        assertThat(people().rename(NOBODY, ada.name(), "Eve")).isFalse();
        assertThat(people().changeState(NOBODY, AccountState.DISABLED)).isFalse();
        assertThat(people().changeRoles(NOBODY, new TreeSet<>())).isFalse();
        assertThat(now(ada)).isEqualTo(ada);
    }

    @Test
    void T07_T25_an_address_is_verified_once_and_with_it_holds_the_password_of_that_registration() {
        Person ada = added("ada@example.org");
        assertThat(people().verifyEmail(ada.id(), SECOND)).isTrue();
        assertThat(now(ada).emailVerified()).isTrue();
        assertThat(people().verifyEmail(ada.id(), FIRST)).isFalse();
        assertThat(people().password(ada.id())).contains(SECOND);
    }

    @Test
    void a_reset_password_holds_and_verifies_the_address_however_often() {
        Person ada = added("ada@example.org");
        assertThat(people().resetPassword(ada.id(), SECOND)).isTrue();
        assertThat(now(ada).emailVerified()).isTrue();
        assertThat(people().resetPassword(ada.id(), FIRST)).isTrue();
        assertThat(people().password(ada.id())).contains(FIRST);
    }

    @Test
    void T14_a_password_and_a_name_are_replaced_only_where_the_current_one_is_known() {
        Person ada = added("ada@example.org");
        assertThat(people().replacePassword(ada.id(), SECOND, SECOND)).isFalse();
        assertThat(people().password(ada.id())).contains(FIRST);
        assertThat(people().replacePassword(ada.id(), FIRST, SECOND)).isTrue();
        assertThat(people().password(ada.id())).contains(SECOND);
        assertThat(people().rename(ada.id(), "Ada lovelace", "Eve")).isFalse();
        assertThat(people().rename(ada.id(), ada.name(), "Ada 𝔏 ' \" \\")).isTrue();
        assertThat(now(ada).name()).isEqualTo("Ada 𝔏 ' \" \\");
    }

    @Test
    void state_and_roles_change_and_nothing_else_does() {
        Person ada = added("ada@example.org");
        assertThat(people().changeState(ada.id(), AccountState.DISABLED)).isTrue();
        assertThat(people().changeRoles(ada.id(), new TreeSet<>(List.of(new Role("reader")))))
                .isTrue();
        assertThat(now(ada))
                .isEqualTo(new Person(
                        ada.id(),
                        ada.email(),
                        false,
                        ada.name(),
                        new TreeSet<>(List.of(new Role("reader"))),
                        AccountState.DISABLED,
                        ada.created()));
        assertThat(people().changeRoles(ada.id(), new TreeSet<>())).isTrue();
        assertThat(now(ada).roles()).isEmpty();
        assertThat(people().password(ada.id())).contains(FIRST);
    }

    @Test
    void a_role_is_held_by_somebody_or_by_nobody() {
        assertThat(people().anyWith(Role.ADMIN)).isFalse();
        Person ada = added("ada@example.org");
        assertThat(people().anyWith(Role.ADMIN)).isTrue();
        assertThat(people().anyWith(new Role("admi"))).isFalse();
        people().changeRoles(ada.id(), new TreeSet<>());
        assertThat(people().anyWith(Role.ADMIN)).isFalse();
    }

    @Test
    void the_list_goes_from_new_to_old_by_pages_and_ids_decide_between_equals() {
        var added = new ArrayList<Person>();
        for (int i = 0; i < 7; i++) {
            Person person = Samples.person("p" + i + "@example.org", NOW.plusMillis(i / 3));
            people().add(person, FIRST);
            added.add(person);
        }
        added.sort(Comparator.comparing(Person::created)
                .thenComparing(person -> person.id().toString())
                .reversed());
        for (int limit : List.of(1, 2, 3, 7, 8)) {
            assertThat(Pages.walk(limit, people()::list)).isEqualTo(added);
        }
        Pages.refuseForeignCursors(people()::list);
    }

    @Test
    void T13_one_of_a_hundred_gets_an_address() throws Exception {
        var added = Race.of(i -> people().add(Samples.person("ada@example.org"), FIRST));
        assertThat(added).filteredOn(Added.New.class::isInstance).hasSize(1);
        assertThat(added).filteredOn(Added.Taken.class::isInstance).hasSize(Race.CALLERS - 1);
    }

    @Test
    void T13_one_of_a_hundred_verifies_replaces_and_renames() throws Exception {
        Person ada = added("ada@example.org");
        assertThat(Race.wins(i -> people().verifyEmail(ada.id(), SECOND))).isOne();
        assertThat(Race.wins(i -> people().replacePassword(ada.id(), SECOND, new PasswordHash("h" + i))))
                .isOne();
        assertThat(Race.wins(i -> people().rename(ada.id(), ada.name(), "Ada " + i)))
                .isOne();
    }
}
