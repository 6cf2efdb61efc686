package dev.sallyport.app.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sallyport.app.doctor.FaultyHouse.Ask;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the {@link FaultyHouse} says: the right thing, unless the fault of that name is planted. */
final class FaultyAnswers {
    private static final String PROBLEM = "application/problem+json";
    private static final String STRANGER = "https://doctor.example";

    private final FaultyHouse house;
    private final Ask ask;
    private final Map<String, String> fields = new LinkedHashMap<>();

    private FaultyAnswers(FaultyHouse house, Ask ask) {
        this.house = house;
        this.ask = ask;
    }

    static byte[] refused(int status) {
        return ("HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").getBytes(UTF_8);
    }

    static byte[] to(FaultyHouse house, Ask ask) {
        return new FaultyAnswers(house, ask).answer();
    }

    private boolean has(String plant) {
        return house.has(plant);
    }

    private byte[] answer() {
        cors();
        if (has("powered-by")) {
            fields.put("X-Powered-By", "PHP");
        }
        fields.put("Server", has("server-version") ? "nginx/1.18.0" : "house");
        if (!has("hsts-missing")) {
            fields.put("Strict-Transport-Security", has("hsts-short") ? "max-age=300" : "max-age=31536000");
        }
        if (ask.method().equals("TRACE")) {
            return reply(200, "message/http", ask.head());
        }
        if (has("method-override") && ask.field("x-http-method-override").isPresent()) {
            return reply(501, "text/plain", "");
        }
        if (has("path-climbs") && ask.target().endsWith("etc/passwd")) {
            return reply(200, "text/plain", "root:x:0:0:root:/root:/bin/sh\n");
        }
        if (has("open-redirect")
                && !ask.target().startsWith("/oauth2")
                && ask.target().contains("doctor.example")) {
            fields.put("Location", STRANGER + "/");
            return reply(302, "text/plain", "");
        }
        if (has("stack-trace-shown") && ask.target().contains("%")) {
            return reply(
                    400,
                    "text/plain",
                    "java.lang.IllegalStateException: no\n\tat org.example.Door.open(Door.java:12)\n");
        }
        if (has("server-error-on-nonsense") && ask.body().startsWith("{\"a\"")) {
            return reply(500, "text/plain", "oh");
        }
        return place();
    }

    private void cors() {
        String origin = ask.field("origin").orElse("");
        boolean allowed = (has("cors-any-origin") && origin.equals(STRANGER))
                || (has("cors-origin-reflected") && origin.equals(STRANGER))
                || (has("cors-vary-missing") && origin.equals(STRANGER))
                || (has("cors-null-origin") && origin.equals("null"))
                || (has("cors-lookalike-origin")
                        && origin.startsWith(house.url().toString()));
        if (allowed) {
            fields.put("Access-Control-Allow-Origin", origin);
            if (has("cors-any-origin")) {
                fields.put("Access-Control-Allow-Credentials", "true");
            }
        }
        if (!has("cors-vary-missing")) {
            fields.put("Vary", "Origin");
        }
    }

    private byte[] place() {
        boolean get = !ask.method().equals("POST");
        return switch (ask.path()) {
            case "/" -> get ? page(200) : reply(405, "text/plain", "");
            case "/doctor/..;/" -> has("path-interpreted") ? page(200) : page(404);
            case "/v1/auth/me" -> me();
            case "/web/v1/auth/me" ->
                isSignedIn()
                        ? json(200, "{}")
                        : ask.field("authorization").isPresent() && !has("bearer-at-browser-gate")
                                ? problem(400, "mixed-credentials")
                                : problem(401, "unauthorized");
            case "/v1/auth/logout_web" -> signOut();
            case "/v1/auth/login_web" -> signIn("foreign-origin-signs-in");
            case "/v1/auth/login_mobile" -> signIn("browser-at-mobile-sign-in");
            case "/.well-known/openid-configuration" ->
                reply(200, "application/json", FaultyMetadata.of(house, name()));
            case "/oauth2/jwks" -> keys();
            case "/oauth2/token" -> token();
            case "/oauth2/introspect" ->
                has("endpoint-unguarded")
                        ? json(200, "{\"active\":false}")
                        : json(401, "{\"error\":\"invalid_client\"}");
            case "/oauth2/userinfo" -> reply(401, "text/plain", "");
            case "/oauth2/register" ->
                has("registration-open") ? json(400, "{\"error\":\"invalid_client_metadata\"}") : json(401, "{}");
            case "/oauth2/authorize" -> led("authorize-redirects-strangers");
            case "/oauth2/logout" -> led("logout-redirects-strangers");
            case "/metrics" -> has("operations-open") ? reply(200, "text/plain", "# TYPE up gauge\nup 1\n") : page(404);
            case "/.env" -> has("files-open") ? reply(200, "text/plain", "DATABASE_PASSWORD=x\n") : page(404);
            case "/.well-known/security.txt" -> security();
            case "/.well-known/change-password" -> changePassword();
            default -> page(404);
        };
    }

    /** What the house believes to be called. */
    private String name() {
        String forwarded =
                has("forwarded-believed") ? ask.field("x-forwarded-host").orElse("") : "";
        String host = has("host-header-believed") ? ask.field("host").orElse("") : "";
        return !forwarded.isEmpty()
                ? "http://" + forwarded
                : !host.isEmpty() ? "http://" + host : house.url().toString();
    }

    private byte[] me() {
        boolean opened = (has("cookie-at-api-gate") && ask.field("cookie").isPresent())
                || (has("session-opens-api-gate") && isSignedIn());
        return opened ? json(200, "{\"id\":\"1\"}") : problem(401, "unauthorized");
    }

    private boolean isSignedIn() {
        return ask.field("cookie").orElse("").contains("__Host-access_token=good");
    }

    private byte[] signOut() {
        boolean foreign = ask.field("origin").orElse("").equals(STRANGER) && !has("session-from-foreign-origin");
        boolean proven = ask.field("x-csrf-token").orElse("").equals("right") || has("session-without-csrf");
        boolean done = has("csrf-not-asked") || (isSignedIn() && proven && !foreign);
        return done ? reply(204, "text/plain", "") : problem(isSignedIn() ? 403 : 401, "refused");
    }

    private byte[] signedIn() {
        fields.put("Set-Cookie", "__Host-access_token=good; Path=/; Secure; HttpOnly; SameSite=Strict");
        String token = has("token-in-web-body") ? ",\"access_token\":\"x\"" : "";
        return json(200, "{\"status\":\"signed_in\",\"csrf_token\":\"right\"" + token + "}");
    }

    private byte[] signIn(String plant) {
        if (ask.body().contains("ada@example.org")
                && !ask.field("origin").orElse("").equals(STRANGER)) {
            return signedIn();
        }
        if (has("always-limited")) {
            return problem(429, "rate-limited");
        }
        if (ask.field("origin").isPresent()) {
            return has(plant) ? problem(401, "invalid-credentials") : problem(403, "foreign-origin");
        }
        return house.guess() > 5 && !has("sign-ins-unlimited")
                ? problem(429, "rate-limited")
                : problem(401, "invalid-credentials");
    }

    private byte[] token() {
        if (!ask.method().equals("POST") && !has("token-by-get")) {
            return reply(405, "text/plain", "");
        }
        if (has("token-error-unclear")) {
            fields.put("Cache-Control", "no-store");
            return reply(200, "text/html; charset=utf-8", "<p>Wrong</p>");
        }
        return json(401, "{\"error\":\"invalid_client\"}");
    }

    private byte[] keys() {
        if (has("keys-cached-long")) {
            fields.put("Cache-Control", "public, max-age=604800");
        }
        String n = Base64.getUrlEncoder().withoutPadding().encodeToString(modulus(has("key-weak") ? 128 : 256));
        String second = has("key-unnamed") ? "a" : "b";
        String all = has("keys-missing")
                ? ""
                : "{\"kty\":\"RSA\",\"kid\":\"a\",\"e\":\"AQAB\",\"n\":\"" + n + "\"}"
                        + ",{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"" + second + "\",\"x\":\"eA\",\"y\":\"eQ\""
                        + (has("key-private") ? ",\"d\":\"ZA\"" : "")
                        + (has("key-old") ? ",\"iat\":1500000000" : "") + "}"
                        + (has("key-symmetric") ? ",{\"kty\":\"oct\",\"kid\":\"c\",\"k\":\"aw\"}" : "");
        return reply(200, "application/json", "{\"keys\":[" + all + "]}");
    }

    private static byte[] modulus(int bytes) {
        byte[] number = new byte[bytes];
        number[0] = (byte) 0x80;
        return number;
    }

    private byte[] led(String plant) {
        if (has(plant) && ask.target().contains("doctor.example")) {
            fields.put("Location", STRANGER + "/?error=invalid_client");
            return reply(302, "text/plain", "");
        }
        return page(400);
    }

    private byte[] security() {
        if (has("security-txt-missing")) {
            return page(404);
        }
        String until = has("security-txt-outdated") ? "2020-01-01T00:00:00Z" : "2099-01-01T00:00:00Z";
        return reply(200, "text/plain", "Contact: mailto:door@example.org\nExpires: " + until + "\n");
    }

    private byte[] changePassword() {
        if (has("change-password-missing")) {
            return page(404);
        }
        fields.put("Location", name() + "/account");
        return reply(303, "text/plain", "");
    }

    private byte[] problem(int status, String type) {
        return reply(status, PROBLEM, "{\"type\":\"/problems/" + type + "\",\"status\":" + status + "}");
    }

    private byte[] json(int status, String body) {
        if (!has("token-cacheable")) {
            fields.put("Cache-Control", "no-store");
        }
        return reply(status, "application/json", body);
    }

    private byte[] page(int status) {
        fields.putAll(FaultyPage.fields(house));
        String type = has("charset-missing") ? "text/html" : "text/html; charset=utf-8";
        return reply(status, type, FaultyPage.body(house, ask));
    }

    private byte[] reply(int status, String type, String body) {
        var head = new StringBuilder("HTTP/1.1 " + status + " Said\r\nContent-Type: " + type + "\r\nContent-Length: "
                + body.getBytes(UTF_8).length + "\r\nConnection: close\r\n");
        fields.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return (head + "\r\n" + (ask.method().equals("HEAD") ? "" : body)).getBytes(UTF_8);
    }
}
