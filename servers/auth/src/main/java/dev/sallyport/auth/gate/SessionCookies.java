package dev.sallyport.auth.gate;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.RefreshSeal;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.session.SessionStore;
import dev.sallyport.kit.route.BrowserGate;
import dev.sallyport.kit.token.TokenVerifier;
import java.time.InstantSource;
import java.util.Optional;

/** Reads the browser's session cookies. Only tokens that were made for the web client open this gate. */
public final class SessionCookies implements BrowserGate {
    private final TokenVerifier tokens;
    private final RefreshSeal seal;
    private final SessionStore sessions;
    private final InstantSource clock;

    public SessionCookies(TokenVerifier tokens, RefreshSeal seal, SessionStore sessions, InstantSource clock) {
        this.tokens = tokens;
        this.seal = seal;
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public Optional<Claim> byAccessCookie(String cookie) {
        return switch (tokens.verify(cookie)) {
            case TokenVerifier.Verdict.Valid(var token)
            when token.client().equals(ClientId.WEB) ->
                token.session().filter(this::isLive).map(session -> new Claim(session, PersonId.of(token.subject())));
            case TokenVerifier.Verdict.Valid foreign -> Optional.empty();
            case TokenVerifier.Verdict.Invalid invalid -> Optional.empty();
        };
    }

    @Override
    public Optional<Claim> byRefreshCookie(String cookie) {
        return seal.open(cookie)
                .filter(member -> member.client().equals(ClientId.WEB))
                .filter(member -> clock.instant().isBefore(member.expires()))
                .map(member -> new Claim(member.session(), member.person()));
    }

    /** An access cookie that somebody kept opens nothing after sign-out. */
    private boolean isLive(SessionId session) {
        return sessions.byId(session).filter(s -> s.isLive(clock.instant())).isPresent();
    }

    @Override
    public Optional<Digest> csrfOf(SessionId session) {
        return sessions.byId(session).filter(s -> s.isLive(clock.instant())).flatMap(Session::csrf);
    }
}
