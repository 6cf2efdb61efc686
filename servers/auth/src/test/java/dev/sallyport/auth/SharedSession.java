package dev.sallyport.auth;

import static dev.sallyport.auth.TestBrowser.VERIFIER;
import static dev.sallyport.auth.TestBrowser.answer;
import static dev.sallyport.auth.TestBrowser.page;
import static dev.sallyport.auth.TestBrowser.usual;
import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientMetadata;
import dev.sallyport.domain.client.LogoutUris;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobHandler.Result;
import dev.sallyport.domain.session.LogoutNotice;
import dev.sallyport.domain.session.SessionEnd;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Ada, her browser, and two clients: one that is told of the ends of her sessions and one that is not. */
abstract class SharedSession {
    static final String ADA = "ada@example.org";
    static final String BACK = "https://app.example.org/backchannel";
    static final String FRONT = "https://app.example.org/frontchannel";

    @TempDir
    Path folder;

    TestDoor door;
    TestBrowser browser;

    @BeforeEach
    void open() {
        door = new TestDoor(folder);
        door.register(ADA);
        add("shop", new LogoutUris(Optional.of(BACK), true, Optional.of(FRONT), true), m -> m);
        add("quiet", LogoutUris.NONE, m -> m);
        browser = new TestBrowser(door);
    }

    @AfterEach
    void close() {
        door.close();
    }

    interface Change {
        ClientMetadata of(ClientMetadata metadata);
    }

    void add(String id, LogoutUris logout, Change change) {
        Client c = TestClients.client(id, false, "https://app.example.org/callback");
        door.stores
                .clients()
                .add(new Client(
                        c.id(),
                        c.name(),
                        false,
                        c.secrets(),
                        c.grants(),
                        c.scopes(),
                        c.redirectUris(),
                        false,
                        true,
                        c.origin(),
                        c.created(),
                        change.of(ClientMetadata.NONE.with(logout))));
    }

    Response webSignIn() {
        Response signedIn = browser.send(Request.of("POST", "/v1/auth/login_web")
                .header("origin", TestDoor.PUBLIC.toString())
                .json("{\"email\":\"" + ADA + "\",\"password\":\"" + PASSWORD + "\"}"));
        assertThat(signedIn.status()).as(text(signedIn)).isEqualTo(200);
        return signedIn;
    }

    Response webSignOut() {
        return browser.send(Request.of("POST", "/v1/auth/logout_web")
                .header("origin", TestDoor.PUBLIC.toString())
                .header("x-csrf-token", browser.cookie("__Host-csrf_token")));
    }

    /** Whoever is signed in, or signs in on the way, allows it; the tokens of the client. */
    Response tokens(String client, String scope) {
        var query = usual(client);
        query.put("scope", scope);
        Response at = browser.authorize(query);
        if (page(at).equals("sign-in")) {
            at = browser.signIn(at, ADA, PASSWORD);
        }
        if (page(at).equals("allow")) {
            at = browser.post(at, Map.of("decision", "allow"));
        }
        Response tokens = token(
                client,
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        answer(at).first("code").orElseThrow(),
                        "code_verifier",
                        VERIFIER));
        assertThat(tokens.status()).as(text(tokens)).isEqualTo(200);
        return tokens;
    }

    Response token(String client, Map<String, String> form) {
        return door.ask(Request.of("POST", "/oauth2/token")
                .header("authorization", TestClients.basic(client, "secret of " + client))
                .form(TestBrowser.encoded(new HashMap<>(form))));
    }

    String refreshed(String client, Response tokens) {
        Response answer =
                token(client, Map.of("grant_type", "refresh_token", "refresh_token", field(tokens, "refresh_token")));
        return answer.status() == 200 ? "granted" : field(answer, "error");
    }

    static String sid(Response tokens) throws Exception {
        return SignedJWT.parse(field(tokens, "id_token")).getJWTClaimsSet().getStringClaim("sid");
    }

    /** What waits in the queue of this kind. */
    List<Job> jobs(String kind) {
        return door.stores.jobs().claim(door.now(), Duration.ofMinutes(1), 100).stream()
                .filter(job -> job.kind().equals(kind))
                .toList();
    }

    /** Does what the worker does with ended sessions; the notices that come of it. */
    List<Job> notices() throws Exception {
        for (Job ended : jobs(SessionEnd.KIND)) {
            assertThat(door.tellClients.run(ended)).isEqualTo(new Result.Done());
            door.stores.jobs().done(ended);
        }
        return jobs(LogoutNotice.KIND);
    }

    Response refreshWeb(String token) {
        return door.ask(Request.of("POST", "/v1/auth/refresh_web")
                .header("origin", TestDoor.PUBLIC.toString())
                .header("x-csrf-token", browser.cookie("__Host-csrf_token"))
                .header(
                        "cookie",
                        "__Secure-refresh_token=" + token + "; __Host-csrf_token="
                                + browser.cookie("__Host-csrf_token")));
    }

    Response signOutPage(String logout) {
        Response asked = browser.get(logout);
        assertThat(page(asked)).isEqualTo("sign-out");
        return browser.post(asked, Map.of());
    }

    static ClientMetadata withReturn(ClientMetadata m, String uri) {
        return new ClientMetadata(
                m.authentication(),
                m.jwks(),
                m.jwksUri(),
                List.of(uri),
                m.backchannelLogout(),
                m.frontchannelLogout(),
                m.audiences(),
                m.trusted(),
                m.bound(),
                m.pushed(),
                m.idTokenAlgorithm(),
                m.userinfoAlgorithm(),
                m.pairwise(),
                m.sector(),
                m.idTokenEncryption(),
                m.mutualTls(),
                m.registrationToken(),
                m.policy(),
                false,
                false,
                Optional.empty());
    }
}
