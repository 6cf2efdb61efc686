package dev.sallyport.auth.endpoint;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.RefreshTokens;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.JsonBody;
import jakarta.validation.constraints.Size;
import java.time.InstantSource;

/** {@code POST /v1/auth/refresh_mobile}: turns the refresh token of an app. */
public final class RefreshMobile {
    private final RefreshTokens refresh;
    private final InstantSource clock;

    public RefreshMobile(RefreshTokens refresh, InstantSource clock) {
        this.refresh = refresh;
        this.clock = clock;
    }

    /** The body. */
    public record Body(@Size(min = 1, max = 4096) Secret refreshToken) {}

    public Response handle(Request request) {
        return JsonBody.read(request, Body.class, body -> {
            var ask = new RefreshTokens.Ask(body.refreshToken().reveal(), ClientId.MOBILE, request.peer());
            return switch (refresh.refresh(ask)) {
                case RefreshTokens.Outcome.Granted granted ->
                    Answers.json(200, TokenView.of(granted.tokens(), clock.instant()));
                case RefreshTokens.Outcome.NotGranted refused ->
                    Problem.unauthorized("The refresh token is not good: sign in again.")
                            .response();
            };
        });
    }
}
