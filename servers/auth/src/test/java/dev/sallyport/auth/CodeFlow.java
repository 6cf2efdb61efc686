package dev.sallyport.auth;

import static dev.sallyport.auth.TestBrowser.VERIFIER;
import static dev.sallyport.auth.TestBrowser.answer;
import static dev.sallyport.auth.TestBrowser.page;
import static dev.sallyport.auth.TestBrowser.usual;
import static dev.sallyport.auth.TestDoor.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The pages and the token endpoint as the authorization code grant passes them, with a public and a confidential client. */
abstract class CodeFlow {
    static final String ADA = "ada@example.org";

    @TempDir
    Path folder;

    TestDoor door;
    TestBrowser browser;

    @BeforeEach
    void open() {
        door = new TestDoor(folder);
        door.register(ADA);
        door.stores.clients().add(TestClients.client("spa", true, "https://app.example.org/callback"));
        door.stores.clients().add(TestClients.client("shop", false, "https://app.example.org/callback"));
        browser = new TestBrowser(door);
    }

    @AfterEach
    void close() {
        door.close();
    }

    /** Through sign-in and consent to the redirect that carries the code. */
    Response allowed(Map<String, String> query) {
        Response signIn = browser.authorize(query);
        assertThat(page(signIn)).isEqualTo("sign-in");
        Response consent = browser.signIn(signIn, ADA, PASSWORD);
        assertThat(page(consent)).isEqualTo("allow");
        return browser.post(consent, Map.of("decision", "allow"));
    }

    Response redeem(String client, String code, Map<String, String> more) {
        var form = new HashMap<String, String>(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                "https://app.example.org/callback",
                "code_verifier",
                VERIFIER));
        form.putAll(more);
        return token(client, form);
    }

    Response token(String client, Map<String, String> form) {
        var all = new HashMap<String, String>(form);
        Request request = Request.of("POST", "/oauth2/token");
        if (client.equals("spa")) {
            all.putIfAbsent("client_id", "spa");
        } else {
            request = request.header("authorization", TestClients.basic(client, "secret of " + client));
        }
        all.values().removeIf(String::isEmpty);
        return door.ask(request.form(TestBrowser.encoded(all)));
    }

    String code() {
        return answer(allowed(usual("spa"))).first("code").orElseThrow();
    }

    Response push(String client, Map<String, String> query) {
        return door.ask(Request.of("POST", "/oauth2/par")
                .header("authorization", TestClients.basic(client, "secret of " + client))
                .form(TestBrowser.encoded(query)));
    }
}
