package dev.sallyport.auth.oauth;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.grant.ExchangeToken;
import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.token.TokenVerifier;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code grant_type=urn:ietf:params:oauth:grant-type:token-exchange}: one of our access tokens for another (RFC 8693). */
final class ExchangeCall implements GrantCall {
    /** The one type of token that is taken and given (RFC 8693 §3). */
    static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

    private final TokenVerifier tokens;
    private final ExchangeToken exchange;
    private final InstantSource clock;

    ExchangeCall(TokenVerifier tokens, ExchangeToken exchange, InstantSource clock) {
        this.tokens = tokens;
        this.exchange = exchange;
        this.clock = clock;
    }

    @Override
    @Spec("RFC 8693 §2.1")
    public Response answer(TokenAsk ask) {
        return objection(ask).map(OAuthError::response).orElseGet(() -> verified(ask));
    }

    private static Optional<OAuthError> objection(TokenAsk ask) {
        if (ask.client().isPublic()) {
            return Optional.of(OAuthError.of(
                    OAuthError.Code.UNAUTHORIZED_CLIENT, "a public client cannot exchange tokens: it proves nothing"));
        }
        if (ask.parameter("subject_token").isEmpty() || !isAccess(ask, "subject_token_type")) {
            return Optional.of(OAuthError.invalidRequest(
                    "subject_token is required, and subject_token_type is that of access tokens"));
        }
        boolean actor = ask.parameter("actor_token").isPresent();
        boolean actorTyped = ask.parameter("actor_token_type").isPresent();
        if (actor != actorTyped || (actor && !isAccess(ask, "actor_token_type"))) {
            return Optional.of(OAuthError.invalidRequest(
                    "actor_token and actor_token_type come together, and the type is that of access tokens"));
        }
        return ask.parameter("requested_token_type").isEmpty() || isAccess(ask, "requested_token_type")
                ? Optional.empty()
                : Optional.of(OAuthError.invalidRequest("access tokens are the only requested_token_type"));
    }

    private static boolean isAccess(TokenAsk ask, String parameter) {
        return ask.parameter(parameter).filter(ACCESS_TOKEN::equals).isPresent();
    }

    private Response verified(TokenAsk ask) {
        String subjectText = ask.parameter("subject_token").orElseThrow();
        Optional<AccessToken> subject = valid(subjectText);
        Optional<AccessToken> actor = ask.parameter("actor_token").flatMap(this::valid);
        if (subject.isEmpty()
                || actor.isPresent() != ask.parameter("actor_token").isPresent()) {
            return OAuthError.invalidRequest("the subject token or the actor token is no good access token")
                    .response();
        }
        Actors.Chain chain = Actors.chain(subjectText, subject.get(), actor, ask.client());
        return switch (chain) {
            case Actors.Chain.Act(var act) -> exchanged(ask, subject.get(), actor, act);
            case Actors.Chain.Refused(var reason) ->
                OAuthError.invalidRequest(reason).response();
        };
    }

    private Optional<AccessToken> valid(String token) {
        return tokens.verify(token) instanceof TokenVerifier.Verdict.Valid(var access)
                ? Optional.of(access)
                : Optional.empty();
    }

    /** Tokens that cannot be taken, for whatever reason, are {@code invalid_request}. */
    @Spec("RFC 8693 §2.2.2")
    private Response exchanged(TokenAsk ask, AccessToken subject, Optional<AccessToken> actor, Optional<String> act) {
        var targets = Stream.concat(ask.resources().stream(), ask.form().all("audience").stream())
                .toList();
        var question = new ExchangeToken.Ask(
                ask.client(),
                subject,
                actor,
                act,
                ask.scope(),
                targets,
                ask.key(),
                ask.request().peer());
        return switch (exchange.exchange(question)) {
            case ExchangeToken.Outcome.Exchanged(var token) ->
                TokenAnswer.of(token, ask.key(), clock.instant())
                        .issuedAs(ACCESS_TOKEN)
                        .response();
            case ExchangeToken.Outcome.BadScope() -> TokenAsk.badScope().response();
            case ExchangeToken.Outcome.BadTarget() -> TokenAsk.badTarget().response();
            case ExchangeToken.Outcome.Refused(var reason) ->
                OAuthError.invalidRequest(reason).response();
        };
    }
}
