package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.app.OpenHouse.Ended;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.Person;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A house into which {@code sallyport import} brings people and clients while it is open. */
final class ImportingHouse implements AutoCloseable {
    static final Path FILES = Path.of("src/test/resources/imports");

    private final OpenHouse house;

    ImportingHouse(Path folder) {
        house = new OpenHouse(folder, """
                upstreams:
                  - { id: acme, name: Acme, client_id: here, client_secret: a-secret-of-ours, issuer: "https://login.acme.example" }
                """);
    }

    /** The command with these words behind it. */
    Ended run(String... words) {
        return house.run(Map.of(), Stream.concat(Stream.of("import"), Stream.of(words)));
    }

    /** The realm that lies among the files of the tests. */
    Ended realm(String... more) {
        return run(
                Stream.concat(Stream.of("keycloak", FILES.resolve("realm.json").toString()), Stream.of(more))
                        .toArray(String[]::new));
    }

    <T> T seen(Function<Desk, T> look) {
        return house.seen(look);
    }

    Optional<Person> anybody(String email) {
        return house.seen(desk -> desk.stores().people().byEmail(new EmailAddress(email)));
    }

    Person person(String email) {
        return anybody(email).orElseThrow();
    }

    Optional<String> hash(String email) {
        var id = person(email).id();
        return house.seen(desk -> desk.stores().people().password(id)).map(PasswordHash::phc);
    }

    Optional<Client> known(String id) {
        return house.seen(desk -> desk.stores().clients().byId(new ClientId(id)));
    }

    Client client(String id) {
        return known(id).orElseThrow();
    }

    List<AuditEvent> events() {
        return house.events();
    }

    /** The status of a sign-in at the street. */
    int signIn(String email, String password) throws IOException, InterruptedException {
        return house.signIn(email, password).statusCode();
    }

    /** The old hash is kept until the right password comes, and is then replaced by one of ours. */
    void signsInAndIsRehashed(String email, String password, String before) throws IOException, InterruptedException {
        assertThat(hash(email).orElseThrow()).startsWith(before);
        assertThat(signIn(email, password + "?")).isEqualTo(401);
        assertThat(hash(email).orElseThrow())
                .as("a wrong password changes nothing")
                .startsWith(before);
        assertThat(signIn(email, password)).isEqualTo(200);
        assertThat(hash(email).orElseThrow()).startsWith("$argon2id$v=19$m=7168,t=1,p=1$");
        assertThat(signIn(email, password)).isEqualTo(200);
        assertThat(signIn(email, password + "?")).isEqualTo(401);
    }

    @Override
    public void close() {
        house.close();
    }
}
