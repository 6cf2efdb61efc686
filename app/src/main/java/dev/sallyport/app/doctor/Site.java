package dev.sallyport.app.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sallyport.kit.json.Json;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The deployment under examination, as a visitor sees it. It remembers every answer. */
public final class Site implements AutoCloseable {
    /** The origin that a deployment has no reason to know. */
    static final String STRANGER = "https://doctor.example";

    private static final String HTML = "text/html,application/xhtml+xml,*/*;q=0.8";
    private static final long LONGEST_BODY = 4L * 1024 * 1024;
    private static final int LONGEST_WAY = 5;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final URI url;
    private final Manner manner;
    private final InstantSource clock;
    private final HttpClient client;
    private final List<Answer> seen = new ArrayList<>();
    private Optional<List<Answer>> pages = Optional.empty();
    private Optional<Boolean> ours = Optional.empty();
    private Optional<Optional<JsonNode>> metadata = Optional.empty();

    /** @param url http or https, with a host, without user, query and fragment */
    public Site(URI url, Manner manner, InstantSource clock) {
        this.url = url;
        this.manner = manner;
        this.clock = clock;
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(manner.timeout());
        if (manner.insecure()) {
            builder.sslContext(AnyCertificate.context());
        }
        this.client = builder.build();
    }

    URI url() {
        return url;
    }

    Manner manner() {
        return manner;
    }

    Instant now() {
        return clock.instant();
    }

    boolean isSecure() {
        return url.getScheme().equals("https");
    }

    boolean isLoopback() {
        return LOOPBACK.contains(host());
    }

    String host() {
        return url.getHost().toLowerCase(Locale.ROOT);
    }

    /** Scheme, host and port. */
    URI origin() {
        return URI.create(url.getScheme() + "://" + url.getRawAuthority());
    }

    /** What stands in the field Host. */
    String authority() {
        return url.getRawAuthority();
    }

    /** Every answer so far, in order. */
    List<Answer> seen() {
        return List.copyOf(seen);
    }

    /** The first answer; what is unreachable says so here. */
    Answer home() throws IOException {
        return get(home(url));
    }

    private static String home(URI url) {
        return url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    }

    Answer get(String path) throws IOException {
        return ask("GET", path, Map.of(), "");
    }

    Answer get(String path, Map<String, String> headers) throws IOException {
        return ask("GET", path, headers, "");
    }

    /** One request to a path of the origin. An empty body is none. */
    Answer ask(String method, String path, Map<String, String> headers, String body) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of("Accept", HTML));
        all.putAll(manner.headers());
        all.putAll(headers);
        try {
            return send(method, URI.create(origin() + path), all, body);
        } catch (IllegalArgumentException e) {
            throw new IOException("cannot ask for " + path + ": " + e.getMessage(), e);
        }
    }

    /** One request without the caller's own headers, wherever the address leads. */
    Answer fetch(URI address) throws IOException {
        return isHere(address)
                ? get(target(address), Map.of("Accept", "application/json"))
                : send("GET", address, Map.of("Accept", "application/json"), "");
    }

    private Answer send(String method, URI address, Map<String, String> headers, String body) throws IOException {
        var request = HttpRequest.newBuilder(address).timeout(manner.timeout());
        request.setHeader("User-Agent", "sallyport-doctor");
        headers.forEach(request::setHeader);
        request.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        var coming = client.sendAsync(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_BODY));
        try {
            HttpResponse<byte[]> response = coming.get(2 * manner.timeout().toMillis(), TimeUnit.MILLISECONDS);
            var answer = new Answer(
                    method, address, response.statusCode(), response.headers(), new String(response.body(), UTF_8));
            seen.add(answer);
            return answer;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException broken
                    ? broken
                    : new IOException(method + " " + address + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            coming.cancel(true);
            throw new IOException(method + " " + address + " did not end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("told to stop");
        }
    }

    /** Bytes as they are, on a connection of their own. */
    RawAnswer raw(String text) throws IOException {
        return new Wire(origin(), manner.timeout()).exchange(text);
    }

    /** The HTML pages that can be seen: the first one, one that is not there, and those the caller named. */
    List<Answer> pages() throws IOException {
        if (pages.isEmpty()) {
            List<Answer> found = new ArrayList<>();
            found.add(followed(home(url)));
            found.add(get("/doctor-asks-for-nothing"));
            for (String path : manner.pages()) {
                found.add(followed(path));
            }
            pages = Optional.of(found.stream().filter(Answer::isHtml).toList());
        }
        return pages.orElseThrow();
    }

    /** The page that a browser ends at, as long as it stays at this origin. */
    private Answer followed(String path) throws IOException {
        Map<String, String> jar = new HashMap<>();
        Answer answer = get(path);
        for (int step = 0; step < LONGEST_WAY; step++) {
            Optional<URI> next = answer.onward().filter(this::isHere);
            if (next.isEmpty()) {
                return answer;
            }
            Cookie.all(answer).forEach(cookie -> jar.put(cookie.name(), cookie.value()));
            var sent = jar.entrySet().stream()
                    .map(e -> e.getKey() + "=" + e.getValue())
                    .toList();
            answer = get(target(next.get()), sent.isEmpty() ? Map.of() : Map.of("Cookie", String.join("; ", sent)));
        }
        return answer;
    }

    private boolean isHere(URI address) {
        return address.getHost() != null
                && url.getScheme().equalsIgnoreCase(address.getScheme())
                && authority().equalsIgnoreCase(address.getRawAuthority());
    }

    /** Path and query of an address. */
    static String target(URI address) {
        String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        return address.getRawQuery() == null ? path : path + "?" + address.getRawQuery();
    }

    /** Whether it is a Sallyport: its browser gate refuses in words of its own. */
    public boolean isOurs() throws IOException {
        if (ours.isEmpty()) {
            Answer gate = get("/web/v1/auth/me");
            ours = Optional.of(gate.header("content-type").startsWith("application/problem+json")
                    && json(gate)
                            .map(problem -> text(problem, "type").startsWith("/problems/"))
                            .orElse(false));
        }
        return ours.orElseThrow();
    }

    /** A text of a stranger as an address that can be asked. Throws where it is none. */
    static URI address(String text) throws IOException {
        try {
            URI address = URI.create(text);
            if (address.getHost() != null
                    && address.getScheme() != null
                    && address.getScheme().matches("https?")) {
                return address;
            }
        } catch (IllegalArgumentException none) {
            throw new IOException("no address: " + text, none);
        }
        throw new IOException("no address of the web: " + text);
    }

    /** What it publishes about itself as an authorization server, where it is one. */
    Optional<JsonNode> metadata() throws IOException {
        if (metadata.isEmpty()) {
            metadata = Optional.of(firstMetadata());
        }
        return metadata.orElseThrow();
    }

    private Optional<JsonNode> firstMetadata() throws IOException {
        String base = home(url).replaceAll("/+$", "");
        for (String path :
                List.of(base + "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server" + base)) {
            Answer answer = get(path);
            Optional<JsonNode> document =
                    answer.isGood() ? json(answer).filter(node -> node.has("issuer")) : Optional.empty();
            if (document.isPresent()) {
                return document;
            }
        }
        return Optional.empty();
    }

    /** The answer's body as a JSON object, where it is one. */
    static Optional<JsonNode> json(Answer answer) {
        try {
            return Optional.of(Json.tree(answer.body().getBytes(UTF_8))).filter(JsonNode::isObject);
        } catch (JacksonException noJson) {
            return Optional.empty();
        }
    }

    /** The member as text, empty where it is absent or no text. */
    static String text(JsonNode object, String member) {
        return object.has(member) && object.get(member).isString()
                ? object.get(member).asString()
                : "";
    }

    /** The texts of the member that is a list. */
    static List<String> texts(JsonNode object, String member) {
        return object.has(member) && object.get(member).isArray()
                ? object.get(member)
                        .valueStream()
                        .filter(JsonNode::isString)
                        .map(JsonNode::asString)
                        .toList()
                : List.of();
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
