package dev.sallyport.auth.endpoint;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.grant.RefreshSeal;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.session.SignOut;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.JsonBody;
import dev.sallyport.kit.route.BearerToken;
import dev.sallyport.kit.route.BrowserSession;
import jakarta.validation.constraints.Size;
import java.util.Optional;

/** {@code POST /v1/auth/logout_web} and {@code logout_mobile}: the session ends and its family is revoked. */
public final class Logout {
    private final SignOut signOut;
    private final RefreshSeal seal;

    public Logout(SignOut signOut, RefreshSeal seal) {
        this.signOut = signOut;
        this.seal = seal;
    }

    /** The body of {@code logout_mobile}. */
    public record Body(@Size(min = 1, max = 4096) Secret refreshToken) {}

    public Response web(Request request, BrowserSession session) {
        signOut.signOut(session.session(), session.person(), request.peer());
        return WebCookies.forget(Answers.noContent());
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
