package dev.sallyport.auth.gate;

import dev.sallyport.domain.KeyedDigest;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.credential.KnownBrowsers;
import dev.sallyport.domain.key.Sealer;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.session.SessionStore;
import dev.sallyport.kit.http.Cookies.SameSite;
import dev.sallyport.kit.http.Cookies.SetCookie;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes and reads {@code __Host-session}: the sign-on sessions of a browser, the one in use first; a session of the product's
 * own web app is one of them. Each is named with the time
 * of its last sign-in under a keyed digest, so that signing in again makes every older copy of the cookie useless (T08).
 */
public final class SignOnCookies {
    /** What {@link KnownBrowsers} says, as the browser keeps it. */
    public static final String KNOWN_BROWSER = "__Host-known_browser";

    private static final String COOKIE = "__Host-session";
    private static final int MOST = 5;
    private static final int LONGEST = 1024;

    private final KeyedDigest digest;
    private final SessionStore sessions;
    private final InstantSource clock;

    public SignOnCookies(Sealer sealer, SessionStore sessions, InstantSource clock) {
        this.digest = new KeyedDigest(sealer.derive("sign-on-sessions"));
        this.sessions = sessions;
        this.clock = clock;
    }

    /** The live sessions that the request's cookie names. */
    public List<Session> here(Request request) {
        return request.cookie(COOKIE).map(this::read).orElse(List.of());
    }

    /** The session, with the others of the browser behind it. */
    public static List<Session> inFront(Session session, List<Session> others) {
        return Stream.concat(
                        Stream.of(session),
                        others.stream().filter(other -> !other.id().equals(session.id())))
                .toList();
    }

    /** The live sessions that the cookie names. */
    public List<Session> read(String cookie) {
        if (cookie.isEmpty() || cookie.length() > LONGEST) {
            return List.of();
        }
        var found = new ArrayList<Session>();
        Arrays.stream(cookie.split("~", -1))
                .limit(MOST)
                .flatMap(name -> session(name).stream())
                .filter(s -> found.stream().noneMatch(f -> f.id().equals(s.id())))
                .forEach(found::add);
        return List.copyOf(found);
    }

    private Optional<Session> session(String name) {
        String[] parts = name.split("\\.", -1);
        if (parts.length != 3 || !digest.matches(parts[2], parts[0], parts[1])) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return sessions.byId(SessionId.of(parts[0]))
                .filter(s -> signsOn(s) && s.isLive(now))
                .filter(s -> Long.toString(s.authenticated().toEpochMilli()).equals(parts[1]));
    }

    private static boolean signsOn(Session session) {
        return switch (session.kind()) {
            case SIGN_ON, WEB -> true;
            case MOBILE, GRANT -> false;
        };
    }

    /** The response that makes the browser keep these sessions, the first of them in use. */
    public Response set(Response response, List<Session> all) {
        if (all.isEmpty()) {
            return forget(response);
        }
        Instant last =
                all.stream().map(Session::expires).max(Instant::compareTo).orElseThrow();
        return response.cookie(cookie(
                all.stream().limit(MOST).map(this::name).collect(Collectors.joining("~")),
                Duration.between(clock.instant(), last)));
    }

    /** The same, with the statement that this browser is known to who signed in. */
    public Response set(Response response, List<Session> all, Secret knownBrowser) {
        return set(response, all)
                .cookie(new SetCookie(
                        KNOWN_BROWSER, knownBrowser.reveal(), "/", true, SameSite.STRICT, KnownBrowsers.LIFE));
    }

    public Response forget(Response response) {
        return response.cookie(cookie("", Duration.ZERO));
    }

    private String name(Session session) {
        String id = session.id().toString();
        String time = Long.toString(session.authenticated().toEpochMilli());
        return id + "." + time + "." + digest.of(id, time);
    }

    private static SetCookie cookie(String value, Duration life) {
        return new SetCookie(COOKIE, value, "/", true, SameSite.LAX, life);
    }
}
