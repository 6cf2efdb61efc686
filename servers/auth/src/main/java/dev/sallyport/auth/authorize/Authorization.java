package dev.sallyport.auth.authorize;

import dev.sallyport.auth.oauth.OAuthError;
import dev.sallyport.auth.oauth.OAuthError.Code;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.grant.Consent;
import dev.sallyport.domain.grant.ConsentStore;
import dev.sallyport.domain.grant.GrantAuthorization;
import dev.sallyport.domain.session.Session;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Decides what comes next in a flow: a page that the person must see first, the code, or an error for the client. */
final class Authorization {
    private final ConsentStore consents;
    private final IdTokenHints hints;
    private final InstantSource clock;

    Authorization(ConsentStore consents, IdTokenHints hints, InstantSource clock) {
        this.consents = consents;
        this.hints = hints;
        this.clock = clock;
    }

    /** What comes next. */
    sealed interface Next {
        record SignIn() implements Next {}

        /** The person wants an account, says the client; whoever has one signs in instead. */
        record SignUp() implements Next {}

        record Choose() implements Next {}

        record AskConsent(Session session) implements Next {}

        /** A device waits for an answer; it is asked for each time, trusted client or not (RFC 8628 §5.4). */
        record ConfirmDevice(Session session) implements Next {}

        record Grant(Session session) implements Next {}

        record Fail(OAuthError error) implements Next {}
    }

    /** @param here the live sign-on sessions of the browser, the one in use first */
    @Spec("OpenID Connect Core §3.1.2.3")
    Next next(AuthorizationRequest ask, Flow flow, List<Session> here) {
        Optional<Session> session = session(ask, flow, here);
        if (mustSignUp(ask, flow, session)) {
            return new Next.SignUp();
        }
        if (session.isEmpty() || mustSignInAgain(ask, flow, session.get())) {
            return ask.wants(Prompt.NONE) ? fail(Code.LOGIN_REQUIRED, "the person must sign in") : new Next.SignIn();
        }
        if (ask.wants(Prompt.SELECT_ACCOUNT) && flow.chosen().isEmpty() && !signedInDuring(flow, session.get())) {
            return new Next.Choose();
        }
        if (ask.device().isPresent()) {
            return new Next.ConfirmDevice(session.get());
        }
        if (needsConsent(ask, session.get())) {
            return ask.wants(Prompt.NONE)
                    ? fail(Code.CONSENT_REQUIRED, "the person must consent")
                    : new Next.AskConsent(session.get());
        }
        return new Next.Grant(session.get());
    }

    /** The session that the flow is about: the chosen one, the one that {@code id_token_hint} means, or the one in use. */
    private Optional<Session> session(AuthorizationRequest ask, Flow flow, List<Session> here) {
        if (flow.chosen().isPresent()) {
            return here.stream()
                    .filter(s -> s.id().toString().equals(flow.chosen().get()))
                    .findFirst();
        }
        return ask.idTokenHint().isEmpty()
                ? here.stream().findFirst()
                : here.stream()
                        .filter(s -> hints.means(ask.idTokenHint().get(), ask.client(), s.person()))
                        .findFirst();
    }

    /** Nobody who was here before counts: another account is wanted. Who signed in since then has been at that page. */
    @Spec("OpenID Connect Prompt Create §4")
    private static boolean mustSignUp(AuthorizationRequest ask, Flow flow, Optional<Session> session) {
        return ask.wants(Prompt.CREATE)
                && flow.chosen().isEmpty()
                && session.filter(s -> signedInDuring(flow, s)).isEmpty();
    }

    private boolean mustSignInAgain(AuthorizationRequest ask, Flow flow, Session session) {
        if (signedInDuring(flow, session)) {
            return false;
        }
        return ask.wants(Prompt.LOGIN)
                || ask.maxAge()
                        .filter(age -> session.authenticated().plus(age).isBefore(clock.instant()))
                        .isPresent();
    }

    private static boolean signedInDuring(Flow flow, Session session) {
        return !session.authenticated().isBefore(flow.beginning());
    }

    /** A client of the house asks nobody; consent for another is remembered, but not for acting while the person is away or in one matter. */
    private boolean needsConsent(AuthorizationRequest ask, Session session) {
        if (ask.client().metadata().trusted()) {
            return false;
        }
        return ask.wants(Prompt.CONSENT)
                || ask.details().isPresent()
                || ask.scope().tokens().contains(GrantAuthorization.OFFLINE)
                || consents.find(session.person(), ask.client().id())
                        .map(Consent::scope)
                        .filter(scope -> scope.covers(ask.scope()))
                        .isEmpty();
    }

    private static Next fail(Code code, String description) {
        return new Next.Fail(OAuthError.of(code, description));
    }
}
