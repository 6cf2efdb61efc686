package dev.sallyport.auth.authorize;

import dev.sallyport.auth.gate.ClientProof.ClientLookup;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.grant.AnswerDevice;
import dev.sallyport.domain.grant.DeviceRequest;
import dev.sallyport.domain.grant.GrantTerms;
import dev.sallyport.domain.grant.UserCode;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.domain.session.Session;
import java.util.Optional;

/** Makes of a device's request what the pages of sign-in know: a client that asks for a scope. */
final class DeviceFlows {
    private final AnswerDevice answers;
    private final ClientLookup clients;
    private final ProveRedirect redirects;

    DeviceFlows(AnswerDevice answers, ClientLookup clients, ProveRedirect redirects) {
        this.answers = answers;
        this.clients = clients;
        this.redirects = redirects;
    }

    AnswerDevice.Typed type(String typed, Address from) {
        return answers.type(typed, from);
    }

    /** What waits behind a code that was typed before; nothing when it was answered, or its client disabled meanwhile (T19). */
    Optional<AuthorizationRequest> ask(UserCode code) {
        return answers.waiting(code)
                .flatMap(request -> clients.byId(request.client())
                        .filter(client -> client.enabled() && client.may(GrantType.DEVICE_CODE))
                        .map(client -> ask(code, client, request)));
    }

    private AuthorizationRequest ask(UserCode code, Client client, DeviceRequest request) {
        return AuthorizationRequest.ofDevice(
                new AuthorizationRequest.Device(code, request), client, redirects.ofDevice(client));
    }

    /** False when it was answered or has expired meanwhile. */
    boolean allow(AuthorizationRequest ask, Session session, GrantTerms terms, Address from) {
        return ask.device()
                .filter(device -> answers.allow(
                        device.code(),
                        device.request(),
                        session,
                        terms.boundTo(device.request().terms().confirmation()),
                        from))
                .isPresent();
    }

    /** False as above. */
    boolean deny(AuthorizationRequest ask, Session session, Address from) {
        return ask.device()
                .filter(device -> answers.deny(device.code(), device.request(), session, from))
                .isPresent();
    }
}
