package dev.sallyport.auth.oauth;

import dev.sallyport.auth.jose.Envelopes.Enveloped;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.grant.RefreshFamily;
import dev.sallyport.domain.grant.Tokens;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.token.IdToken;
import dev.sallyport.kit.http.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Answers a grant that was made: access token, ID token where {@code openid} was asked, refresh token where it may be had. */
final class GrantAnswers {
    private final IdTokens idTokens;
    private final RefreshCookie cookies;
    private final InstantSource clock;

    GrantAnswers(IdTokens idTokens, RefreshCookie cookies, InstantSource clock) {
        this.idTokens = idTokens;
        this.cookies = cookies;
        this.clock = clock;
    }

    Response granted(TokenAsk ask, Tokens tokens, Person person, RefreshFamily family, Optional<String> nonce) {
        Instant now = clock.instant();
        if (!family.scope().tokens().contains("openid")) {
            return answered(ask, tokens, family, Optional.empty(), now);
        }
        return switch (idToken(ask, tokens, person, family, nonce, now)) {
            case Enveloped.Ready(var token) -> answered(ask, tokens, family, Optional.of(token), now);
            case Enveloped.NoKey() ->
                OAuthError.invalidRequest("the client wants ID tokens encrypted and has no public key for it")
                        .response();
        };
    }

    private Response answered(
            TokenAsk ask, Tokens tokens, RefreshFamily family, Optional<String> idToken, Instant now) {
        var answer = TokenAnswer.of(tokens, ask.key(), now)
                .withIdToken(idToken)
                .withDetails(family.terms().authorizationDetails());
        if (!ask.client().may(GrantType.REFRESH_TOKEN)) {
            return answer.response();
        }
        return ask.client().refreshInCookie()
                ? cookies.set(answer, tokens, family.id(), now)
                : answer.withRefresh(tokens.refresh().reveal()).response();
    }

    private Enveloped idToken(
            TokenAsk ask, Tokens tokens, Person person, RefreshFamily family, Optional<String> nonce, Instant now) {
        var terms = family.terms();
        return idTokens.sign(
                new IdToken(
                        ask.client(),
                        person,
                        nonce,
                        terms.authenticated(),
                        terms.acr(),
                        terms.methods(),
                        family.session().toString(),
                        tokens.access(),
                        now,
                        tokens.accessExpires()),
                terms.claims());
    }
}
