package dev.sallyport.auth.logout;

import dev.sallyport.auth.gate.ClientProof.ClientLookup;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.session.Participant;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SessionStore;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Finds what the signed-out page loads in frames, so that clients end their own sessions in the same browser. */
public final class FrontChannelLogout {
    /** How many clients one page can tell (T43). */
    private static final int MOST = 30;

    private final String issuer;
    private final ClientLookup clients;
    private final SessionStore sessions;

    public FrontChannelLogout(String issuer, ClientLookup clients, SessionStore sessions) {
        this.issuer = issuer;
        this.clients = clients;
        this.sessions = sessions;
    }

    /** @param ended the sessions that end, or have just ended */
    public List<URI> frames(List<Session> ended) {
        return ended.stream()
                .flatMap(session -> sessions.participants(session.id()).stream())
                .flatMap(participant -> frame(participant).stream())
                .distinct()
                .limit(MOST)
                .toList();
    }

    private Optional<URI> frame(Participant participant) {
        return clients.byId(participant.client())
                .map(Client::metadata)
                .flatMap(metadata -> metadata.frontchannelLogout()
                        .map(uri -> metadata.frontchannelSession() ? named(uri, participant) : uri));
    }

    @Spec("OpenID Connect Front-Channel Logout §2")
    private URI named(URI uri, Participant participant) {
        String query = "iss=" + URLEncoder.encode(issuer, StandardCharsets.UTF_8) + "&sid=" + participant.sid();
        return URI.create(uri + (uri.getRawQuery() == null ? "?" : "&") + query);
    }
}
