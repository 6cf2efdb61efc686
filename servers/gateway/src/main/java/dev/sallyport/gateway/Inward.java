package dev.sallyport.gateway;

import dev.sallyport.kit.http.Cookies;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.route.BrowserSession;
import java.util.Set;

/** A request that went through one of the two gates. Nothing else reaches a server behind, and only the gates make one (T42). */
sealed interface Inward {
    /** A single-page app's refresh token, sent to the token endpoint only, and the CSRF token beside it (L04). */
    Set<String> OF_THE_TOKEN_ENDPOINT = Set.of("__Secure-oauth_refresh", "__Host-oauth_csrf");

    Request request();

    /** Came through the API gate: whatever it proves, it proves by {@code Authorization}. */
    final class ByApiGate implements Inward {
        private final Request request;

        private ByApiGate(Request request) {
            this.request = request;
        }

        @Override
        public Request request() {
            return request;
        }
    }

    /** Came through the browser gate: a cookie opened it, and a bearer token goes inward. */
    final class ByBrowserGate implements Inward {
        private final Request request;

        private ByBrowserGate(Request request) {
            this.request = request;
        }

        @Override
        public Request request() {
            return request;
        }
    }

    /** The API gate: cookies stay outside, except where the server behind keeps a browser-gate call or a page. */
    static ByApiGate admit(Request request, Place.Cookies cookies) {
        return new ByApiGate(
                switch (cookies) {
                    case KEPT -> request;
                    case REFRESH_ONLY -> request.with(Cookies.only(request.headers(), OF_THE_TOKEN_ENDPOINT));
                    case DROPPED -> request.with(request.headers().without("cookie"));
                });
    }

    /** The browser gate: {@code /web/v1/x} with a cookie becomes {@code /v1/x} with a bearer token. */
    static ByBrowserGate mediate(Request request, BrowserSession session) {
        Headers headers = request.headers()
                .without("cookie")
                .without("x-csrf-token")
                .set("authorization", "Bearer " + session.credential());
        return new ByBrowserGate(
                request.at(request.path().substring(Destinations.WEB.length())).with(headers));
    }
}
