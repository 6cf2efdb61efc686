package dev.sallyport.auth.oauth;

import dev.sallyport.domain.grant.RefreshTokens;
import dev.sallyport.kit.http.Response;
import java.util.Optional;

/** {@code grant_type=refresh_token} (RFC 6749 §6), the token in the form or, for {@code refresh_in_cookie}, in its cookie (L04). */
final class RefreshCall implements GrantCall {
    private final RefreshTokens refresh;
    private final RefreshCookie cookies;
    private final GrantAnswers answers;

    RefreshCall(RefreshTokens refresh, RefreshCookie cookies, GrantAnswers answers) {
        this.refresh = refresh;
        this.cookies = cookies;
        this.answers = answers;
    }

    @Override
    public Response answer(TokenAsk ask) {
        Optional<String> posted = ask.parameter("refresh_token");
        if (ask.client().refreshInCookie()) {
            return posted.isPresent()
                    ? OAuthError.invalidRequest("this client's refresh token is a cookie and not a parameter")
                            .response()
                    : switch (cookies.read(ask.request(), ask.client())) {
                        case RefreshCookie.Read.Token(var token) -> turned(ask, token);
                        case RefreshCookie.Read.Refused(var error) -> error.response();
                    };
        }
        return posted.map(token -> turned(ask, token))
                .orElseGet(() ->
                        OAuthError.invalidRequest("refresh_token is missing").response());
    }

    private Response turned(TokenAsk ask, String token) {
        var turn = new RefreshTokens.Ask(
                token, ask.client().id(), ask.request().peer(), ask.scope(), ask.resources(), ask.key());
        return switch (refresh.refresh(turn)) {
            case RefreshTokens.Outcome.Granted(var tokens, var person, var family) ->
                answers.granted(ask, tokens, person, family, Optional.empty());
            case RefreshTokens.Outcome.BadScope() -> TokenAsk.badScope().response();
            case RefreshTokens.Outcome.BadTarget() -> TokenAsk.badTarget().response();
            case RefreshTokens.Outcome.Refused refused ->
                OAuthError.invalidGrant("the refresh token is not good").response();
        };
    }
}
