package dev.sallyport.resource.document;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.document.DocumentStore;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.person.Role;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import dev.sallyport.kit.json.Binder;
import dev.sallyport.kit.json.Bound;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.route.BrowserGate;
import dev.sallyport.kit.route.ClientGate;
import dev.sallyport.kit.route.Guards;
import dev.sallyport.kit.route.Route;
import dev.sallyport.kit.route.Router;
import dev.sallyport.kit.token.TokenVerifier;
import dev.sallyport.storage.Stores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Collections behind their real locks, without a socket; a token is the name of who holds it. */
final class DocumentDoor {
    static final Instant NOW = Instant.parse("2026-11-04T10:00:00Z");
    static final SecureRandom CHANCE = new SecureRandom();

    private static final Map<String, AccessToken> TOKENS = Map.ofEntries(
            Map.entry("ada", person(1, ClientId.MOBILE, "profile")),
            Map.entry("eve", person(2, ClientId.MOBILE, "profile")),
            Map.entry("editor", person(3, ClientId.MOBILE, "profile", "editor")),
            Map.entry("admin", person(4, ClientId.MOBILE, "profile", "admin")),
            Map.entry("ada by another client", person(1, new ClientId("calendar"), "notes profile")),
            Map.entry("ada by a client without leave", person(1, new ClientId("calendar"), "profile")),
            Map.entry("stock client", client("stock")),
            Map.entry("other client", client("orders")));

    final DocumentStore store;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Documents documents;
    final List<Route> routes;
    private final Router router;

    /** @param collections as JSON, which is YAML too */
    DocumentDoor(Stores stores, String collections) {
        this(stores, collections, () -> NOW);
    }

    DocumentDoor(Stores stores, String collections, InstantSource clock) {
        this.store = stores.documents();
        this.documents = new Documents(declared(collections), store, meters, clock, DocumentDoor::bytes);
        this.routes = documents.routes();
        this.router = new Router(
                routes,
                new Guards(
                        URI.create("https://id.example.org"),
                        DocumentDoor::verify,
                        NoBrowser.HERE,
                        request -> new ClientGate.Answer.Refused(
                                Problem.unauthorized("no client comes here").response())));
    }

    private record File(Map<String, CollectionConfiguration> collections) {}

    static Bound<List<Collection>> read(String collections) {
        JsonNode tree = Json.tree(("{\"collections\":" + collections + "}").getBytes(StandardCharsets.UTF_8));
        return switch (Binder.bind(tree, File.class)) {
            case Bound.Valid<File>(File file) -> Collection.read(file.collections());
            case Bound.Invalid<File>(var mistakes) -> new Bound.Invalid<>(mistakes);
        };
    }

    static List<Collection> declared(String collections) {
        return switch (read(collections)) {
            case Bound.Valid<List<Collection>>(var all) -> all;
            case Bound.Invalid<List<Collection>>(var mistakes) -> throw new AssertionError(mistakes.toString());
        };
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        CHANCE.nextBytes(bytes);
        return bytes;
    }

    private static AccessToken person(int number, ClientId client, String scope, String... roles) {
        return token(
                new UUID(0, number).toString(), client, Optional.of(new SessionId(new UUID(9, number))), scope, roles);
    }

    private static AccessToken client(String scope) {
        return token("shop", new ClientId("shop"), Optional.empty(), scope);
    }

    private static AccessToken token(
            String subject, ClientId client, Optional<SessionId> session, String scope, String... roles) {
        return new AccessToken(
                "https://id.example.org",
                subject,
                List.of("https://id.example.org"),
                client,
                Scope.parse(scope).orElseThrow(),
                new TreeSet<>(Arrays.stream(roles).map(Role::new).toList()),
                session,
                "1",
                Instant.EPOCH,
                NOW.plusSeconds(300));
    }

    private static TokenVerifier.Verdict verify(String token) {
        return Optional.ofNullable(TOKENS.get(token.replace('_', ' ')))
                .<TokenVerifier.Verdict>map(TokenVerifier.Verdict.Valid::new)
                .orElseGet(() -> new TokenVerifier.Verdict.Invalid("the token has expired"));
    }

    /** @param headers names and values in turn */
    Response ask(String who, String method, String path, String body, String... headers) {
        Request request = Request.of(method, "/v1/documents/" + path);
        if (!who.equals("nobody")) {
            request = request.header("authorization", "Bearer " + who.replace(' ', '_'));
        }
        if (!body.isEmpty()) {
            String type = method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
            request = request.header("content-type", type).with(RequestBody.of(body.getBytes(StandardCharsets.UTF_8)));
        }
        for (int i = 0; i < headers.length; i += 2) {
            request = request.header(headers[i], headers[i + 1]);
        }
        return router.handle(request);
    }

    Response get(String who, String path, String... headers) {
        return ask(who, "GET", path, "", headers);
    }

    static String text(Response response) {
        return response.body() instanceof ResponseBody.Bytes(byte[] bytes)
                ? new String(bytes, StandardCharsets.UTF_8)
                : "";
    }

    static JsonNode json(Response response) {
        return Json.tree(text(response).getBytes(StandardCharsets.UTF_8));
    }

    static String header(Response response, String name) {
        return response.headers().first(name).orElse("");
    }

    /** Each mistake of a problem, as pointer and what would be right. */
    static List<String> pointers(Response response) {
        return json(response)
                .path("errors")
                .valueStream()
                .map(error -> error.path("pointer").asString(""))
                .toList();
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
