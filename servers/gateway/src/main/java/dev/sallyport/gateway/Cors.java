package dev.sallyport.gateway;

import dev.sallyport.kit.http.Decorator;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Cross-origin calls, answered from an allow-list of exact origins (L10). The API gate only, and without credentials: a
 * caller from another origin proves itself by a bearer token. The one exception is the token endpoint, where a single-page
 * app's refresh token is a cookie (L04). The browser gate answers nobody.
 */
final class Cors {
    private static final List<PathPattern> SHARED =
            List.of(PathPattern.of("/v1/**"), PathPattern.of("/oauth2/**"), PathPattern.of("/.well-known/**"));
    private static final PathPattern BROWSER_CALLS = PathPattern.of("/v1/auth/*_web");
    private static final Set<String> PAGES = Set.of("/oauth2/authorize", "/oauth2/logout");

    private static final String CREDENTIALS = "access-control-allow-credentials";
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private static final String HEADERS = "authorization, content-type, if-match, if-none-match, range, dpop,"
            + " idempotency-key, content-digest, repr-digest, want-repr-digest, tus-resumable, upload-length, upload-offset,"
            + " upload-metadata, upload-checksum";
    private static final String HEADERS_WITH_COOKIE = HEADERS + ", x-csrf-token";
    static final String EXPOSED = "etag, location, retry-after, www-authenticate, x-request-id, deprecation,"
            + " sunset, link, dpop-nonce, accept-ranges, content-range, content-disposition, content-location, repr-digest,"
            + " tus-resumable, tus-version, tus-extension, tus-max-size, tus-checksum-algorithm, upload-offset,"
            + " upload-length, upload-metadata, upload-expires";
    private static final String TWO_HOURS = "7200";

    private final Set<String> allowed;
    private final Way way;

    /** @param way where the requests lead that are looked at here */
    Cors(CorsConfiguration configuration, Way way) {
        this.way = way;
        this.allowed = configuration.allow().stream().map(WebOrigin::value).collect(Collectors.toUnmodifiableSet());
    }

    /** Tells a listed origin that it may read the answer. */
    Decorator answers() {
        return inner -> request -> {
            Response response = inner.handle(request);
            if (!isShared(request)) {
                return response;
            }
            Response varied = response.header("vary", vary(response));
            return listed(request)
                    .map(origin -> varied.header("access-control-allow-origin", origin)
                            .header("access-control-expose-headers", EXPOSED)
                            .header("cross-origin-resource-policy", "cross-origin"))
                    .map(answer -> takesCookie(request) ? answer.header(CREDENTIALS, "true") : answer)
                    .orElse(varied);
        };
    }

    /** Answers preflights, which no server behind ever sees. */
    Decorator preflights() {
        return inner ->
                request -> isPreflight(request) && isShared(request) ? preflight(request) : inner.handle(request);
    }

    private Response preflight(Request request) {
        Response answer = Response.of(204);
        return listed(request).isEmpty()
                ? answer
                : answer.header("access-control-allow-methods", METHODS)
                        .header("access-control-allow-headers", takesCookie(request) ? HEADERS_WITH_COOKIE : HEADERS)
                        .header("access-control-max-age", TWO_HOURS);
    }

    private Optional<String> listed(Request request) {
        List<String> origins = request.headers().all("origin");
        return origins.size() == 1
                        && way.route(asked(request))
                                .flatMap(OpenedRoute::pages)
                                .orElse(allowed)
                                .contains(origins.getFirst())
                ? Optional.of(origins.getFirst())
                : Optional.empty();
    }

    /** The method, or the one that a preflight asks for. */
    private static String asked(Request request) {
        return request.headers().first("access-control-request-method").orElse(request.method());
    }

    private static boolean isPreflight(Request request) {
        return request.method().equals("OPTIONS")
                && request.headers().has("origin")
                && request.headers().has("access-control-request-method");
    }

    private boolean isShared(Request request) {
        String path = request.path();
        boolean atTheGate = !way.routes().isEmpty() || SHARED.stream().anyMatch(p -> p.matches(path));
        return atTheGate && !BROWSER_CALLS.matches(path) && !PAGES.contains(path);
    }

    private static boolean takesCookie(Request request) {
        return request.path().equals(Destinations.TOKEN);
    }

    private static String vary(Response response) {
        List<String> fields = response.headers().all("vary");
        boolean said = fields.stream()
                .anyMatch(f -> f.equals("*") || f.toLowerCase(Locale.ROOT).contains("origin"));
        String before = String.join(", ", fields);
        return said ? before : before.isEmpty() ? "Origin" : before + ", Origin";
    }
}
