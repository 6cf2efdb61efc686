package dev.sallyport.auth.oauth;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.grant.RedeemCode;
import dev.sallyport.kit.http.Response;

/** {@code grant_type=authorization_code} (RFC 6749 §4.1.3, RFC 7636 §4.5). */
final class CodeCall implements GrantCall {
    private final RedeemCode redeem;
    private final GrantAnswers answers;

    CodeCall(RedeemCode redeem, GrantAnswers answers) {
        this.redeem = redeem;
        this.answers = answers;
    }

    @Override
    public Response answer(TokenAsk ask) {
        if (ask.parameter("code").isEmpty() || ask.parameter("code_verifier").isEmpty()) {
            return OAuthError.invalidRequest("code and code_verifier are required")
                    .response();
        }
        var redemption = new RedeemCode.Ask(
                Secret.of(ask.parameter("code").get()),
                ask.client(),
                ask.parameter("redirect_uri"),
                ask.parameter("code_verifier").get(),
                ask.resources(),
                ask.key(),
                ask.request().peer());
        return switch (redeem.redeem(redemption)) {
            case RedeemCode.Outcome.Granted(var tokens, var person, var family, var nonce) ->
                answers.granted(ask, tokens, person, family, nonce);
            case RedeemCode.Outcome.BadTarget() -> TokenAsk.badTarget().response();
            case RedeemCode.Outcome.Refused(var reason) ->
                OAuthError.invalidGrant(reason).response();
        };
    }
}
