package dev.sallyport.auth.oauth;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.grant.RedeemDevice;
import dev.sallyport.kit.http.Response;
import java.util.Optional;

/** {@code grant_type=urn:ietf:params:oauth:grant-type:device_code}: a device asks whether the person has said yes. */
final class DeviceCall implements GrantCall {
    private final RedeemDevice redeem;
    private final GrantAnswers answers;

    DeviceCall(RedeemDevice redeem, GrantAnswers answers) {
        this.redeem = redeem;
        this.answers = answers;
    }

    @Override
    @Spec("RFC 8628 §3.4")
    public Response answer(TokenAsk ask) {
        return ask.parameter("device_code")
                .map(code -> asked(ask, code))
                .orElseGet(() ->
                        OAuthError.invalidRequest("device_code is missing").response());
    }

    @Spec("RFC 8628 §3.5")
    private Response asked(TokenAsk ask, String code) {
        var question = new RedeemDevice.Ask(
                Secret.of(code),
                ask.client(),
                ask.resources(),
                ask.key(),
                ask.request().peer());
        return switch (redeem.redeem(question)) {
            case RedeemDevice.Outcome.Granted(var tokens, var person, var family) ->
                answers.granted(ask, tokens, person, family, Optional.empty());
            case RedeemDevice.Outcome.Pending() ->
                error(OAuthError.Code.AUTHORIZATION_PENDING, "the person has not answered yet");
            case RedeemDevice.Outcome.TooSoon(var interval) ->
                error(OAuthError.Code.SLOW_DOWN, "wait " + interval.toSeconds() + " seconds between two questions");
            case RedeemDevice.Outcome.Denied() -> error(OAuthError.Code.ACCESS_DENIED, "the person said no");
            case RedeemDevice.Outcome.Expired() ->
                error(OAuthError.Code.EXPIRED_TOKEN, "the device code has expired; ask for another");
            case RedeemDevice.Outcome.BadTarget() -> TokenAsk.badTarget().response();
            case RedeemDevice.Outcome.Refused(var reason) ->
                OAuthError.invalidGrant(reason).response();
        };
    }

    private static Response error(OAuthError.Code code, String description) {
        return OAuthError.of(code, description).response();
    }
}
