package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.SealAudit;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.key.Sealer;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.kit.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands {@code user}, {@code client}, {@code key} and {@code audit} on the data of a house that is open beside them. */
class CommandsTest {
    private static final String PASSWORD = "a long pass phrase";

    @TempDir
    static Path folder;

    private static Path configuration;
    private static House house;

    private record Ended(int exit, String out, String err) {}

    @BeforeAll
    static void open() throws IOException {
        configuration = Files.writeString(folder.resolve("sallyport.yaml"), """
                listen: 0
                host: 127.0.0.1
                data: "%s"
                public_url: http://localhost:8080
                gateway: { limits: [{ path: "/v1/**", rate: 1000/s, per: address }] }
                accounts: { password: { memory: 7, passes: 1 } }
                registration: { clients: token }
                clients:
                  - { id: spa, public: true, redirect_uris: ["https://app.example.org/callback"] }
                """.formatted(folder.resolve("data")));
        house = House.open(settings(), machine(Map.of()), false);
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static Settings settings() {
        return switch (Settings.read(
                Optional.of(configuration), machine(Map.of()).environment())) {
            case Settings.Read.Good(Settings settings) -> settings;
            case Settings.Read.Bad(var mistakes) -> throw new IllegalStateException(mistakes.toString());
        };
    }

    private static Machine machine(Map<String, String> more) {
        var environment = new HashMap<>(Map.of("SALLYPORT_MONITOR_LISTEN", "127.0.0.1:" + FreePort.any()));
        environment.putAll(more);
        Machine real = Machine.real();
        return new Machine(real.clock(), real.random(), real.nanos(), environment);
    }

    private static Ended run(String line) {
        return run(Map.of(), line);
    }

    private static Ended run(Map<String, String> environment, String line) {
        return on(
                environment,
                Stream.concat(Stream.of(line.split(" ")), Stream.of("--config", configuration.toString())));
    }

    private static Ended on(Map<String, String> environment, Stream<String> words) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exit = Main.run(
                words.toArray(String[]::new),
                machine(environment),
                new PrintWriter(out, true),
                new PrintWriter(err, true));
        return new Ended(exit, out.toString(), err.toString());
    }

    private static <T> T seen(Function<Desk, T> look) {
        try (Desk desk = Desk.open(settings(), machine(Map.of()))) {
            return look.apply(desk);
        }
    }

    private static List<AuditEvent.Kind> kinds(Predicate<AuditEvent> which) {
        return seen(desk -> desk.stores().audit().all(Slice.first(50)).items().stream()
                .filter(which)
                .map(AuditEvent::kind)
                .toList());
    }

    private static HttpResponse<String> post(String path, String type, String body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + house.port().orElseThrow() + path))
                    .header("content-type", type)
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static HttpResponse<String> signIn(String email) throws Exception {
        String form = "username=" + email + "&password=" + URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8);
        return post("/v1/auth/login_mobile", "application/x-www-form-urlencoded", form);
    }

    @Test
    void in_a_wrong_folder_a_command_makes_nothing_and_says_so() {
        Path elsewhere = folder.resolve("elsewhere");
        Ended ended = on(Map.of(), Stream.of("user", "list", "--data", elsewhere.toString()));
        assertThat(ended.exit()).isEqualTo(Exit.COULD_NOT_START);
        assertThat(ended.err()).contains(elsewhere.toString(), "does not exist", "--data");
        assertThat(elsewhere).doesNotExist();
    }

    @Test
    void T30_a_disabled_person_is_out_at_once_and_may_be_let_in_again() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        Ended added = run("user add bob@example.org --role editor --password-file " + file);
        assertThat(added.exit()).as(added.err()).isZero();
        HttpResponse<String> tokens = signIn("bob@example.org");
        assertThat(tokens.statusCode()).isEqualTo(200);
        assertThat(run("user show bob@example.org").out()).contains("editor", "signed in:", "mobile");

        Ended disabled = run("user disable bob@example.org");
        assertThat(disabled.exit()).isZero();
        assertThat(disabled.out()).contains("bob@example.org is disabled; 1 session ended.", "300 s");
        String refresh = Json.tree(tokens.body().getBytes(StandardCharsets.UTF_8))
                .get("refresh_token")
                .asString();
        assertThat(post("/v1/auth/refresh_mobile", "application/json", "{\"refresh_token\":\"" + refresh + "\"}")
                        .statusCode())
                .isEqualTo(401);
        assertThat(signIn("bob@example.org").statusCode()).isEqualTo(401);
        assertThat(run("user list").out()).containsPattern("bob@example.org +disabled");

        assertThat(run("user enable bob@example.org").exit()).isZero();
        assertThat(signIn("bob@example.org").statusCode()).isEqualTo(200);
        assertThat(run("user sign-out bob@example.org").out()).contains("1 session ended");
        assertThat(kinds(event -> event.details().getOrDefault("by", "").equals("operator")))
                .contains(
                        AuditEvent.Kind.ACCOUNT_CREATED,
                        AuditEvent.Kind.ACCOUNT_DISABLED,
                        AuditEvent.Kind.ACCOUNT_ENABLED,
                        AuditEvent.Kind.SESSION_ENDED);
    }

    @Test
    void T07_without_a_password_the_newest_link_lets_the_person_choose_one_once() throws Exception {
        Ended added = run("user add ada@example.org --name Ada");
        assertThat(added.exit()).as(added.err()).isZero();
        String first = token(added.out());
        String second = token(run("user password ada@example.org").out());
        assertThat(reset(first)).isEqualTo(400);
        assertThat(reset(second)).isEqualTo(204);
        assertThat(reset(second)).isEqualTo(400);
        assertThat(signIn("ada@example.org").statusCode()).isEqualTo(200);
    }

    @Test
    void an_invitation_goes_by_letter_where_that_is_asked_for() {
        Ended added = run("user add mail@example.org --send");
        assertThat(added.exit()).as(added.err()).isZero();
        assertThat(added.out()).contains("A letter with a link").doesNotContain("#");
    }

    private static String token(String out) {
        assertThat(out).contains("http://localhost:8080/reset-password#");
        return out.lines()
                .filter(line -> line.contains("#"))
                .findFirst()
                .orElseThrow()
                .replaceFirst(".*#", "");
    }

    private static int reset(String token) throws Exception {
        return post(
                        "/v1/auth/password/reset",
                        "application/json",
                        "{\"token\":\"" + token + "\",\"password\":\"" + PASSWORD + "\"}")
                .statusCode();
    }

    @Test
    void a_password_from_the_environment_ends_the_sessions_that_the_old_one_opened() throws Exception {
        assertThat(run(Map.of("SALLYPORT_PASSWORD", "quite another phrase"), "user add eve@example.org")
                        .exit())
                .isZero();
        assertThat(signIn("eve@example.org").statusCode()).isEqualTo(401);
        Ended set = run(Map.of("SALLYPORT_PASSWORD", PASSWORD), "user password eve@example.org");
        assertThat(set.out()).contains("has a new password");
        assertThat(signIn("eve@example.org").statusCode()).isEqualTo(200);
        assertThat(run("user role eve@example.org admin").out()).contains("holds now: admin");
        assertThat(run("user role eve@example.org --none").out()).contains("holds no role");
    }

    @Test
    void T32_a_secret_is_shown_once_and_two_live_at_most() {
        Ended added = run("client add shop --grant client_credentials --scope orders --json");
        assertThat(added.exit()).as(added.err()).isZero();
        String first = secret(added);
        String second = secret(run("client rotate-secret shop --json"));
        String third = secret(run("client rotate-secret shop --json"));
        assertThat(live("shop", List.of(first, second, third))).containsExactly(second, third);
        assertThat(run("client end-old-secret shop").exit()).isZero();
        assertThat(live("shop", List.of(first, second, third))).containsExactly(third);
        assertThat(run("client end-old-secret shop").out()).contains("no old secret");
        for (String shown :
                List.of("client list", "client list --json", "client show shop", "client show shop --json")) {
            assertThat(run(shown).out()).contains("shop").doesNotContain(first, second, third);
        }
        assertThat(run("client disable shop").exit()).isZero();
        assertThat(run("client list").out()).containsPattern("shop +disabled");
        assertThat(run("client remove shop").exit()).isZero();
        assertThat(run("client show shop").exit()).isEqualTo(Exit.FINDINGS);
    }

    @ParameterizedTest
    @CsvSource({"device_code, tv", "device-code, radio", "urn:ietf:params:oauth:grant-type:device_code, clock"})
    void a_grant_is_named_whole_or_by_its_end(String grant, String id) {
        Ended added = run("client add " + id + " --public --grant " + grant + " --scope openid");
        assertThat(added.exit()).as(added.err()).isZero();
        assertThat(run("client show " + id).out()).contains("urn:ietf:params:oauth:grant-type:device_code");
    }

    @Test
    void an_invited_application_registers_itself_once() throws Exception {
        Ended invited = run("client invite --count 2 --json");
        assertThat(invited.exit()).as(invited.err()).isZero();
        var tokens = Json.tree(invited.out().getBytes(StandardCharsets.UTF_8)).get("initial_access_tokens");
        assertThat(tokens.size()).isEqualTo(2);
        String token = tokens.get(1).asString();
        assertThat(registration("made-up")).isEqualTo(401);
        assertThat(registration(token)).as("RFC 7591 §3").isEqualTo(201);
        assertThat(registration(token)).isEqualTo(401);
        assertThat(run("client invite --count 0").exit()).isEqualTo(Exit.USAGE);
        assertThat(run("client invite").out()).contains("for 7 days");
    }

    private static int registration(String token) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + house.port().orElseThrow() + "/oauth2/register"))
                    .header("content-type", "application/json")
                    .header("authorization", "Bearer " + token)
                    .POST(HttpRequest.BodyPublishers.ofString("{\"redirect_uris\":[\"https://a.example/\"]}"))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        }
    }

    private static String secret(Ended ended) {
        return Json.tree(ended.out().getBytes(StandardCharsets.UTF_8))
                .get("client_secret")
                .asString();
    }

    private static List<String> live(String id, List<String> secrets) {
        var digests = seen(desk ->
                desk.stores().clients().byId(new ClientId(id)).orElseThrow().secrets());
        return secrets.stream()
                .filter(secret -> digests.stream().anyMatch(digest -> digest.isOf(secret)))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "client disable spa",
        "client enable spa",
        "client remove spa",
        "client rotate-secret spa",
        "client end-old-secret spa"
    })
    void a_declared_client_is_changed_where_it_is_declared(String line) {
        Ended ended = run(line);
        assertThat(ended.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(ended.err()).contains("spa is declared in " + configuration, "read at every start");
        assertThat(run("client show spa").out())
                .containsPattern("state +enabled")
                .containsPattern("from +declared");
    }

    @Test
    void T34_a_new_key_is_published_before_it_signs_and_the_old_one_stays_until_its_tokens_have_run_out() {
        Ended rotated = run("key rotate");
        assertThat(rotated.exit()).as(rotated.err()).isZero();
        assertThat(rotated.out()).contains("is published now", "It signs from", "signs until", "stays published until");
        var keys = Json.tree(run("key list --json").out().getBytes(StandardCharsets.UTF_8))
                .get("items");
        assertThat(keys.get(0).get("state").asString()).isEqualTo("signs");
        assertThat(keys.get(0).get("leaves_at").asString())
                .isGreaterThan(keys.get(0).get("signs_until").asString());
        assertThat(keys.get(keys.size() - 1).get("state").asString()).isEqualTo("waits");
        assertThat(kinds(event -> true)).contains(AuditEvent.Kind.KEY_ROTATED);
    }

    @Test
    void L17_a_row_changed_by_hand_in_SQLite_beside_an_open_house_is_named_by_audit_verify() throws Exception {
        for (String name : List.of("one", "two", "three")) {
            assertThat(run("user add " + name + "@example.org").exit()).isZero();
        }
        seen(desk ->
                new SealAudit(desk.stores().seals(), sealer(), Machine.real().clock()).seal());
        Ended intact = run("audit verify");
        assertThat(intact.exit()).as(intact.out()).isZero();
        assertThat(intact.out()).contains("intact: ", "head: ");
        String head = intact.out().replaceFirst("(?s).*head: ", "").strip();
        assertThat(run("audit verify --head " + head).exit()).isZero();
        assertThat(run("audit verify --head 1." + "A".repeat(43)).out()).contains("head gone: seal 1 as it was noted");
        assertThat(run("audit verify --head x").exit()).isEqualTo(Exit.USAGE);

        String id = "";
        String database = "jdbc:sqlite:" + folder.resolve("data").resolve("sallyport.db");
        try (var connection = DriverManager.getConnection(database);
                var statement = connection.createStatement()) {
            try (var row = statement.executeQuery("SELECT id FROM audit_event WHERE place = 1")) {
                id = row.getString(1);
            }
            assertThat(statement.executeUpdate(
                            "UPDATE audit_event SET details = '{\"by\":\"nobody\"}' WHERE place = 1"))
                    .isEqualTo(1);
        }
        Ended found = run("audit verify");
        assertThat(found.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(found.out())
                .contains("changed: event " + id + " at place 1 under seal 1, dated ", ", sealed ", "1 finding: ");
        var told = Json.tree(run("audit verify --json")
                .out()
                .lines()
                .findFirst()
                .orElseThrow()
                .getBytes(StandardCharsets.UTF_8));
        assertThat(told.get("finding").asString()).isEqualTo("changed");
        assertThat(told.get("event").asString()).isEqualTo(id);

        List<String> lines = run("audit export").out().lines().toList();
        assertThat(lines)
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(line -> assertThat(Json.tree(line.getBytes(StandardCharsets.UTF_8))
                                .get("type")
                                .asString())
                        .contains("."));
        assertThat(run("audit export --until 2020-01-01").out()).isEmpty();
        assertThat(run("audit export --from 2020-01-01T00:00:00Z").out().lines())
                .hasSizeGreaterThanOrEqualTo(lines.size());
    }

    private static Sealer sealer() {
        return DataFolder.masterKey(
                settings().configuration().masterKey(), Machine.real().random());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        audit export --from yesterday                     | 2 | it is written 2026-11-24
        user add nobody                                   | 2 | not a mail address
        user add a@example.org --password secret          | 2 | Unknown option
        user add a@example.org --password-file /no/file   | 2 | /no/file
        user add a@example.org --role Big:Boss            | 2 | a role is
        user role spa@example.org                         | 2 | --none
        user show nobody@example.org                      | 1 | user list
        user show 42                                      | 1 | 42
        user list --limit 201                             | 2 | 1 to 200
        client add x --grant implicit                     | 2 | there is no grant implicit
        client add x --grant client_credential            | 2 | Did you mean client_credentials?
        client add x --public --grant client_credentials  | 2 | no secret to show
        client add x --public --grant token-exchange      | 2 | cannot exchange tokens
        client add x --grant authorization_code           | 2 | redirect URI
        client add spa --public --grant refresh_token     | 1 | already
        client add x --grant client_credentials --backchannel-logout-uri http://x.example.org/out | 2 | back-channel logout URI
        client add x --grant client_credentials --frontchannel-logout-uri https://x.example.org/ | 2 | one of the redirect URIs
        client show spaa                                  | 1 | Did you mean spa?
        client rotate-secret nothing-like-it              | 1 | client list
        key rotate --algorithm HS256                      | 2 | ES256
        """)
    void what_cannot_be_is_said_with_what_would_be_right(String line, int exit, String said) {
        Ended ended = run(line);
        assertThat(ended.err()).contains(said).doesNotContain("\tat ");
        assertThat(ended.exit()).isEqualTo(exit);
    }

    @Test
    void a_room_of_commands_lists_what_can_be_done_there() {
        for (String room : List.of("user", "client", "key", "audit")) {
            Ended ended = on(Map.of(), Stream.of(room));
            assertThat(ended.exit()).isEqualTo(Exit.USAGE);
            assertThat(ended.err())
                    .contains("Missing required subcommand", room.equals("audit") ? "verify" : "list", "Examples:");
        }
    }

    @Test
    void T01_a_client_with_a_wrong_redirect_uri_is_not_added() {
        Ended ended = run("client add y --public --grant authorization_code --redirect-uri http://app.example.org/*");
        assertThat(ended.exit()).isEqualTo(Exit.USAGE);
        assertThat(ended.err()).contains("http://app.example.org/*", "wildcard");
        assertThat(run("client show y").exit()).isEqualTo(Exit.FINDINGS);
    }

    @Test
    void a_client_is_added_with_where_it_is_told_of_sign_out() {
        Ended ended = run(
                "client add told --public --grant authorization_code --redirect-uri https://app.example.org/cb"
                        + " --backchannel-logout-uri https://app.example.org/back --backchannel-logout-session-required"
                        + " --frontchannel-logout-uri https://app.example.org/front --frontchannel-logout-session-required");
        assertThat(ended.exit()).as(ended.err()).isZero();
        var metadata = seen(desk ->
                desk.stores().clients().byId(new ClientId("told")).orElseThrow().metadata());
        assertThat(metadata.backchannelLogout()).contains(URI.create("https://app.example.org/back"));
        assertThat(metadata.frontchannelLogout()).contains(URI.create("https://app.example.org/front"));
        assertThat(metadata.backchannelSession() && metadata.frontchannelSession())
                .isTrue();
    }

    @Test
    void an_empty_list_says_what_to_do_next() {
        Path fresh = folder.resolve("fresh");
        DataFolder.make(fresh);
        DataFolder.masterKey(fresh.resolve("master.key"), Machine.real().random());
        assertThat(on(Map.of(), Stream.of("user", "list", "--data", fresh.toString()))
                        .out())
                .contains("user add EMAIL");
        assertThat(on(Map.of(), Stream.of("client", "list", "--data", fresh.toString()))
                        .out())
                .contains("client add ID");
        assertThat(on(Map.of(), Stream.of("key", "list", "--data", fresh.toString()))
                        .out())
                .contains("key rotate");
    }
}
