package dev.sallyport.kit.route;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What the browser gate asks of every request (L08, L09, L12). */
final class BrowserLock {
    private final String ownOrigin;

    BrowserLock(URI publicUrl) {
        this.ownOrigin = origin(publicUrl);
    }

    /** The one cookie that opens the gate. */
    static String name(Access.Cookie cookie) {
        return switch (cookie) {
            case ACCESS -> "__Host-access_token";
            case REFRESH -> "__Secure-refresh_token";
        };
    }

    /** A bearer token has no business at the browser gate (T42). */
    Optional<Problem> mixed(Request request) {
        return request.headers().has("authorization")
                ? Optional.of(Problem.of(
                        400,
                        "mixed-credentials",
                        "Two kinds of credential",
                        "The browser gate takes a cookie and nothing else; leave Authorization out."))
                : Optional.empty();
    }

    /** What changes state must come from our own pages; what the browser says of it must agree (T11). */
    Optional<Problem> foreign(Request request) {
        if (request.isSafe()) {
            return Optional.empty();
        }
        List<String> origins = request.headers().all("origin");
        List<String> sites = request.headers().all("sec-fetch-site");
        boolean ownOrigins = origins.isEmpty() || origins.equals(List.of(ownOrigin));
        boolean ownSites = sites.isEmpty() || sites.equals(List.of("same-origin")) || sites.equals(List.of("none"));
        return ownOrigins && ownSites ? Optional.empty() : Optional.of(foreign());
    }

    private static Problem foreign() {
        return Problem.of(
                403, "foreign-origin", "From another site", "This is taken from the product's own pages only.");
    }

    /**
     * A page that opens a WebSocket sends cookies along and is held up by no CORS, so it must be our own or be listed, and it
     * must be said which it is (T11).
     *
     * @param listed origins of pages beside our own
     */
    @Spec("RFC 6455 §10.2")
    Optional<Problem> foreignPage(Request request, Set<String> listed) {
        List<String> origins = request.headers().all("origin");
        boolean known =
                origins.size() == 1 && (origins.getFirst().equals(ownOrigin) || listed.contains(origins.getFirst()));
        return known ? Optional.empty() : Optional.of(foreign());
    }

    /** What changes state carries the session's CSRF token: header, cookie and session agree. */
    Optional<Problem> forged(Request request, Supplier<Optional<Digest>> ofSession) {
        if (request.isSafe()) {
            return Optional.empty();
        }
        List<String> headers = request.headers().all("x-csrf-token");
        String cookie = request.cookie("__Host-csrf_token").orElse("");
        boolean agree = headers.size() == 1
                && !cookie.isEmpty()
                && equal(headers.getFirst(), cookie)
                && ofSession
                        .get()
                        .filter(digest ->
                                equal(digest.value(), Digest.of(cookie).value()))
                        .isPresent();
        return agree
                ? Optional.empty()
                : Optional.of(Problem.of(
                        403,
                        "csrf",
                        "The CSRF token is missing or wrong",
                        "Send the value of the cookie __Host-csrf_token in the header X-CSRF-Token."));
    }

    private static boolean equal(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    /** Scheme, host and port as browsers write them (RFC 6454 §6.2). */
    private static String origin(URI url) {
        boolean usual = url.getPort() < 0
                || (url.getScheme().equals("https") && url.getPort() == 443)
                || (url.getScheme().equals("http") && url.getPort() == 80);
        return url.getScheme() + "://" + url.getHost() + (usual ? "" : ":" + url.getPort());
    }
}
