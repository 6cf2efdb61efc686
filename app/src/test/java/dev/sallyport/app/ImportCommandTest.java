package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.identity.Identity;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.Role;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sallyport import} into the data of a house that is open beside it; people then sign in at its street. */
class ImportCommandTest {
    private static final Path FILES = Path.of("src/test/resources/imports");

    @TempDir
    Path folder;

    private Path configuration;
    private House house;

    private record Ended(int exit, String out, String err) {}

    @BeforeEach
    void open() throws IOException {
        configuration = Files.writeString(folder.resolve("sallyport.yaml"), """
                listen: 0
                host: 127.0.0.1
                data: "%s"
                public_url: http://localhost:8080
                gateway: { limits: [{ path: "/v1/**", rate: 1000/s, per: address }] }
                accounts: { password: { memory: 7, passes: 1 } }
                upstreams:
                  - { id: acme, name: Acme, client_id: here, client_secret: a-secret-of-ours, issuer: "https://login.acme.example" }
                """.formatted(folder.resolve("data")));
        house = House.open(settings(), machine(), false);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Settings settings() {
        return switch (Settings.read(Optional.of(configuration), machine().environment())) {
            case Settings.Read.Good(Settings settings) -> settings;
            case Settings.Read.Bad(var mistakes) -> throw new IllegalStateException(mistakes.toString());
        };
    }

    private static Machine machine() {
        var environment = new HashMap<>(Map.of("SALLYPORT_MONITOR_LISTEN", "127.0.0.1:" + FreePort.any()));
        Machine real = Machine.real();
        return new Machine(real.clock(), real.random(), real.nanos(), environment);
    }

    private Ended run(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exit = Main.run(
                Stream.concat(
                                Stream.concat(Stream.of("import"), Stream.of(words)),
                                Stream.of("--config", configuration.toString()))
                        .toArray(String[]::new),
                machine(),
                new PrintWriter(out, true),
                new PrintWriter(err, true));
        return new Ended(exit, out.toString(), err.toString());
    }

    private Ended realm(String... more) {
        return run(
                Stream.concat(Stream.of("keycloak", FILES.resolve("realm.json").toString()), Stream.of(more))
                        .toArray(String[]::new));
    }

    private Ended table(String text) {
        try {
            return run(
                    "users",
                    Files.writeString(folder.resolve("people.csv"), text).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> T seen(Function<Desk, T> look) {
        try (Desk desk = Desk.open(settings(), machine())) {
            return look.apply(desk);
        }
    }

    private Optional<Person> anybody(String email) {
        return seen(desk -> desk.stores().people().byEmail(new EmailAddress(email)));
    }

    private Person person(String email) {
        return anybody(email).orElseThrow();
    }

    private Optional<String> hash(String email) {
        var id = person(email).id();
        return seen(desk -> desk.stores().people().password(id)).map(PasswordHash::phc);
    }

    private Optional<Client> known(String id) {
        return seen(desk -> desk.stores().clients().byId(new ClientId(id)));
    }

    private Client client(String id) {
        return known(id).orElseThrow();
    }

    private List<AuditEvent> events() {
        return seen(desk -> desk.stores().audit().all(Slice.first(50)).items());
    }

    private int signIn(String email, String password) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String form = "username=" + URLEncoder.encode(email, StandardCharsets.UTF_8) + "&password="
                    + URLEncoder.encode(password, StandardCharsets.UTF_8);
            var request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + house.port().orElseThrow() + "/v1/auth/login_mobile"))
                    .header("content-type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form));
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        }
    }

    private void signsInAndIsRehashed(String email, String password, String before) throws Exception {
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

    @Test
    void people_of_keycloak_sign_in_with_the_passwords_they_had_and_are_rehashed() throws Exception {
        Ended ended = realm();
        assertThat(ended.exit()).as(ended.err()).isEqualTo(Exit.FINDINGS);
        assertThat(ended.out()).contains("People added: 7, here already: 0, not taken: 4.");
        signsInAndIsRehashed("ada@example.org", "old pass phrase of ada", "$pbkdf2-sha256$i=27500$");
        signsInAndIsRehashed("grace@example.org", "old pass phrase of grace", "$pbkdf2-sha512$i=210000$");
        signsInAndIsRehashed("alan@example.org", "old pass phrase of alan", "$argon2id$v=19$m=7168,t=5,p=1$");
        assertThat(signIn("mary@example.org", "old pass phrase of mary"))
                .as("disabled there, disabled here")
                .isEqualTo(401);
        assertThat(hash("mary@example.org").orElseThrow()).startsWith("$pbkdf2-sha1$i=20000$");
    }

    @Test
    void a_person_keeps_id_name_roles_and_age_and_nobody_becomes_admin() {
        realm("--role", "Team Lead=lead", "--role", "shop/manager=shop-manager", "--role", "/staff=staff");
        Person ada = person("ada@example.org");
        assertThat(ada.id()).hasToString("0a1b2c3d-0000-4000-8000-000000000001");
        assertThat(ada.name()).isEqualTo("Ada Lovelace");
        assertThat(ada.created().toEpochMilli()).isEqualTo(1600000000123L);
        assertThat(ada.emailVerified()).isTrue();
        assertThat(ada.roles()).containsExactly(new Role("editor"));
        assertThat(person("grace@example.org").roles())
                .containsExactly(new Role("lead"), new Role("shop-manager"), new Role("staff"));
        assertThat(person("alan@example.org").emailVerified()).isFalse();
        Person katherine = person("katherine@example.org");
        List<Identity> linked = seen(desk -> desk.stores().identities().of(katherine.id()));
        assertThat(linked).hasSize(1);
        assertThat(linked.getFirst().issuer()).isEqualTo("https://login.acme.example");
        assertThat(linked.getFirst().subject()).isEqualTo("katherine-there");
        assertThat(linked.getFirst().upstream()).isEqualTo("acme");
    }

    @Test
    void the_operator_may_say_that_their_admins_are_ours() {
        realm("--role", "admin=admin");
        assertThat(person("ada@example.org").roles()).contains(Role.ADMIN);
    }

    @Test
    void everything_that_was_not_taken_stands_in_the_report_and_no_secret_does() throws IOException {
        Path report = folder.resolve("left.jsonl");
        Ended ended = realm("--report", report.toString());
        String told = Files.readString(report);
        assertThat(Files.getPosixFilePermissions(report)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(List.of(
                        "\"name\":\"Ada@Example.org\",\"field\":\"realmRoles\",\"value\":\"admin\"",
                        "\"name\":\"grace@example.org\",\"field\":\"username\"",
                        "\"name\":\"grace@example.org\",\"field\":\"credentials\",\"value\":\"otp\"",
                        "\"name\":\"grace@example.org\",\"field\":\"attributes\",\"value\":\"department\"",
                        "\"name\":\"grace@example.org\",\"field\":\"realmRoles\",\"value\":\"Team Lead\"",
                        "\"name\":\"grace@example.org\",\"field\":\"clientRoles\",\"value\":\"shop/manager\"",
                        "\"name\":\"grace@example.org\",\"field\":\"groups\",\"value\":\"/staff\"",
                        "\"name\":\"grace@example.org\",\"field\":\"requiredActions\"",
                        "\"name\":\"alan@example.org\",\"field\":\"federatedIdentities\",\"value\":\"acme-login\"",
                        "\"name\":\"katherine@example.org\",\"field\":\"federatedIdentities\",\"value\":\"facebook\"",
                        "\"name\":\"nobody\",\"field\":\"email\"",
                        "\"name\":\"odd@@example.org\",\"field\":\"email\"",
                        "\"name\":\"ada@example.org\",\"field\":\"email\"",
                        "\"name\":\"dear@example.org\",\"field\":\"credentials\"",
                        "\"name\":\"temporary@example.org\",\"field\":\"credentials\"",
                        "\"name\":\"service-account-reporter\"",
                        "\"name\":\"shop\",\"field\":\"redirectUris\",\"value\":\"https://shop.example.org/*\"",
                        "\"name\":\"shop\",\"field\":\"redirectUris\",\"value\":\"http://shop.example.org/plain\"",
                        "\"name\":\"shop\",\"field\":\"directAccessGrantsEnabled\"",
                        "\"name\":\"shop\",\"field\":\"webOrigins\"",
                        "\"name\":\"shop\",\"field\":\"protocolMappers\"",
                        "\"name\":\"shop\",\"field\":\"attributes\",\"value\":\"access.token.lifespan\"",
                        "\"name\":\"spa\",\"field\":\"redirectUris\",\"value\":\"https://app.example.org/silent/*\"",
                        "\"name\":\"wild\",\"field\":\"redirectUris\",\"value\":\"*\"",
                        "\"name\":\"reporter\",\"field\":\"secret\"",
                        "\"name\":\"https://sp.example.org\",\"field\":\"protocol\"",
                        "\"name\":\"orders-api\",\"field\":\"bearerOnly\"",
                        "\"what\":\"provider\",\"name\":\"facebook\"",
                        "\"what\":\"role\",\"name\":\"Team Lead\",\"field\":\"composites\"",
                        "\"name\":\"passwordPolicy\"",
                        "\"name\":\"groups\"",
                        "\"name\":\"smtpServer\""))
                .allSatisfy(line -> assertThat(told).contains(line));
        assertThat(told + ended.out() + ended.err())
                .doesNotContain("yQtP0QGDDlsI")
                .doesNotContain("never-to-be-seen")
                .doesNotContain("k9Zk2bX7");
        assertThat(ended.out()).contains("imported_like: \"$").contains("AAAAAAAAAAAAAAAAAAAAAA$AAAA");
        assertThat(ended.out()).contains("a second factor or passkey cannot come along");
        assertThat(realm("--report", report.toString()).exit())
                .as("it is there already")
                .isEqualTo(Exit.USAGE);
    }

    @Test
    void T24_the_line_that_an_import_ends_with_is_a_configuration_and_another_hash_is_none() throws IOException {
        String line = realm().out()
                .lines()
                .filter(printed -> printed.contains("imported_like"))
                .findFirst()
                .orElseThrow()
                .strip();
        Path file = Files.writeString(folder.resolve("hiding.yaml"), line + "\n");
        assertThat(Settings.read(Optional.of(file), Map.of()))
                .isInstanceOfSatisfying(
                        Settings.Read.Good.class,
                        good -> assertThat(good.settings()
                                        .configuration()
                                        .accounts()
                                        .password()
                                        .disguise())
                                .isPresent());
        Files.writeString(file, "accounts: { password: { imported_like: \"$2b$31$dear\" } }\n");
        assertThat(Settings.read(Optional.of(file), Map.of()))
                .isInstanceOfSatisfying(
                        Settings.Read.Bad.class,
                        bad -> assertThat(bad.mistakes().toString())
                                .contains("imported_like must be a hash as sallyport import prints it"));
    }

    @Test
    void clients_come_with_their_secrets_and_without_wildcards() {
        realm();
        Client shop = client("shop");
        assertThat(shop.name()).isEqualTo("The Shop");
        assertThat(shop.secrets()).containsExactly(Digest.of("k9Zk2bX7vQ4mT1sW8yR3uN6pL0aD5gHj"));
        assertThat(shop.redirectUris()).containsExactly("https://shop.example.org/callback");
        assertThat(shop.grants())
                .containsExactlyInAnyOrder(
                        GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN, GrantType.CLIENT_CREDENTIALS);
        assertThat(shop.scopes().tokens())
                .containsExactly("email", "offline_access", "openid", "orders", "profile", "roles");
        assertThat(shop.metadata().postLogoutRedirects()).containsExactly("https://shop.example.org/bye");
        assertThat(shop.metadata().backchannelLogout()).contains(URI.create("https://shop.example.org/logged-out"));
        Client spa = client("spa");
        assertThat(spa.isPublic()).isTrue();
        assertThat(spa.enabled()).isFalse();
        assertThat(spa.redirectUris()).containsExactly("https://app.example.org/callback");
        assertThat(client("reporter").secrets()).isEmpty();
        assertThat(Stream.of("account", "wild", "https://sp.example.org", "orders-api"))
                .allSatisfy(id -> assertThat(known(id)).isEmpty());
    }

    @Test
    void a_second_run_changes_nothing_whatever_became_of_people_since() throws Exception {
        realm();
        assertThat(signIn("ada@example.org", "old pass phrase of ada")).isEqualTo(200);
        String chosen = hash("ada@example.org").orElseThrow();
        Ended again = realm();
        assertThat(again.out()).contains("People added: 0, here already: 7, not taken: 4.");
        assertThat(again.out()).contains("Clients added: 0, here already: 3.");
        assertThat(hash("ada@example.org")).contains(chosen);
    }

    @Test
    void a_dry_run_says_the_same_and_keeps_nothing() {
        Ended dry = realm("--dry-run");
        assertThat(dry.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(dry.out()).contains("Clients that would be added: 3, here already: 0.");
        assertThat(dry.out()).contains("People who would be added: 8, here already: 0, not taken: 3.");
        assertThat(anybody("ada@example.org")).isEmpty();
        assertThat(known("shop")).isEmpty();
        assertThat(events()).noneMatch(event -> event.kind() == AuditEvent.Kind.IMPORT_BEGUN);
    }

    @Test
    void the_log_says_when_an_import_began_and_what_it_came_to() {
        realm();
        List<AuditEvent> events = events();
        assertThat(events)
                .filteredOn(event -> event.kind() == AuditEvent.Kind.IMPORT_BEGUN)
                .hasSize(1);
        assertThat(events)
                .filteredOn(event -> event.kind() == AuditEvent.Kind.IMPORT_ENDED)
                .singleElement()
                .satisfies(event -> assertThat(event.details())
                        .containsEntry("source", "keycloak")
                        .containsEntry("added", "7")
                        .containsEntry("refused", "4"));
        assertThat(events).noneMatch(event -> event.kind() == AuditEvent.Kind.ACCOUNT_CREATED);
    }

    @Test
    void the_files_of_a_folder_are_one_realm_and_two_realms_are_not() throws IOException {
        Path one = Files.writeString(folder.resolve("a-realm.json"), "{\"realm\":\"a\",\"clients\":[]}");
        Path two = Files.writeString(
                folder.resolve("a-users-0.json"),
                "{\"realm\":\"a\",\"users\":[{\"id\":\"0a1b2c3d-0000-4000-8000-00000000000a\",\"username\":\"x@example.org\","
                        + "\"email\":\"x@example.org\",\"enabled\":true}]}");
        assertThat(run("keycloak", one.toString(), two.toString()).out()).contains("People added: 1,");
        Path other = Files.writeString(folder.resolve("b-users-0.json"), "{\"realm\":\"b\",\"users\":[]}");
        Ended mixed = run("keycloak", one.toString(), other.toString());
        assertThat(mixed.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(mixed.err()).contains("two realms, a and b");
    }

    @Test
    void T43_a_file_that_cannot_be_read_brings_in_nobody_and_says_where() throws IOException {
        String good = "{\"id\":\"0a1b2c3d-0000-4000-8000-00000000000b\",\"username\":\"good@example.org\","
                + "\"email\":\"good@example.org\",\"enabled\":true}";
        Map<String, String> hostile = Map.of(
                "breaks off", "{\"realm\":\"a\",\"users\":[" + good + ",{\"email\":",
                "deep", "{\"realm\":\"a\",\"users\":[" + good + ",{\"x\":" + "[".repeat(100_000) + "]}]}",
                "long string",
                        "{\"realm\":\"a\",\"users\":[" + good + ",{\"email\":\"" + "x".repeat(3_000_000) + "\"}]}",
                "long entry",
                        "{\"realm\":\"a\",\"users\":[" + good + ",{\"x\":[" + "\"y\",".repeat(400_000) + "\"y\"]}]}",
                "twice",
                        "{\"realm\":\"a\",\"users\":[" + good
                                + ",{\"email\":\"a@example.org\",\"email\":\"b@example.org\"}]}",
                "no realm", "[" + good + "]",
                "no list", "{\"realm\":\"a\",\"users\":{\"a\":" + good + "}}",
                "no objects", "{\"realm\":\"a\",\"users\":[" + good + ",7]}",
                "more behind", "{\"realm\":\"a\",\"users\":[" + good + "]}{}",
                "no text", "{\"realm\":\"a\",\"users\":[" + good + "\u0000");
        hostile.forEach((name, text) -> {
            try {
                Path file = Files.writeString(folder.resolve("hostile.json"), text);
                Ended ended = run("keycloak", file.toString());
                assertThat(ended.exit()).as(name).isEqualTo(Exit.FINDINGS);
                assertThat(ended.err()).as(name).contains("hostile.json").doesNotContain("\tat ");
                assertThat(anybody("good@example.org")).as(name).isEmpty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void T43_fields_of_another_kind_than_keycloaks_are_no_mistake_of_the_program() throws IOException {
        Path file = Files.writeString(
                folder.resolve("kinds.json"),
                "{\"realm\":7,\"users\":[{\"email\":{\"a\":1}},{\"id\":[],\"email\":\"kind@example.org\",\"firstName\":7,"
                        + "\"enabled\":\"maybe\",\"emailVerified\":[],\"createdTimestamp\":\"x\",\"credentials\":{\"a\":1},"
                        + "\"realmRoles\":\"x\",\"clientRoles\":[1],\"groups\":7,\"attributes\":[1],\"requiredActions\":{},"
                        + "\"federatedIdentities\":[null,7]}],\"clients\":[{},{\"clientId\":\"k\",\"redirectUris\":7,"
                        + "\"attributes\":[],\"secret\":{}}],\"identityProviders\":[{}],\"roles\":{\"realm\":[{}]}}");
        Ended ended = run("keycloak", file.toString());
        assertThat(ended.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(ended.err()).doesNotContain("a mistake of the program");
        assertThat(ended.out()).contains("People added: 1, here already: 0, not taken: 1.");
        assertThat(person("kind@example.org").emailVerified()).isFalse();
    }

    @Test
    void T45_what_a_file_says_cannot_move_the_terminals_cursor() throws IOException {
        Path file = Files.writeString(
                folder.resolve("odd.json"),
                "{\"realm\":\"a\\u001b[2J\",\"users\":[{\"username\":\"\\u001b[31mred\\r\\n\\u202eevil\",\"enabled\":true}]}");
        Ended ended = run("keycloak", file.toString());
        assertThat(ended.out() + ended.err()).doesNotContain("\u001b").doesNotContain("\u202e");
        assertThat(ended.out()).contains("?[31mred???evil");
    }

    @Test
    void people_of_a_table_come_line_by_line_and_bad_lines_are_told() throws Exception {
        Ended ended = run("users", FILES.resolve("people.csv").toString());
        assertThat(ended.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(ended.out()).contains("People added: 5, here already: 0, not taken: 7.");
        assertThat(ended.out())
                .contains(
                        "line 4",
                        "email (column 1)",
                        "line 5",
                        "name (column 2)",
                        "line 9",
                        "email_verified (column 4)",
                        "line 10",
                        "line 11")
                .contains("the address stands in the file twice")
                .contains("--role admin=admin");
        Person edsger = person("edsger@example.org");
        assertThat(edsger.name()).isEqualTo("Dijkstra, Edsger \"E. W.\"");
        assertThat(edsger.roles()).containsExactly(new Role("editor"), new Role("reader"));
        assertThat(edsger.created()).hasToString("2019-05-01T10:00:00Z");
        assertThat(person("last@example.org").name()).isEqualTo("Last One");
        assertThat(hash("donald@example.org")).isEmpty();
        signsInAndIsRehashed("edsger@example.org", "old pass phrase of edsger", "$2a$10$");
        signsInAndIsRehashed("barbara@example.org", "old pass phrase of barbara", "$scrypt$ln=14");
        Ended again = run("users", FILES.resolve("people.csv").toString());
        assertThat(again.out()).contains("People added: 0,");
    }

    @Test
    void a_table_of_other_columns_is_refused() {
        Map<String, String> whys = Map.of(
                "email,password", "there is no column password",
                "name,roles", "there must be a column email",
                "email,name,email", "the column email is there twice",
                "email,x\u001b[2J", "there is no column x?[2J");
        whys.forEach((first, why) -> {
            Ended ended = table(first + "\nada@example.org,x\n");
            assertThat(ended.exit()).isEqualTo(Exit.FINDINGS);
            assertThat(ended.err()).contains("line 1").contains(why);
        });
        assertThat(anybody("ada@example.org")).isEmpty();
    }

    @Test
    void T43_a_table_that_cannot_be_read_to_its_end_says_who_came() {
        Ended endless = table("email\nfirst@example.org\n\"" + "never ends\n".repeat(20_000));
        assertThat(endless.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(endless.err()).contains("of those before, 1 came");
        assertThat(anybody("first@example.org")).isPresent();
        Ended open = table("email\nsecond@example.org\n\"third@example.org\n");
        assertThat(open.exit()).as(open.out()).isEqualTo(Exit.FINDINGS);
        assertThat(anybody("second@example.org")).isPresent();
        assertThat(anybody("third@example.org")).isEmpty();
    }

    @Test
    void T43_a_table_that_is_not_utf_8_or_has_an_endless_field_is_refused() throws IOException {
        Path file = folder.resolve("latin.csv");
        Files.write(file, "email,name\nada@example.org,Zo\u00eb\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(run("users", file.toString()).err()).contains("it is not UTF-8");
        assertThat(table("email\n\"" + "x".repeat(200_000) + "\"\n").exit()).isEqualTo(Exit.FINDINGS);
        assertThat(table("").err()).contains("is empty");
    }

    @Test
    void a_command_that_cannot_be_is_not_begun() {
        assertThat(run("keycloak", folder.resolve("none.json").toString()).exit())
                .isEqualTo(Exit.USAGE);
        assertThat(run("keycloak", folder.toString()).exit()).isEqualTo(Exit.USAGE);
        assertThat(realm("--role", "x=Not A Role").exit()).isEqualTo(Exit.USAGE);
        assertThat(events()).noneMatch(event -> event.kind() == AuditEvent.Kind.IMPORT_BEGUN);
    }
}
