package dev.sallyport.resource;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.ReadActivity;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.file.FileLinks;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.person.AccountState;
import dev.sallyport.domain.person.ChangeProfile;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.ReadProfile;
import dev.sallyport.domain.person.Role;
import dev.sallyport.domain.privacy.AskForExport;
import dev.sallyport.domain.privacy.PseudonymiseAddress;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.route.BrowserGate;
import dev.sallyport.kit.route.ClientGate;
import dev.sallyport.kit.route.Guards;
import dev.sallyport.kit.route.Router;
import dev.sallyport.kit.token.MasterKey;
import dev.sallyport.kit.token.TokenVerifier;
import dev.sallyport.resource.document.Documents;
import dev.sallyport.storage.Stores;
import dev.sallyport.storage.sql.DatabaseSettings;
import dev.sallyport.testkit.Template;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** The resource server over SQLite behind its real locks, without a socket; a token is the name of who holds it. */
final class TestDoor implements AutoCloseable {
    /** A database whose schema stands, copied to where a test begins without one. */
    private static final Template EMPTY =
            new Template(file -> Stores.open(new DatabaseSettings.Sqlite(file)).close());

    static final String ADA = "ada";
    static final String EVE = "eve";
    static final PersonId ADAS_ID = new PersonId(new UUID(1, 1));
    static final PersonId EVES_ID = new PersonId(new UUID(2, 2));
    static final SessionId SESSION = new SessionId(new UUID(5, 6));
    static final Instant NOW = Instant.parse("2026-11-04T10:00:00Z");

    private static final SecureRandom CHANCE = new SecureRandom();
    private static final Map<String, AccessToken> TOKENS = Map.of(
            ADA,
            token(ADAS_ID.toString(), true, "files profile"),
            EVE,
            token(EVES_ID.toString(), true, "profile"),
            "gone",
            token(new UUID(9, 9).toString(), true, "profile"),
            "no-scope",
            token(ADAS_ID.toString(), true, "files"),
            "client",
            token("shop", false, "profile"),
            "odd",
            token("not-a-person", true, "profile"));

    final Stores stores;
    private final RandomSource random = TestDoor::bytes;
    private final Router router;

    TestDoor(Path folder) {
        this.stores = Stores.open(new DatabaseSettings.Sqlite(EMPTY.at(folder.resolve("test.db"))));
        add(ADAS_ID, "ada@example.org", "Ada");
        add(EVES_ID, "eve@example.org", "Eve");
        var sealer = new MasterKey(new byte[MasterKey.LENGTH], random);
        var server = new ResourceServer(
                new ReadProfile(stores.people()),
                new ChangeProfile(stores.people(), stores.audit(), () -> NOW, random),
                new ReadActivity(stores.audit(), stores.sessions(), stores.files(), () -> NOW),
                new AskForExport(
                        stores.exports(),
                        new FileLinks(URI.create("https://id.example.org"), sealer, () -> NOW),
                        new RecordEvent(
                                stores.audit(), new PseudonymiseAddress(stores.addressKeys(), sealer, random), random),
                        () -> NOW,
                        random),
                new Documents(List.of(), stores.documents(), new SimpleMeterRegistry(), () -> NOW, random));
        var guards = new Guards(
                URI.create("https://id.example.org"),
                TestDoor::verify,
                NoBrowser.HERE,
                request -> new ClientGate.Answer.Refused(
                        Problem.unauthorized("no client comes here").response()));
        this.router = new Router(server.routes(), guards);
    }

    private void add(PersonId id, String email, String name) {
        var roles = new TreeSet<>(List.of(new Role("editor")));
        var person = new Person(id, new EmailAddress(email), true, name, roles, AccountState.ACTIVE, NOW);
        stores.people().add(person, new PasswordHash("not a hash"));
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        CHANCE.nextBytes(bytes);
        return bytes;
    }

    private static TokenVerifier.Verdict verify(String token) {
        return Optional.ofNullable(TOKENS.get(token))
                .<TokenVerifier.Verdict>map(TokenVerifier.Verdict.Valid::new)
                .orElseGet(() -> new TokenVerifier.Verdict.Invalid("the token has expired"));
    }

    private static AccessToken token(String subject, boolean session, String scope) {
        return new AccessToken(
                "https://id.example.org",
                subject,
                List.of("https://id.example.org"),
                ClientId.MOBILE,
                Scope.parse(scope).orElseThrow(),
                new TreeSet<>(),
                session ? Optional.of(SESSION) : Optional.empty(),
                "1",
                Instant.EPOCH,
                Instant.MAX);
    }

    /** An event of this person's, so many seconds after {@link #NOW}. */
    void happened(PersonId person, AuditEvent.Kind kind, int seconds, Map<String, String> details) {
        Instant at = NOW.plusSeconds(seconds);
        stores.audit()
                .append(new AuditEvent(
                        random.uuid(at),
                        kind,
                        Optional.of(person),
                        Optional.of(SESSION),
                        Optional.empty(),
                        details,
                        at));
    }

    /** Opens the session that tokens name, on a device of this name. */
    void openSession(String device) {
        stores.sessions()
                .open(new Session(
                        SESSION,
                        ADAS_ID,
                        Session.Kind.SIGN_ON,
                        Optional.empty(),
                        device,
                        Optional.empty(),
                        NOW,
                        NOW,
                        NOW.plusSeconds(3_600),
                        Optional.empty(),
                        NOW,
                        List.of("pwd")));
    }

    static Request as(String who, String method, String path) {
        return Request.of(method, path).header("authorization", "Bearer " + who);
    }

    Response ask(Request request) {
        return router.handle(request);
    }

    Response patch(String who, String body, String... headers) {
        Request request = as(who, "PATCH", "/v1/profile").json(body).header("content-type", MERGE_PATCH);
        for (int i = 0; i < headers.length; i += 2) {
            request = request.header(headers[i], headers[i + 1]);
        }
        return ask(request);
    }

    static final String MERGE_PATCH = "application/merge-patch+json";

    static JsonNode json(Response response) {
        return Json.tree(text(response).getBytes(StandardCharsets.UTF_8));
    }

    static String text(Response response) {
        return response.body() instanceof ResponseBody.Bytes(byte[] bytes)
                ? new String(bytes, StandardCharsets.UTF_8)
                : "";
    }

    static String field(Response response, String name) {
        return json(response).path(name).asString("");
    }

    static String header(Response response, String name) {
        return response.headers().first(name).orElse("");
    }

    @Override
    public void close() {
        stores.close();
    }

    private enum NoBrowser implements BrowserGate {
        HERE;

        @Override
        public Optional<Claim> byAccessCookie(String cookie) {
            return Optional.empty();
        }

        @Override
        public Optional<Claim> byRefreshCookie(String cookie) {
            return Optional.empty();
        }

        @Override
        public Optional<Digest> csrfOf(SessionId session) {
            return Optional.empty();
        }
    }
}
