package dev.sallyport.gateway.tls;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.util.Base64URL;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.sallyport.kit.http.ClientCertificate;
import dev.sallyport.kit.http.HttpDate;
import dev.sallyport.kit.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import tools.jackson.databind.JsonNode;

/**
 * A small authority that speaks ACME (RFC 8555) on loopback: nonces are good once, signatures are verified, and proofs are
 * looked at where they are said to be.
 */
final class TestAuthority implements AutoCloseable {
    private static final char[] PASSWORD = "changeit".toCharArray();

    /** How it answers in place of what would be right. */
    record Refusal(int status, String type, String detail, Optional<Instant> retryAfter) {}

    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Refusal refusal;

        Refused(int status, String type, String detail) {
            this.refusal = new Refusal(status, type, detail, Optional.empty());
        }
    }

    private static final class Order {
        private final List<String> names = new ArrayList<>();
        private final List<Proof> proofs = new ArrayList<>();
        private final Optional<String> replaces;
        private Optional<X509Certificate> certificate = Optional.empty();

        Order(Optional<String> replaces) {
            this.replaces = replaces;
        }
    }

    private static final class Proof {
        private final String token = Base64URL.encode("token" + Math.random()).toString();
        private Optional<String> type = Optional.empty();
        private String status = "pending";
        private Optional<String> error = Optional.empty();
        private boolean looked;
    }

    final List<String> asked = new CopyOnWriteArrayList<>();
    final Map<String, Refusal> refusals = new ConcurrentHashMap<>();
    volatile List<String> offered = List.of("dns-01", "http-01", "tls-alpn-01");
    volatile Duration life = Duration.ofDays(90);
    volatile boolean wantsBinding;
    volatile boolean givesAnothersKey;
    volatile Optional<RenewalTime.Window> window = Optional.empty();
    volatile int httpPort;
    volatile int tlsPort;

    private final Supplier<Instant> clock;
    private final TestIssuer issuer = new TestIssuer();
    private final TestAccounts accounts = new TestAccounts();
    private final List<Order> orders = new CopyOnWriteArrayList<>();
    private final HttpsServer server;

    TestAuthority(Supplier<Instant> clock) throws Exception {
        this.clock = clock;
        this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context()));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    private SSLContext context() throws Exception {
        KeyPair pair = OwnCertificate.pair();
        Instant real = Instant.now();
        var certificate = issuer.issue(
                pair.getPublic(), List.of("127.0.0.1"), real.minusSeconds(3_600), real.plusSeconds(36_000));
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("a", pair.getPrivate(), PASSWORD, new X509Certificate[] {certificate, issuer.root()});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, new SecureRandom());
        return context;
    }

    URI directory() {
        return URI.create(base() + "/directory");
    }

    private String base() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    X509Certificate root() {
        return issuer.root();
    }

    int orders() {
        return orders.size();
    }

    int accounts() {
        return accounts.size();
    }

    Optional<String> lastReplaced() {
        return orders.getLast().replaces;
    }

    void refuse(String path, int status, String type, String detail) {
        refusals.put(path, new Refusal(status, type, detail, Optional.empty()));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(exchange.getRequestMethod() + " " + path);
        try {
            Optional<Refusal> refusal = refusals.entrySet().stream()
                    .filter(entry -> path.matches(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst();
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (refusal.isPresent()) {
                refuse(exchange, refusal.get());
                return;
            }
            answer(exchange, path, body);
        } catch (Refused e) {
            refuse(exchange, e.refusal);
        } catch (Exception e) {
            refuse(exchange, new Refusal(500, "serverInternal", String.valueOf(e), Optional.empty()));
        } finally {
            exchange.close();
        }
    }

    private void answer(HttpExchange exchange, String path, byte[] body) throws Exception {
        String[] parts = path.substring(1).split("/");
        switch (parts[0]) {
            case "directory" -> json(exchange, 200, directoryOf());
            case "nonce" -> send(exchange, 200, "text/plain", "");
            case "renewal" -> {
                var told = window.orElseThrow(() -> new Refused(404, "malformed", "nothing is told"));
                json(
                        exchange,
                        200,
                        Map.of(
                                "suggestedWindow",
                                Map.of(
                                        "start",
                                        told.start().toString(),
                                        "end",
                                        told.end().toString())));
            }
            default -> {
                JWSObject jws = accounts.verified(
                        body,
                        base() + path,
                        String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")));
                JsonNode payload = jws.getPayload().toBytes().length == 0
                        ? Json.tree("{}".getBytes(StandardCharsets.UTF_8))
                        : Json.tree(jws.getPayload().toBytes());
                signed(exchange, parts, jws, payload);
            }
        }
    }

    private void signed(HttpExchange exchange, String[] parts, JWSObject jws, JsonNode payload) throws Exception {
        switch (parts[0]) {
            case "new-account" -> account(exchange, jws, payload);
            case "new-order" -> order(exchange, payload);
            case "order" -> {
                Order order = orders.get(Integer.parseInt(parts[1]));
                if (parts.length > 2) {
                    finish(order, payload);
                }
                json(exchange, 200, orderOf(order));
            }
            case "authz" -> authorization(exchange, parts);
            case "challenge" -> {
                Proof proof = orders.get(Integer.parseInt(parts[1])).proofs.get(Integer.parseInt(parts[2]));
                proof.type = Optional.of(parts[3]);
                json(exchange, 200, challengeOf(parts[1] + "/" + parts[2], proof, parts[3]));
            }
            case "certificate" -> {
                X509Certificate leaf = orders.get(Integer.parseInt(parts[1]))
                        .certificate
                        .orElseThrow(() -> new Refused(404, "malformed", "there is none"));
                String chain = Pem.text("CERTIFICATE", ClientCertificate.encoded(leaf))
                        + Pem.text("CERTIFICATE", ClientCertificate.encoded(issuer.root()));
                send(exchange, 200, "application/pem-certificate-chain", chain);
            }
            default -> throw new Refused(404, "malformed", "no such place");
        }
    }

    private Map<String, Object> directoryOf() {
        var places = new java.util.HashMap<String, Object>(Map.of(
                "newNonce", base() + "/nonce",
                "newAccount", base() + "/new-account",
                "newOrder", base() + "/new-order",
                "meta", Map.of("termsOfService", base() + "/terms", "externalAccountRequired", wantsBinding)));
        window.ifPresent(told -> places.put("renewalInfo", base() + "/renewal"));
        return places;
    }

    private void account(HttpExchange exchange, JWSObject jws, JsonNode payload) throws Exception {
        String at = base() + "/account/" + accounts.open(base() + "/account/", jws, payload, wantsBinding);
        exchange.getResponseHeaders().set("Location", at);
        json(exchange, 201, Map.of("status", "valid", "orders", at + "/orders"));
    }

    private void order(HttpExchange exchange, JsonNode payload) throws IOException {
        var order = new Order(Optional.ofNullable(payload.get("replaces")).map(JsonNode::asString));
        for (JsonNode identifier : payload.path("identifiers")) {
            order.names.add(identifier.path("value").asString());
            order.proofs.add(new Proof());
        }
        orders.add(order);
        exchange.getResponseHeaders().set("Location", at("order", order));
        json(exchange, 201, orderOf(order));
    }

    private String at(String kind, Order order) {
        return base() + "/" + kind + "/" + orders.indexOf(order);
    }

    private Map<String, Object> orderOf(Order order) {
        boolean ready = order.proofs.stream().allMatch(proof -> proof.status.equals("valid"));
        var all = new java.util.HashMap<String, Object>(Map.of(
                "status",
                order.certificate.isPresent() ? "valid" : ready ? "ready" : "pending",
                "identifiers",
                order.names.stream()
                        .map(name -> Map.of("type", "dns", "value", name))
                        .toList(),
                "authorizations",
                java.util.stream.IntStream.range(0, order.names.size())
                        .mapToObj(i -> at("authz", order) + "/" + i)
                        .toList(),
                "finalize",
                at("order", order) + "/finalize"));
        order.certificate.ifPresent(given -> all.put("certificate", at("certificate", order)));
        return all;
    }

    /** The first look after the challenge was accepted finds nothing yet, and may come again at once. */
    private void authorization(HttpExchange exchange, String[] parts) throws Exception {
        Order order = orders.get(Integer.parseInt(parts[1]));
        int index = Integer.parseInt(parts[2]);
        Proof proof = order.proofs.get(index);
        if (proof.type.isPresent() && !proof.looked) {
            proof.looked = true;
            exchange.getResponseHeaders()
                    .set("Retry-After", HttpDate.of(clock.get().minusSeconds(1)));
        } else if (proof.looked && proof.status.equals("pending")) {
            proof.error = look(order.names.get(index), proof);
            proof.status = proof.error.isPresent() ? "invalid" : "valid";
        }
        json(
                exchange,
                200,
                Map.of(
                        "status", proof.status,
                        "identifier", Map.of("type", "dns", "value", order.names.get(index)),
                        "challenges",
                                offered.stream()
                                        .map(type -> challengeOf(parts[1] + "/" + index, proof, type))
                                        .toList()));
    }

    private Map<String, Object> challengeOf(String place, Proof proof, String type) {
        var all = new java.util.HashMap<String, Object>(Map.of(
                "type",
                type,
                "url",
                base() + "/challenge/" + place + "/" + type,
                "status",
                proof.type.filter(type::equals).isPresent() ? proof.status : "pending",
                "token",
                proof.token));
        proof.error
                .filter(any -> proof.type.filter(type::equals).isPresent())
                .ifPresent(why -> all.put("error", problem("unauthorized", why)));
        return all;
    }

    private Optional<String> look(String host, Proof proof) throws Exception {
        String authorization = proof.token + "." + accounts.thumbprint();
        return proof.type.orElseThrow().equals("http-01")
                ? TestValidator.overHttp(httpPort, host, proof.token, authorization)
                : TestValidator.overTls(tlsPort, host, authorization);
    }

    private void finish(Order order, JsonNode payload) throws Exception {
        var request = new JcaPKCS10CertificationRequest(
                new Base64URL(payload.path("csr").asString()).decode());
        var names = GeneralNames.fromExtensions(request.getRequestedExtensions(), Extension.subjectAlternativeName);
        List<String> hosts = java.util.stream.Stream.of(names.getNames())
                .map(name -> name.getName().toString())
                .toList();
        boolean signed =
                request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(request.getPublicKey()));
        if (!signed || !Set.copyOf(hosts).equals(Set.copyOf(order.names))) {
            throw new Refused(400, "badCSR", "not what was ordered");
        }
        var key = givesAnothersKey ? OwnCertificate.pair().getPublic() : request.getPublicKey();
        order.certificate =
                Optional.of(issuer.issue(key, hosts, clock.get(), clock.get().plus(life)));
    }

    private void refuse(HttpExchange exchange, Refusal refusal) throws IOException {
        refusal.retryAfter().ifPresent(at -> exchange.getResponseHeaders().set("Retry-After", HttpDate.of(at)));
        send(
                exchange,
                refusal.status(),
                "application/problem+json",
                Json.text(problem(refusal.type(), refusal.detail())));
    }

    private static Map<String, Object> problem(String type, String detail) {
        return Map.of("type", "urn:ietf:params:acme:error:" + type, "detail", detail);
    }

    private void json(HttpExchange exchange, int status, Map<String, Object> value) throws IOException {
        send(exchange, status, "application/json", Json.text(value));
    }

    private void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        exchange.getResponseHeaders().set("Replay-Nonce", accounts.nonce());
        exchange.getResponseHeaders().set("Content-Type", type);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean bodiless = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bodiless || bytes.length == 0 ? -1 : bytes.length);
        if (!bodiless && bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
