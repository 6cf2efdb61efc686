package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.arrival.Arrival;
import dev.sallyport.domain.arrival.ArrivalStore;
import dev.sallyport.domain.arrival.ArrivalStore.Received;
import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.identity.Identity;
import dev.sallyport.domain.identity.IdentityId;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.Person;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of people from elsewhere does. */
abstract class ArrivalStoreContract extends StoreContract {
    private static final Received NEW = new Received.New(List.of());
    private static final PasswordHash HASH = new PasswordHash("$pbkdf2-sha256$…");

    private ArrivalStore arrivals() {
        return stores().arrivals();
    }

    private static Person person(String email) {
        Person p = Samples.person(email);
        return new Person(p.id(), p.email(), true, p.name(), p.roles(), p.state(), NOW.minusSeconds(1_000_000));
    }

    private static Arrival arrival(Person person, Identity... identities) {
        return new Arrival(person, Optional.of(HASH), List.of(identities));
    }

    private static Identity identity(Person person, String subject) {
        return new Identity(
                new IdentityId(UUID.randomUUID()),
                person.id(),
                "https://accounts.example.com",
                subject,
                "acme",
                "Acme",
                NOW);
    }

    @Test
    void whoever_comes_is_here_with_roles_password_and_identities() {
        Person ada = person("ada@example.org");
        Identity identity = identity(ada, "1");
        Person grace = person("grace@example.org");
        assertThat(arrivals().receive(List.of(arrival(ada, identity), new Arrival(grace, Optional.empty(), List.of()))))
                .containsExactly(NEW, NEW);
        assertThat(stores().people().byEmail(ada.email())).contains(ada);
        assertThat(stores().people().byId(grace.id())).contains(grace);
        assertThat(stores().people().password(ada.id())).contains(HASH);
        assertThat(stores().people().password(grace.id())).isEmpty();
        assertThat(stores().identities().of(ada.id())).containsExactly(identity);
    }

    @Test
    void coming_again_changes_nothing_whatever_became_of_the_account_since() {
        Person ada = person("ada@example.org");
        arrivals().receive(List.of(arrival(ada)));
        stores().people().resetPassword(ada.id(), new PasswordHash("chosen here"));
        var moved = new Person(
                ada.id(), new EmailAddress("countess@example.org"), true, "", ada.roles(), ada.state(), ada.created());
        assertThat(arrivals().receive(List.of(arrival(ada), arrival(moved))))
                .containsExactly(new Received.Here(), new Received.Here());
        assertThat(stores().people().byId(ada.id())).contains(ada);
        assertThat(stores().people().password(ada.id())).contains(new PasswordHash("chosen here"));
        assertThat(stores().people().byEmail(moved.email())).isEmpty();
    }

    @Test
    void an_address_is_the_first_ones_also_within_one_call_and_the_rest_comes_all_the_same() {
        Person ada = person("ada@example.org");
        Person other = person("ada@example.org");
        Person grace = person("grace@example.org");
        assertThat(arrivals().receive(List.of(arrival(ada), arrival(other), arrival(grace))))
                .containsExactly(NEW, new Received.Taken(ada), NEW);
        assertThat(stores().people().byId(other.id())).isEmpty();
        assertThat(stores().people().byEmail(grace.email())).contains(grace);
    }

    @Test
    void T10_an_identity_stays_with_whom_it_is_linked_to_and_is_told() {
        Person ada = person("ada@example.org");
        Person eve = person("eve@example.org");
        Identity adas = identity(ada, "1");
        Identity eves = identity(eve, "1");
        Identity eves2 = identity(eve, "2");
        assertThat(arrivals().receive(List.of(arrival(ada, adas), arrival(eve, eves, eves2))))
                .containsExactly(NEW, new Received.New(List.of(eves)));
        assertThat(stores().identities().of(ada.id())).containsExactly(adas);
        assertThat(stores().identities().of(eve.id())).containsExactly(eves2);
    }

    @Test
    void what_would_become_of_them_is_told_and_nothing_is_kept() {
        Person ada = person("ada@example.org");
        Identity identity = identity(ada, "1");
        arrivals().receive(List.of(arrival(ada, identity)));
        Person grace = person("grace@example.org");
        Person other = person("ada@example.org");
        Identity same = identity(grace, "1");
        assertThat(arrivals().foresee(List.of(arrival(ada), arrival(other), arrival(grace, same))))
                .containsExactly(new Received.Here(), new Received.Taken(ada), new Received.New(List.of(same)));
        assertThat(stores().people().byEmail(grace.email())).isEmpty();
    }

    @Test
    void T13_of_a_hundred_imports_of_the_same_people_each_person_comes_once() throws Exception {
        List<Arrival> people = IntStream.range(0, 10)
                .mapToObj(i -> arrival(person("p" + i + "@example.org")))
                .toList();
        List<List<Received>> all = Race.of(i -> arrivals().receive(i % 2 == 0 ? people : people.reversed()));
        assertThat(all.stream().flatMap(List::stream).filter(NEW::equals)).hasSize(10);
        assertThat(all.stream().flatMap(List::stream).filter(Received.Here.class::isInstance))
                .hasSize(10 * (Race.CALLERS - 1));
    }
}
