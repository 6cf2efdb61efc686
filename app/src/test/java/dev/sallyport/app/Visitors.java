package dev.sallyport.app;

import dev.sallyport.auth.token.SigningKeys;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A whole house on loopback, and everybody who may come to its doors with a real credential of that house. */
final class Visitors implements AutoCloseable {
    private static final String ADMIN = "admin@example.org";
    private static final String ADMIN_PASSWORD = "correct horse battery";
    private static final Scope EVERY_SCOPE = Scope.of("email", "files", "openid", "profile");
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    final House house;
    private final Ports ports;
    private final Machine machine;
    private final SigningKeys keys;
    private final HttpClient http = HttpClient.newHttpClient();

    Visitors(Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("sallyport.yaml"), """
                data: "%s"
                listen: 0
                monitor: { listen: "127.0.0.1:%d" }
                accounts: { password: { memory: 7, passes: 1 } }
                collections:
                  notes: { access: owner, schema: { type: object } }
                  news: { access: "role:editor", public_read: true, schema: { type: object } }
                  stock: { access: "scope:stock", schema: { type: object } }
                clients:
                  - { id: shop, secret: "a secret of the shop", grants: [client_credentials], scopes: [orders] }
                """.formatted(folder.resolve("data"), FreePort.any()));
        if (!(Settings.read(Optional.of(file), Map.of()) instanceof Settings.Read.Good(Settings settings))) {
            throw new IllegalStateException("the settings have a mistake");
        }
        Machine real = Machine.real();
        this.machine = new Machine(
                real.clock(),
                real.random(),
                real.nanos(),
                Map.of("SALLYPORT_ADMIN_EMAIL", ADMIN, "SALLYPORT_ADMIN_PASSWORD", ADMIN_PASSWORD));
        this.house = House.open(settings, machine, true);
        this.ports = Ports.open(settings, machine);
        this.keys = new SigningKeys(
                ports.stores().keys(),
                ports.sealer(),
                settings.configuration().tokens().algorithm(),
                machine.clock());
    }

    /** Who comes; each adds what they hold to a request. */
    interface Visitor {
        Request comes(Request request);
    }

    /** Everybody, by what a table of the test calls them. */
    Map<String, Visitor> all() throws IOException, InterruptedException {
        var visitors = new LinkedHashMap<String, Visitor>();
        Map<String, String> cookies = signIn();
        String csrf = cookies.get("__Host-csrf_token");
        String all = cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        visitors.put("nobody", request -> request);
        visitors.put(
                "browser",
                request -> request.header("cookie", all)
                        .header("x-csrf-token", csrf)
                        .header("origin", house.publicUrl().toString())
                        .header("sec-fetch-site", "same-origin"));
        visitors.put("browser without its CSRF token", request -> request.header("cookie", all));
        visitors.put(
                "browser on another site's page",
                request -> request.header("cookie", all)
                        .header("x-csrf-token", csrf)
                        .header("origin", "https://evil.example")
                        .header("sec-fetch-site", "cross-site"));
        visitors.put("person", bearer(mobile(FirstPeople.DEMO_EMAIL, FirstPeople.DEMO_PASSWORD)));
        visitors.put("person with another scope", bearer(sign(personOf(FirstPeople.DEMO_EMAIL), Scope.of("other"))));
        visitors.put("person whose token expired", bearer(expired()));
        visitors.put("client", bearer(sign("shop", EVERY_SCOPE)));
        visitors.put("administrator", bearer(mobile(ADMIN, ADMIN_PASSWORD)));
        visitors.put("client secret", request -> request.header("authorization", basic("a secret of the shop")));
        visitors.put("wrong client secret", request -> request.header("authorization", basic("a guess")));
        return visitors;
    }

    private static String basic(String secret) {
        String pair = "shop:" + secret.replace(" ", "+");
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static Visitor bearer(String token) {
        return request -> request.header("authorization", "Bearer " + token);
    }

    private PersonId personOf(String email) {
        return ports.stores()
                .people()
                .byEmail(EmailAddress.parse(email).orElseThrow())
                .orElseThrow()
                .id();
    }

    private String sign(PersonId person, Scope scope) {
        Instant now = machine.clock().instant();
        var session = new SessionId(machine.random().uuid(now));
        return sign(person.toString(), Optional.of(session), scope, now);
    }

    private String sign(String client, Scope scope) {
        return sign(client, Optional.empty(), scope, machine.clock().instant());
    }

    private String expired() {
        Instant then = machine.clock().instant().minus(FIVE_MINUTES.multipliedBy(2));
        var session = new SessionId(machine.random().uuid(then));
        return sign(personOf(FirstPeople.DEMO_EMAIL).toString(), Optional.of(session), EVERY_SCOPE, then);
    }

    private String sign(String subject, Optional<SessionId> session, Scope scope, Instant issued) {
        return keys.sign(new AccessToken(
                house.publicUrl().toString(),
                subject,
                List.of(house.publicUrl().toString()),
                session.isPresent() ? ClientId.MOBILE : new ClientId("shop"),
                scope,
                new TreeSet<>(),
                session,
                machine.random().uuid(issued).toString(),
                issued,
                issued.plus(FIVE_MINUTES)));
    }

    private String mobile(String email, String password) throws IOException, InterruptedException {
        JsonNode answer = Json.tree(post("/v1/auth/login_mobile", Map.of("username", email, "password", password))
                .body()
                .getBytes(StandardCharsets.UTF_8));
        return answer.path("access_token").asString();
    }

    private Map<String, String> signIn() throws IOException, InterruptedException {
        var body = Map.of("email", FirstPeople.DEMO_EMAIL, "password", FirstPeople.DEMO_PASSWORD);
        return post("/v1/auth/login_web", body).headers().allValues("set-cookie").stream()
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .collect(Collectors.toMap(
                        pair -> pair.substring(0, pair.indexOf('=')), pair -> pair.substring(pair.indexOf('=') + 1)));
    }

    private HttpResponse<String> post(String path, Map<String, String> body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(street(path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer;
    }

    /** The status that somebody without a credential gets on the street. */
    int ask(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(street(path))
                .header("accept", "application/json")
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private URI street(String path) {
        return URI.create("http://127.0.0.1:" + house.port().orElseThrow() + path);
    }

    @Override
    public void close() {
        http.close();
        ports.close();
        house.close();
    }
}
