package dev.sallyport.auth;

import static dev.sallyport.auth.TestBrowser.answer;
import static dev.sallyport.auth.TestBrowser.page;
import static dev.sallyport.auth.TestBrowser.usual;
import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.json;
import static dev.sallyport.auth.TestDoor.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.auth.register.RegistrationConfiguration;
import dev.sallyport.auth.register.RegistrationConfiguration.Clients;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.ClientPolicy;
import dev.sallyport.kit.fetch.Fetch;
import dev.sallyport.kit.fetch.FetchLimits;
import dev.sallyport.kit.fetch.Fetched;
import dev.sallyport.kit.fetch.GuardedFetch;
import dev.sallyport.kit.fetch.Transport;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients whose id is the address of the document that describes them (draft-ietf-oauth-client-id-metadata-document). */
class DocumentedClientsTest {
    private static final String ADA = "ada@example.org";
    private static final String ID = "https://tool.example/oauth/client.json";
    private static final String RESOURCE = "https://mcp.example.org/mcp";
    private static final String GOOD = "{\"client_id\":\"" + ID + "\",\"client_name\":\"Your bank\",\"redirect_uris\":"
            + "[\"https://app.example.org/callback\"],\"grant_types\":[\"authorization_code\",\"refresh_token\"],"
            + "\"logo_uri\":\"https://tool.example/logo\",\"token_endpoint_auth_method\":\"none\"}";

    @TempDir
    Path folder;

    private TestDoor door;
    private final AtomicReference<Fetched> site = new AtomicReference<>();

    @BeforeEach
    void open() {
        serve(GOOD, "application/json");
        door = door((uri, oldest) -> uri.equals(ID) ? site.get() : new Fetched.Refused("nothing is there"));
    }

    @AfterEach
    void close() {
        door.close();
    }

    private TestDoor door(Fetch fetch) {
        var opened = new TestDoor(folder, configuration(true), fetch);
        opened.register(ADA);
        return opened;
    }

    private static AuthConfiguration configuration(boolean documents) {
        var usual = AuthConfiguration.defaults();
        return new AuthConfiguration(
                usual.tokens(),
                usual.accounts(),
                new RegistrationConfiguration(
                        Clients.CLOSED,
                        Set.of(),
                        Set.of("openid", "profile"),
                        List.of(URI.create(RESOURCE)),
                        ClientPolicy.MCP,
                        Duration.ofDays(30),
                        List.of(),
                        documents));
    }

    private void serve(String document, String mediaType) {
        site.set(new Fetched.Got(document.getBytes(UTF_8), mediaType, Duration.ZERO));
    }

    private static Map<String, String> asking(String id) {
        Map<String, String> query = usual(id);
        query.put("resource", RESOURCE);
        return query;
    }

    private String shown(String id) {
        return page(new TestBrowser(door).authorize(asking(id)));
    }

    @Test
    void a_described_client_gets_a_token_for_the_resource_that_it_names() {
        var browser = new TestBrowser(door);
        Response consent = browser.signIn(browser.authorize(asking(ID)), ADA, PASSWORD);
        Response back = browser.post(consent, Map.of("decision", "allow"));
        Response tokens = door.ask(Request.of("POST", "/oauth2/token")
                .form(TestBrowser.encoded(Map.of(
                        "grant_type",
                        "authorization_code",
                        "client_id",
                        ID,
                        "code",
                        answer(back).first("code").orElseThrow(),
                        "redirect_uri",
                        "https://app.example.org/callback",
                        "resource",
                        RESOURCE,
                        "code_verifier",
                        TestBrowser.VERIFIER))));
        assertThat(tokens.status()).as("RFC 8707 §2.2 " + text(tokens)).isEqualTo(200);
        String claims = new String(
                java.util.Base64.getUrlDecoder()
                        .decode(field(tokens, "access_token").split("\\.")[1]),
                UTF_8);
        assertThat(claims).contains("\"" + RESOURCE + "\"").contains(ID);
        Response turned = door.ask(Request.of("POST", "/oauth2/token")
                .form(TestBrowser.encoded(Map.of(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        ID,
                        "refresh_token",
                        field(tokens, "refresh_token")))));
        assertThat(turned.status()).as(text(turned)).isEqualTo(200);
        site.set(new Fetched.Refused("gone"));
        Response gone = door.ask(Request.of("POST", "/oauth2/token")
                .form(TestBrowser.encoded(Map.of(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        ID,
                        "refresh_token",
                        field(turned, "refresh_token")))));
        assertThat(field(gone, "error")).as("the document is gone").isEqualTo("invalid_client");
    }

    @Test
    void T31_whatever_it_calls_itself_the_page_says_whose_it_is() {
        var browser = new TestBrowser(door);
        Response consent = browser.signIn(browser.authorize(asking(ID)), ADA, PASSWORD);
        assertThat(text(consent)).contains("Your bank").contains("described by tool.example");
        assertThat(text(consent)).as("no picture of the client's choice").doesNotContain("tool.example/logo");
        assertThat(browser.authorize(asking(ID))).extracting(TestBrowser::page).isEqualTo("allow");
    }

    @Test
    void the_mcp_policy_wants_the_resource_named() {
        Response back = new TestBrowser(door).authorize(usual(ID));
        assertThat(answer(back).first("error")).as("RFC 8707 §2").contains("invalid_target");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Client ID Metadata Document §4.1 another's name     | `"client_id":"https://other.example/client.json",` | application/json
            Client ID Metadata Document §4.1 no name            | ` `                                                | application/json
            Client ID Metadata Document §4.1 a secret           | `"client_id":"%s","client_secret":"x",`            | application/json
            Client ID Metadata Document §4.1 a secret's end     | `"client_id":"%s","client_secret_expires_at":0,`   | application/json
            Client ID Metadata Document §4.1 a way by secret    | `"client_id":"%s","token_endpoint_auth_method":"client_secret_basic",` | application/json
            T28 a way by a shared key                           | `"client_id":"%s","token_endpoint_auth_method":"client_secret_jwt",`   | application/json
            T46 a page is no document                           | `"client_id":"%s",`                                | text/html
            T46 a picture is no document                        | `"client_id":"%s",`                                | image/svg+xml
            """)
    void T31_a_document_that_is_not_the_clients_own_describes_nobody(String clause, String members, String type) {
        serve("{" + members.replace("%s", ID) + "\"redirect_uris\":[\"https://app.example.org/callback\"]}", type);
        assertThat(shown(ID)).as(clause).isEqualTo("unknown-client");
        serve(GOOD, "application/json");
        assertThat(shown(ID)).as("a mistake is not remembered here").isEqualTo("sign-in");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"client_id\":\"" + ID + "\"}",
                "{\"client_id\":\"" + ID + "\",\"redirect_uris\":[\"javascript:alert(1)\"]}",
                "{\"client_id\":\"" + ID + "\",\"redirect_uris\":[\"https://app.example.org/*\"]}",
                "{\"client_id\":\"" + ID
                        + "\",\"redirect_uris\":[\"https://app.example.org/callback\"],\"x\":1,\"x\":2}",
                "[]",
                "",
                "{"
            })
    void T02_a_document_is_judged_like_a_registration(String document) {
        serve(document, "application/json");
        assertThat(shown(ID)).isEqualTo("unknown-client");
    }

    @Test
    void a_document_without_a_way_describes_a_public_client() {
        serve(GOOD.replace(",\"token_endpoint_auth_method\":\"none\"", ""), "application/client-metadata+json");
        assertThat(shown(ID)).isEqualTo("sign-in");
    }

    @Test
    void T01_the_answer_goes_where_the_document_says_and_nowhere_else() {
        Map<String, String> query = asking(ID);
        query.put("redirect_uri", "https://app.example.org/callback2");
        assertThat(page(new TestBrowser(door).authorize(query))).isEqualTo("wrong-redirect");
    }

    @Test
    void T31_what_the_operator_keeps_under_an_address_comes_first() {
        door.stores.clients().add(TestClients.client(ID, true, "https://kept.example/callback"));
        assertThat(shown(ID)).isEqualTo("wrong-redirect");
        door.stores.clients().enable(new ClientId(ID), false);
        assertThat(shown(ID)).as("kept out").isEqualTo("unknown-client");
        assertThat(door.stores.clients().byId(new ClientId(ID)).orElseThrow().origin())
                .isEqualTo(Client.Origin.ADDED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://tool.example/client.json",
                "https://tool.example",
                "https://tool.example/",
                "https://user@tool.example/client.json",
                "https://tool.example/client.json#x",
                "https://tool.example/client.json?x=1",
                "https://tool.example/a/../client.json",
                "https://tool.example/a/%2e%2E/client.json",
                "https://tool.example/./client.json",
                "https://tool.example/a/..",
                "https://Tool.example/client.json",
                "HTTPS://tool.example/client.json",
                "ftp://tool.example/client.json",
                "file:///etc/passwd"
            })
    void T03_an_id_that_can_be_read_in_two_ways_is_no_address(String id) {
        door.close();
        var asked = new AtomicInteger();
        door = door((uri, oldest) -> {
            asked.incrementAndGet();
            return new Fetched.Got(GOOD.replace(ID, id).getBytes(UTF_8), "application/json", Duration.ZERO);
        });
        assertThat(shown(id)).as("Client ID Metadata Document §3").isEqualTo("unknown-client");
        assertThat(asked).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/client.json",
                "https://169.254.169.254/latest/meta-data",
                "https://10.0.0.7/client.json",
                "https://[::1]/client.json",
                "https://[::ffff:127.0.0.1]/client.json",
                "https://0x7f000001/client.json",
                "https://2130706433/client.json",
                "https://inside.example/client.json",
                "https://tool.example:22/client.json"
            })
    void T05_no_id_leads_into_our_own_network(String id) {
        door.close();
        var sent = new AtomicInteger();
        Transport transport = (request, address, limits) -> {
            sent.incrementAndGet();
            byte[] body = GOOD.replace(ID, id).getBytes(UTF_8);
            return new Transport.Reply.Answer(200, Headers.NONE.set("content-type", "application/json"), body);
        };
        try (var fetch = new GuardedFetch(
                transport,
                name -> List.of(InetAddress.ofLiteral("inside.example".equals(name) ? "10.0.0.7" : "8.8.8.8")),
                FetchLimits.USUAL,
                Instant::now)) {
            door = door(fetch);
            assertThat(shown(id)).isEqualTo("unknown-client");
            assertThat(sent).hasValue(0);
            assertThat(shown(ID)).as("one outside is asked").isEqualTo("unknown-client");
            assertThat(sent).hasValue(1);
        }
    }

    @Test
    void by_default_an_address_is_nobodys_id() {
        door.close();
        door = new TestDoor(
                folder,
                configuration(false),
                (uri, oldest) -> new Fetched.Got(GOOD.getBytes(UTF_8), "", Duration.ZERO));
        assertThat(shown(ID)).isEqualTo("unknown-client");
        String told = "client_id_metadata_document_supported";
        assertThat(json(door.ask(Request.of("GET", "/.well-known/oauth-authorization-server")))
                        .has(told))
                .isFalse();
        door.close();
        door = new TestDoor(folder, configuration(true), (uri, oldest) -> new Fetched.Refused("nobody"));
        assertThat(json(door.ask(Request.of("GET", "/.well-known/oauth-authorization-server")))
                        .path(told)
                        .asBoolean())
                .as("Client ID Metadata Document §5")
                .isTrue();
    }

    @Test
    void the_house_says_who_gives_tokens_for_its_own_api() {
        Response told = door.ask(Request.of("GET", "/.well-known/oauth-protected-resource"));
        assertThat(field(told, "resource")).as("RFC 9728 §2").isEqualTo("https://id.example.org");
        assertThat(json(told).path("authorization_servers").get(0).asString()).isEqualTo("https://id.example.org");
        Response shut = door.ask(Request.of("GET", "/v1/auth/me"));
        assertThat(shut.headers().first("www-authenticate").orElse(""))
                .as("RFC 9728 §5.1")
                .contains("resource_metadata=\"https://id.example.org/.well-known/oauth-protected-resource\"");
    }
}
