package dev.sallyport.auth.oauth;

import dev.sallyport.auth.jose.BearerAssertions;
import dev.sallyport.auth.jose.TrustedIssuer;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.grant.RedeemAssertion;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.kit.http.Response;
import java.time.InstantSource;
import java.util.Optional;

/**
 * {@code grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer}: the word of a trusted issuer for an access token (RFC 7523 §2.1). A
 * public client may use it, for what is proven here is proven by the assertion.
 */
final class AssertionCall implements GrantCall {
    private final BearerAssertions assertions;
    private final RedeemAssertion redeem;
    private final Resources resources;
    private final InstantSource clock;

    AssertionCall(BearerAssertions assertions, RedeemAssertion redeem, Resources resources, InstantSource clock) {
        this.assertions = assertions;
        this.redeem = redeem;
        this.resources = resources;
        this.clock = clock;
    }

    /** What is wrong with the request is said before the assertion is used up. */
    @Override
    @Spec("RFC 7521 §4.1")
    public Response answer(TokenAsk ask) {
        Optional<String> assertion = ask.parameter("assertion");
        if (assertion.isEmpty()) {
            return OAuthError.invalidRequest("assertion is missing").response();
        }
        Scope scope = ask.scope().orElse(ask.client().scopes());
        if (!ask.client().scopes().covers(scope)) {
            return TokenAsk.badScope().response();
        }
        if (!resources.allowed(ask.client(), ask.resources())) {
            return TokenAsk.badTarget().response();
        }
        return switch (assertions.verify(assertion.get(), ask.client().id())) {
            case BearerAssertions.Verdict.Proven(var issuer, var whom) -> redeemed(ask, scope, issuer, whom);
            case BearerAssertions.Verdict.Refused(var reason) ->
                OAuthError.invalidGrant(reason).response();
        };
    }

    private Response redeemed(TokenAsk ask, Scope scope, String issuer, TrustedIssuer.Mapped whom) {
        Optional<PersonId> person = switch (whom) {
            case TrustedIssuer.Mapped.ThePerson(var id) -> Optional.of(id);
            case TrustedIssuer.Mapped.TheClient() -> Optional.empty();
        };
        var question = new RedeemAssertion.Ask(
                ask.client(),
                issuer,
                person,
                scope,
                ask.resources(),
                ask.key(),
                ask.request().peer());
        return switch (redeem.redeem(question)) {
            case RedeemAssertion.Outcome.Granted(var token) ->
                TokenAnswer.of(token, ask.key(), clock.instant()).response();
            case RedeemAssertion.Outcome.Refused(var reason) ->
                OAuthError.invalidGrant(reason).response();
        };
    }
}
