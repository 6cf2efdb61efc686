package dev.sallyport.auth;

import static dev.sallyport.auth.TestBrowser.VERIFIER;
import static dev.sallyport.auth.TestBrowser.answer;
import static dev.sallyport.auth.TestBrowser.page;
import static dev.sallyport.auth.TestBrowser.usual;
import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.json;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.domain.Digest;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Permission for one matter, spelt out (RFC 9396): asked for, shown, granted, told. */
class DetailsTest {
    private static final String ADA = "ada@example.org";
    private static final String PAYMENT = """
            [{"type":"payment_initiation","instructedAmount":{"currency":"EUR","amount":"123.50"},"creditorName":"Merchant A"}]""";

    @TempDir
    Path folder;

    private TestDoor door;
    private TestBrowser browser;

    @BeforeEach
    void open() {
        door = new TestDoor(folder, DiscoveryTest.everything());
        door.register(ADA);
        browser = new TestBrowser(door);
        door.stores.clients().add(TestClients.client("spa", true, "https://app.example.org/callback"));
    }

    @AfterEach
    void close() {
        door.close();
    }

    private static Map<String, String> paying(String details) {
        var query = new HashMap<>(usual("spa"));
        query.put("authorization_details", details);
        return query;
    }

    @Test
    void what_is_asked_for_is_shown_granted_and_told_each_time() throws Exception {
        Response consent = browser.signIn(browser.authorize(paying(PAYMENT)), ADA, PASSWORD);
        assertThat(text(consent))
                .as("what is not shown is not agreed to")
                .contains("payment_initiation", "instructedAmount.amount", "123.50", "Merchant A");
        Response back = browser.post(consent, Map.of("decision", "allow"));
        Response tokens = door.ask(Request.of("POST", "/oauth2/token")
                .form(TestBrowser.encoded(Map.of(
                        "grant_type",
                        "authorization_code",
                        "client_id",
                        "spa",
                        "code",
                        answer(back).first("code").orElseThrow(),
                        "redirect_uri",
                        "https://app.example.org/callback",
                        "code_verifier",
                        VERIFIER))));
        assertThat(json(tokens)
                        .path("authorization_details")
                        .path(0)
                        .path("creditorName")
                        .asString())
                .as("RFC 9396 §7: %s", text(tokens))
                .isEqualTo("Merchant A");
        var access = SignedJWT.parse(field(tokens, "access_token")).getJWTClaimsSet();
        assertThat(access.getListClaim("authorization_details"))
                .as("RFC 9396 §9.1")
                .hasSize(1);
        assertThat(page(browser.authorize(paying(PAYMENT))))
                .as("yes to one payment is no yes to the next")
                .isEqualTo("allow");
        assertThat(answer(browser.authorize(usual("spa"))).first("code"))
                .as("what was allowed besides is remembered")
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no array           | {"type":"payment_initiation"}
            nothing in it      | []
            no object          | ["payment_initiation"]
            no type            | [{"creditorName":"x"}]
            an unknown type    | [{"type":"account_information"}]
            one of two unknown | [{"type":"payment_initiation"},{"type":"x"}]
            no JSON            | [{
            """)
    void what_is_not_known_is_refused(String what, String details) {
        assertThat(answer(browser.authorize(paying(details))).first("error"))
                .as("RFC 9396 §5: " + what)
                .contains("invalid_authorization_details");
    }

    @ParameterizedTest
    @CsvSource({
        "/oauth2/token, grant_type=client_credentials",
        "/oauth2/token, grant_type=refresh_token&refresh_token=x",
        "/oauth2/device_authorization, scope=profile"
    })
    void where_nobody_would_be_shown_them_they_are_refused_and_not_passed_over(String path, String form) {
        door.stores
                .clients()
                .add(new Client(
                        new ClientId("tv"),
                        "TV",
                        false,
                        List.of(Digest.of("secret of tv")),
                        Set.of(GrantType.CLIENT_CREDENTIALS, GrantType.REFRESH_TOKEN, GrantType.DEVICE_CODE),
                        Scope.of("profile"),
                        List.of(),
                        false,
                        true,
                        Client.Origin.ADDED,
                        Instant.EPOCH));
        Response answer = door.ask(Request.of("POST", path)
                .header("authorization", TestClients.basic("tv", "secret of tv"))
                .form(form + "&" + TestBrowser.encoded(Map.of("authorization_details", PAYMENT))));
        assertThat(field(answer, "error")).as(text(answer)).isEqualTo("invalid_authorization_details");
    }

    @Test
    void what_is_too_long_to_be_read_is_refused() {
        String long_ = "[{\"type\":\"payment_initiation\",\"x\":\"" + "y".repeat(4096) + "\"}]";
        assertThat(answer(browser.authorize(paying(long_))).first("error")).contains("invalid_authorization_details");
    }
}
