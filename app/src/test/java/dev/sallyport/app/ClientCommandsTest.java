package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.app.OpenHouse.Ended;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.kit.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command {@code client} on the data of a house that is open beside it. */
class ClientCommandsTest {
    @TempDir
    static Path folder;

    private static OpenHouse house;

    @BeforeAll
    static void open() {
        house = new OpenHouse(folder, "registration: { clients: token }\n" + OpenHouse.SPA);
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void T32_a_secret_is_shown_once_and_two_live_at_most() {
        Ended added = house.run("client add shop --grant client_credentials --scope orders --json");
        assertThat(added.exit()).as(added.err()).isZero();
        String first = secret(added);
        String second = secret(house.run("client rotate-secret shop --json"));
        String third = secret(house.run("client rotate-secret shop --json"));
        assertThat(live("shop", List.of(first, second, third))).containsExactly(second, third);
        assertThat(house.run("client end-old-secret shop").exit()).isZero();
        assertThat(live("shop", List.of(first, second, third))).containsExactly(third);
        assertThat(house.run("client end-old-secret shop").out()).contains("no old secret");
        for (String shown :
                List.of("client list", "client list --json", "client show shop", "client show shop --json")) {
            assertThat(house.run(shown).out()).contains("shop").doesNotContain(first, second, third);
        }
        assertThat(house.run("client disable shop").exit()).isZero();
        assertThat(house.run("client list").out()).containsPattern("shop +disabled");
        assertThat(house.run("client remove shop").exit()).isZero();
        assertThat(house.run("client show shop").exit()).isEqualTo(Exit.FINDINGS);
    }

    private static String secret(Ended ended) {
        return Json.tree(ended.out().getBytes(StandardCharsets.UTF_8))
                .get("client_secret")
                .asString();
    }

    private static List<String> live(String id, List<String> secrets) {
        var digests = house.seen(desk ->
                desk.stores().clients().byId(new ClientId(id)).orElseThrow().secrets());
        return secrets.stream()
                .filter(secret -> digests.stream().anyMatch(digest -> digest.isOf(secret)))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"device_code, tv", "device-code, radio", "urn:ietf:params:oauth:grant-type:device_code, clock"})
    void a_grant_is_named_whole_or_by_its_end(String grant, String id) {
        Ended added = house.run("client add " + id + " --public --grant " + grant + " --scope openid");
        assertThat(added.exit()).as(added.err()).isZero();
        assertThat(house.run("client show " + id).out()).contains("urn:ietf:params:oauth:grant-type:device_code");
    }

    @Test
    void an_invited_application_registers_itself_once() throws Exception {
        Ended invited = house.run("client invite --count 2 --json");
        assertThat(invited.exit()).as(invited.err()).isZero();
        var tokens = Json.tree(invited.out().getBytes(StandardCharsets.UTF_8)).get("initial_access_tokens");
        assertThat(tokens.size()).isEqualTo(2);
        String token = tokens.get(1).asString();
        assertThat(registration("made-up")).isEqualTo(401);
        assertThat(registration(token)).as("RFC 7591 §3").isEqualTo(201);
        assertThat(registration(token)).isEqualTo(401);
        assertThat(house.run("client invite --count 0").exit()).isEqualTo(Exit.USAGE);
        assertThat(house.run("client invite").out()).contains("for 7 days");
    }

    private static int registration(String token) throws Exception {
        return house.post(
                        "/oauth2/register",
                        "{\"redirect_uris\":[\"https://a.example/\"]}",
                        "content-type",
                        "application/json",
                        "authorization",
                        "Bearer " + token)
                .statusCode();
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
        Ended ended = house.run(line);
        assertThat(ended.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(ended.err()).contains("spa is declared in " + house.configuration, "read at every start");
        assertThat(house.run("client show spa").out())
                .containsPattern("state +enabled")
                .containsPattern("from +declared");
    }

    @Test
    void T01_a_client_with_a_wrong_redirect_uri_is_not_added() {
        Ended ended =
                house.run("client add y --public --grant authorization_code --redirect-uri http://app.example.org/*");
        assertThat(ended.exit()).isEqualTo(Exit.USAGE);
        assertThat(ended.err()).contains("http://app.example.org/*", "wildcard");
        assertThat(house.run("client show y").exit()).isEqualTo(Exit.FINDINGS);
    }

    @Test
    void a_client_is_added_with_where_it_is_told_of_sign_out() {
        Ended ended = house.run(
                "client add told --public --grant authorization_code --redirect-uri https://app.example.org/cb"
                        + " --backchannel-logout-uri https://app.example.org/back --backchannel-logout-session-required"
                        + " --frontchannel-logout-uri https://app.example.org/front --frontchannel-logout-session-required");
        assertThat(ended.exit()).as(ended.err()).isZero();
        var metadata = house.seen(desk ->
                desk.stores().clients().byId(new ClientId("told")).orElseThrow().metadata());
        assertThat(metadata.backchannelLogout()).contains(URI.create("https://app.example.org/back"));
        assertThat(metadata.frontchannelLogout()).contains(URI.create("https://app.example.org/front"));
        assertThat(metadata.backchannelSession() && metadata.frontchannelSession())
                .isTrue();
    }
}
