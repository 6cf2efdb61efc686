package dev.sallyport.auth.endpoint;

import dev.sallyport.auth.gate.SignOnCookies;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.grant.RefreshSeal;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.session.SignOut;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.JsonBody;
import dev.sallyport.kit.route.BearerToken;
import dev.sallyport.kit.route.BrowserSession;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;

/** {@code POST /v1/auth/logout_web} and {@code logout_mobile}: the session ends and its families are revoked. */
public final class Logout {
    private final SignOut signOut;
    private final SignOnCookies cookies;
    private final RefreshSeal seal;

    public Logout(SignOut signOut, SignOnCookies cookies, RefreshSeal seal) {
        this.signOut = signOut;
        this.cookies = cookies;
        this.seal = seal;
    }

    /** The body of {@code logout_mobile}. */
    public record Body(@Size(min = 1, max = 4096) Secret refreshToken) {}

    /** Whoever signs out here is signed out of this browser, at the authorization endpoint too; other people stay. */
    public Response web(Request request, BrowserSession session) {
        List<Session> here = cookies.here(request);
        signOut.signOut(session.session(), session.person(), request.peer());
        here.stream()
                .filter(s -> s.person().equals(session.person()))
                .forEach(s -> signOut.signOut(s.id(), s.person(), request.peer()));
        List<Session> others =
                here.stream().filter(s -> !s.person().equals(session.person())).toList();
        return cookies.set(WebCookies.forget(Answers.noContent()), others);
    }

    /** Whose session ends is said by the bearer token; the refresh token must be of the same session (T48). */
    public Response mobile(Request request, BearerToken token) {
        return Answers.forPerson(
                token,
                person -> JsonBody.read(request, Body.class, body -> {
                    Optional<SessionId> named =
                            seal.open(body.refreshToken().reveal()).map(member -> member.session());
                    if (!named.equals(token.claims().session())) {
                        return Answers.invalid("/refresh_token", "must be the refresh token of this session");
                    }
                    named.ifPresent(session -> signOut.signOut(session, person, request.peer()));
                    return Answers.noContent();
                }));
    }
}
