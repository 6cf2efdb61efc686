package dev.sallyport.auth.endpoint;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.credential.KnownBrowsers;
import dev.sallyport.domain.grant.Tokens;
import dev.sallyport.kit.http.Cookies.SameSite;
import dev.sallyport.kit.http.Cookies.SetCookie;
import dev.sallyport.kit.http.Response;
import java.time.Duration;
import java.time.Instant;

/** The cookies of a browser's session (L03, L06). */
public final class WebCookies {
    static final String KNOWN_BROWSER = "__Host-known_browser";
    static final String CSRF = "__Host-csrf_token";

    private WebCookies() {}

    /** The response that makes the browser keep the tokens of a session that has begun. */
    public static Response set(Response response, Tokens tokens, String csrf, Instant now) {
        Duration access = Duration.between(now, tokens.accessExpires());
        Duration refresh = Duration.between(now, tokens.refreshExpires());
        return response.cookie(access(tokens.access().reveal(), access))
                .cookie(refresh(tokens.refresh().reveal(), refresh))
                .cookie(csrf(csrf, refresh));
    }

    /** The response that makes the browser forget them. */
    public static Response forget(Response response) {
        return response.cookie(access("", Duration.ZERO))
                .cookie(refresh("", Duration.ZERO))
                .cookie(csrf("", Duration.ZERO));
    }

    public static SetCookie knownBrowser(Secret statement) {
        return new SetCookie(KNOWN_BROWSER, statement.reveal(), "/", true, SameSite.STRICT, KnownBrowsers.LIFE);
    }

    private static SetCookie access(String value, Duration life) {
        return new SetCookie("__Host-access_token", value, "/", true, SameSite.STRICT, life);
    }

    private static SetCookie refresh(String value, Duration life) {
        return new SetCookie("__Secure-refresh_token", value, "/v1/auth", true, SameSite.STRICT, life);
    }

    private static SetCookie csrf(String value, Duration life) {
        return new SetCookie(CSRF, value, "/", false, SameSite.STRICT, life);
    }
}
