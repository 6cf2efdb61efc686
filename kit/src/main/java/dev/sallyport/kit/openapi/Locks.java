package dev.sallyport.kit.openapi;

import dev.sallyport.domain.grant.Scope;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.route.Access;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the locks of the routes are called in the document. They follow from the route's type and are told nowhere else. */
final class Locks {
    private static final String OAUTH = "oauth2";
    private static final String BEARER = "bearer";
    private static final String ACCESS_COOKIE = "access_cookie";
    private static final String REFRESH_COOKIE = "refresh_cookie";
    private static final String CSRF = "csrf_token";
    private static final String CLIENT_BASIC = "client_basic";
    private static final String CLIENT_CERTIFICATE = "client_certificate";

    private Locks() {}

    /** What opens the lock, each entry one way in. */
    static ArrayNode requirements(Access access, boolean safe) {
        return switch (access) {
            case Access.Open open -> array();
            case Access.FromBrowser from -> array();
            case Access.ForPage page -> array();
            case Access.ForBrowser(Access.Cookie cookie, var handler) -> {
                ObjectNode both = object();
                both.putArray(cookie == Access.Cookie.ACCESS ? ACCESS_COOKIE : REFRESH_COOKIE);
                if (!safe) {
                    both.putArray(CSRF);
                }
                yield array().add(both);
            }
            case Access.ForBearer bearer -> bearer(bearer.scopes());
            case Access.ForAdmin admin -> bearer(Scope.NONE);
            case Access.ForClient client -> {
                ObjectNode basic = object();
                basic.putArray(CLIENT_BASIC);
                ObjectNode certificate = object();
                certificate.putArray(CLIENT_CERTIFICATE);
                // The last way is the form itself: client_id alone, with client_secret, or with client_assertion.
                yield array().add(basic).add(certificate).add(object());
            }
        };
    }

    /** What a reader should know of the lock beyond its scheme. */
    static Optional<String> told(Access access) {
        return switch (access) {
            case Access.FromBrowser from ->
                Optional.of(
                        "For the product's own pages: a bearer token is refused, and so is another site's `Origin`.");
            case Access.ForBrowser browser ->
                Optional.of(
                        "At the browser gate: the cookie and nothing else; what changes something carries the session's"
                                + " CSRF token in `X-CSRF-Token`, and comes from the product's own pages.");
            case Access.ForAdmin admin ->
                Optional.of("For administrators with the permission `"
                        + admin.permission().name().toLowerCase(Locale.ROOT) + "`, at one of the product's own apps.");
            case Access.ForClient client ->
                Optional.of(
                        "For a client that authenticates: `client_secret_basic`, a form with `client_id` and"
                                + " `client_secret` or `client_assertion`, a certificate, or `client_id` alone for a public client.");
            case Access.Open open -> Optional.empty();
            case Access.ForPage page -> Optional.empty();
            case Access.ForBearer bearer -> Optional.empty();
        };
    }

    private static ArrayNode bearer(Scope scopes) {
        ObjectNode oauth = object();
        ArrayNode named = oauth.putArray(OAUTH);
        scopes.tokens().forEach(named::add);
        ObjectNode plain = object();
        plain.putArray(BEARER);
        return array().add(oauth).add(plain);
    }

    /** @param scopes what the house's own calls ask for, with what each lets a client do */
    static ObjectNode schemes(URI publicUrl, Map<String, String> scopes) {
        String base = publicUrl.toString();
        ObjectNode all = object();
        ObjectNode oauth = scheme(all, OAUTH, "oauth2", "Tokens of the house's own authorization server.");
        ObjectNode flows = oauth.putObject("flows");
        ObjectNode password = flows.putObject("password").put("tokenUrl", base + "/v1/auth/login_mobile");
        ObjectNode code = flows.putObject("authorizationCode")
                .put("authorizationUrl", base + "/oauth2/authorize")
                .put("tokenUrl", base + "/oauth2/token")
                .put("refreshUrl", base + "/oauth2/token");
        for (ObjectNode flow : java.util.List.of(password, code)) {
            ObjectNode names = flow.putObject("scopes");
            scopes.forEach(names::put);
        }
        scheme(all, BEARER, "http", "An access token in `Authorization: Bearer`, however it was got.")
                .put("scheme", "bearer")
                .put("bearerFormat", "JWT");
        cookie(all, ACCESS_COOKIE, "__Host-access_token", "The session of the product's own web app.");
        cookie(all, REFRESH_COOKIE, "__Secure-refresh_token", "What turns that session and ends it.");
        scheme(all, CSRF, "apiKey", "The value of the cookie `__Host-csrf_token`.")
                .put("in", "header")
                .put("name", "X-CSRF-Token");
        scheme(all, CLIENT_BASIC, "http", "The client's id and secret (RFC 6749 §2.3.1).")
                .put("scheme", "basic");
        scheme(all, CLIENT_CERTIFICATE, "mutualTLS", "The client's certificate (RFC 8705).");
        return all;
    }

    private static void cookie(ObjectNode all, String name, String cookie, String description) {
        scheme(all, name, "apiKey", description).put("in", "cookie").put("name", cookie);
    }

    private static ObjectNode scheme(ObjectNode all, String name, String type, String description) {
        return all.putObject(name).put("type", type).put("description", description);
    }

    private static ObjectNode object() {
        return Json.mapper().createObjectNode();
    }

    private static ArrayNode array() {
        return Json.mapper().createArrayNode();
    }
}
