package dev.sallyport.auth;

import static dev.sallyport.auth.TestBrowser.answer;
import static dev.sallyport.auth.TestBrowser.page;
import static dev.sallyport.auth.TestBrowser.usual;
import static dev.sallyport.auth.TestClients.client;
import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.auth.upstream.OwnProof;
import dev.sallyport.auth.upstream.Upstream;
import dev.sallyport.auth.upstream.Upstream.Speech;
import dev.sallyport.auth.upstream.Wire;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.identity.Identity;
import dev.sallyport.domain.key.KeyId;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.fetch.Fetched;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.token.JwtSigner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Two houses: a second Sallyport is the OpenID provider, and a handler one that speaks plain OAuth 2. */
abstract class Federation {
    static final String TEAM = "TEAM123456";
    static final KeyPair KEY = pair();
    private static final JwtSigner SIGNER = signer();

    static final URI ACME = URI.create("https://acme.example.com");
    static final String ADA = "ada@example.org";

    @TempDir
    Path folder;

    TestDoor acme;
    TestDoor door;
    TestBrowser there;
    TestBrowser browser;

    /** What the forge says of who holds its token. */
    String forgeSays = "{\"id\":4711,\"login\":\"ada\",\"email\":\"" + ADA + "\",\"confirmed\":true}";

    /** What becomes of the answers of Acme's token endpoint on their way. */
    UnaryOperator<String> onTheWay = text -> text;

    @BeforeEach
    void open() throws IOException {
        acme = new TestDoor(Files.createDirectory(folder.resolve("acme")), ACME, List.of(), wire());
        acme.register(ADA);
        verify(acme, ADA);
        acme.stores.clients().add(client("shop", false, "https://id.example.org/sign-in/from/acme"));
        acme.stores.clients().add(client("spa", true, "https://id.example.org/sign-in/from/acme"));
        acme.stores.clients().add(client("app", false, "https://id.example.org/sign-in/from/apple"));
        door = new TestDoor(
                Files.createDirectory(folder.resolve("house")),
                TestDoor.PUBLIC,
                List.of(
                        openid("acme", ACME.toString(), true),
                        openid("distrusted", ACME.toString(), false),
                        openid("liar", ACME + "/", true),
                        forge(),
                        apple()),
                wire());
        door.stores.clients().add(client("spa", true, "https://app.example.org/callback"));
        there = new TestBrowser(acme);
        browser = new TestBrowser(door);
    }

    @AfterEach
    void close() {
        door.close();
        acme.close();
    }

    static void verify(TestDoor where, String email) {
        var people = where.stores.people();
        var id = where.idOf(email);
        assertThat(people.verifyEmail(id, people.password(id).orElseThrow())).isTrue();
    }

    static Upstream openid(String id, String issuer, boolean trustsEmail) {
        return new Upstream(
                id,
                "The " + id,
                "shop",
                new OwnProof.Shared(Secret.of("secret of shop")),
                List.of("openid", "email", "profile"),
                trustsEmail,
                new Speech.OpenId(issuer));
    }

    /** Acme in the manner of Apple. */
    static Upstream apple() {
        return new Upstream(
                "apple",
                "Apple",
                "app",
                new OwnProof.Signed(TEAM, ACME.toString(), SIGNER),
                List.of("openid", "email"),
                true,
                new Speech.OpenId(ACME.toString(), Upstream.Manner.APPLE));
    }

    static Upstream forge() {
        return new Upstream(
                "forge",
                "The forge",
                "us",
                new OwnProof.Shared(Secret.of("s")),
                List.of("user"),
                true,
                new Speech.OAuth(
                        URI.create("https://forge.example.net/authorize"),
                        URI.create("https://forge.example.net/token"),
                        URI.create("https://forge.example.net/user"),
                        Optional.empty(),
                        new Upstream.Facts("id", "email", Optional.of("confirmed"), "login")));
    }

    /** A network in which there are Acme and the forge. */
    Wire wire() {
        return new Wire(
                (uri, oldest) -> sent(Request.of("GET", path(uri)), uri),
                (uri, type, headers, body) ->
                        sent(with(Request.of("POST", path(uri)), headers).form(utf8(body)), uri),
                (uri, headers) -> sent(with(Request.of("GET", path(uri)), headers), uri));
    }

    static Request with(Request request, Headers headers) {
        return headers.first("authorization")
                .map(value -> request.header("authorization", value))
                .orElse(request);
    }

    Fetched sent(Request request, String uri) {
        if (uri.startsWith("https://forge.example.net/")) {
            boolean token = uri.endsWith("/token");
            return got(token ? "{\"access_token\":\"t\",\"token_type\":\"bearer\"}" : forgeSays);
        }
        Response response = acme.ask(unsigned(request));
        return response.status() == 200
                ? got(uri.endsWith("/oauth2/token") ? onTheWay.apply(text(response)) : text(response))
                : new Fetched.Refused("status " + response.status());
    }

    /** The JWTs that came in the place of the secret. */
    final List<String> proofs = new ArrayList<>();

    /** Acme knows no secret that is a JWT: the test looks at it, and what goes on is the secret that Acme knows. */
    private Request unsigned(Request request) {
        if (!request.path().equals("/oauth2/token")) {
            return request;
        }
        var form = new LinkedHashMap<>(form(request).all());
        List<String> secret = form.getOrDefault("client_secret", List.of());
        if (secret.size() != 1 || secret.getFirst().split("\\.").length != 3) {
            return request;
        }
        proofs.add(secret.getFirst());
        form.put("client_secret", List.of("secret of app"));
        return Request.of("POST", "/oauth2/token").form(Params.of(form).encoded());
    }

    private static Params form(Request request) {
        try {
            return Params.parse(utf8(request.body().bytes(64 * 1024))).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JwtSigner signer() {
        try {
            return JwtSigner.of(
                    new KeyId("KEY1234567"), Algorithm.ES256, KEY.getPrivate().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Fetched got(String body) {
        return new Fetched.Got(body.getBytes(StandardCharsets.UTF_8), "application/json", Duration.ZERO);
    }

    static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static String path(String uri) {
        URI read = URI.create(uri);
        return read.getRawPath() + (read.getRawQuery() == null ? "" : "?" + read.getRawQuery());
    }

    static String location(Response response) {
        return response.headers().first("location").orElse("");
    }

    /** From the client to our sign-in page and over to a provider: where the browser is sent. */
    String over(String provider, Map<String, String> query) {
        return location(browser.signInWith(browser.authorize(query), provider));
    }

    /** At Acme: signs in, allows it, and gives the way back. */
    String throughAcme(String address) {
        assertThat(address).startsWith(ACME + "/oauth2/authorize?");
        Response shown = there.get(path(address));
        if (page(shown).equals("sign-in")) {
            shown = there.signIn(shown, ADA, PASSWORD);
        }
        Response back = page(shown).equals("allow") ? there.post(shown, Map.of("decision", "allow")) : shown;
        assertThat(location(back)).startsWith("https://id.example.org/sign-in/from/acme?");
        return path(location(back));
    }

    /** All the way with Acme, up to the page or redirect that follows here. */
    Response withAcme() {
        return browser.get(throughAcme(over("acme", usual("spa"))));
    }

    Identity only(String email) {
        return door.stores.identities().of(door.idOf(email)).getFirst();
    }

    List<AuditEvent.Kind> events(String email) {
        return door.stores.audit().of(door.idOf(email), Slice.first(50)).items().stream()
                .map(AuditEvent::kind)
                .toList();
    }

    String accessToken(Response consent) {
        Response back = browser.post(consent, Map.of("decision", "allow"));
        var form = Map.of(
                "grant_type", "authorization_code",
                "client_id", "spa",
                "code", answer(back).first("code").orElseThrow(),
                "redirect_uri", "https://app.example.org/callback",
                "code_verifier", TestBrowser.VERIFIER);
        Response tokens = door.ask(Request.of("POST", "/oauth2/token").form(TestBrowser.encoded(form)));
        assertThat(tokens.status()).as(text(tokens)).isEqualTo(200);
        idToken = field(tokens, "id_token");
        return field(tokens, "access_token");
    }

    String idToken = "";

    static String state(String address) {
        return TestBrowser.answer(Response.seeOther(address)).first("state").orElseThrow();
    }
}
