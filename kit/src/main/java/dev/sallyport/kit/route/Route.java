package dev.sallyport.kit.route;

import dev.sallyport.domain.grant.Scope;
import dev.sallyport.kit.http.Handler;
import java.util.Optional;

/**
 * One line of a server's front door: what is asked how, and the lock before the handler. The factories read as a table.
 *
 * @param method one of GET, POST, PUT, PATCH, DELETE; GET answers HEAD too; OPTIONS where a protocol is asked what it speaks
 * @param template a path such as {@code /v1/files/{id}}; a last segment {@code **} takes the rest
 * @param bodyLimit the longest body taken, in bytes; longer ones get 413
 * @param sunset when this version of the call goes away, for older versions (RFC 8594)
 */
public record Route(String method, String template, Access access, long bodyLimit, Optional<Sunset> sunset) {
    /** Bodies up to 64 KiB are taken where a route does not say otherwise. */
    public static final long USUAL_BODY = 64 * 1024;

    /**
     * The end of an older version.
     *
     * @param deprecated since when it is deprecated (RFC 9745)
     * @param gone when it goes (RFC 8594)
     * @param successor the path template that replaces it
     */
    public record Sunset(java.time.Instant deprecated, java.time.Instant gone, String successor) {}

    @SuppressWarnings("MethodName")
    public static Route Open(String method, String template, Handler handler, Access.Because because) {
        return of(method, template, new Access.Open(because, handler));
    }

    @SuppressWarnings("MethodName")
    public static Route FromBrowser(String method, String template, Handler handler, Access.Because because) {
        return of(method, template, new Access.FromBrowser(because, handler));
    }

    @SuppressWarnings("MethodName")
    public static Route ForBrowser(String method, String template, Access.BrowserHandler handler) {
        return of(method, template, new Access.ForBrowser(Access.Cookie.ACCESS, handler));
    }

    /** At the browser gate with the refresh cookie: {@code refresh_web} and {@code logout_web}. */
    @SuppressWarnings("MethodName")
    public static Route ForBrowserRefresh(String method, String template, Access.BrowserHandler handler) {
        return of(method, template, new Access.ForBrowser(Access.Cookie.REFRESH, handler));
    }

    @SuppressWarnings("MethodName")
    public static Route ForPage(String method, String template, Access.PageHandler handler) {
        return of(method, template, new Access.ForPage(handler));
    }

    @SuppressWarnings("MethodName")
    public static Route ForBearer(String method, String template, Scope scopes, Access.BearerHandler handler) {
        return of(method, template, new Access.ForBearer(scopes, handler));
    }

    /** For tokens of this audience, in the place of the house's. */
    @SuppressWarnings("MethodName")
    public static Route ForBearer(
            String method, String template, Scope scopes, String audience, Access.BearerHandler handler) {
        return of(method, template, new Access.ForBearer(scopes, Optional.of(audience), handler));
    }

    @SuppressWarnings("MethodName")
    public static Route ForClient(String method, String template, Access.ClientHandler handler) {
        return of(method, template, new Access.ForClient(handler));
    }

    @SuppressWarnings("MethodName")
    public static Route ForAdmin(
            String method, String template, Access.Permission permission, Access.AdminHandler handler) {
        return of(method, template, new Access.ForAdmin(permission, handler));
    }

    public static Access.Because because(String reason) {
        return new Access.Because(reason);
    }

    private static Route of(String method, String template, Access access) {
        return new Route(method, template, access, USUAL_BODY, Optional.empty());
    }

    /** The same route, taking bodies up to {@code bytes}. */
    public Route upTo(long bytes) {
        return new Route(method, template, access, bytes, sunset);
    }

    /** The same route, on its way out. */
    public Route until(Sunset end) {
        return new Route(method, template, access, bodyLimit, Optional.of(end));
    }
}
