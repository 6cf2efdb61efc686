package dev.sallyport.auth.endpoint;

import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.RefreshTokens;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.BrowserSession;
import java.time.Instant;
import java.time.InstantSource;

/** {@code POST /v1/auth/refresh_web}: turns the refresh cookie. The CSRF token is the session's and stays. */
public final class RefreshWeb {
    private final RefreshTokens refresh;
    private final InstantSource clock;

    public RefreshWeb(RefreshTokens refresh, InstantSource clock) {
        this.refresh = refresh;
        this.clock = clock;
    }

    record TurnedView(long expiresIn, String csrfToken) {}

    public Response handle(Request request, BrowserSession session) {
        var ask = new RefreshTokens.Ask(session.credential(), ClientId.WEB, request.peer());
        String csrf = request.cookie(WebCookies.CSRF).orElse("");
        return switch (refresh.refresh(ask)) {
            case RefreshTokens.Outcome.Granted granted -> {
                Instant now = clock.instant();
                long life = Answers.seconds(now, granted.tokens().accessExpires());
                yield WebCookies.set(Answers.json(200, new TurnedView(life, csrf)), granted.tokens(), csrf, now);
            }
            case RefreshTokens.Outcome.NotGranted refused ->
                WebCookies.forget(Problem.unauthorized("The session is over: sign in again.")
                        .response());
        };
    }
}
