package dev.sallyport.auth.endpoint;

import dev.sallyport.auth.gate.SignOnCookies;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.credential.ProvePassword;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SignIn;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.JsonBody;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * {@code POST /v1/auth/login_web}: the tokens go into cookies and nowhere else (L12). The session signs on to other applications
 * as well, so the browser keeps its name for the authorization endpoint beside them.
 */
public final class LoginWeb {
    private final SignIn signIn;
    private final SignOnCookies cookies;
    private final InstantSource clock;

    public LoginWeb(SignIn signIn, SignOnCookies cookies, InstantSource clock) {
        this.signIn = signIn;
        this.cookies = cookies;
        this.clock = clock;
    }

    /** The body. */
    public record Body(
            @NotBlank @Size(max = 320) String email,
            @Size(min = 1, max = 1024) Secret password) {}

    record SignedInView(String status, UserView user, String csrfToken, long expiresIn, String expiresAt) {}

    public Response handle(Request request) {
        return JsonBody.read(request, Body.class, body -> signIn(request, body));
    }

    private Response signIn(Request request, Body body) {
        String browser = request.cookie(WebCookies.KNOWN_BROWSER).orElse("");
        var claim = new ProvePassword.Claim(body.email(), body.password(), browser, request.peer());
        String device = request.headers().first("user-agent").orElse("");
        Instant now = clock.instant();
        return switch (signIn.signIn(new SignIn.Ask(claim, Session.Kind.WEB, SignIn.FIRST_PARTY, device))) {
            case SignIn.Outcome.Refused(var why) -> Answers.unproven(why, now);
            case SignIn.Outcome.SignedIn in -> signedIn(request, in);
        };
    }

    private Response signedIn(Request request, SignIn.Outcome.SignedIn in) {
        Instant now = clock.instant();
        Instant expires = in.tokens().accessExpires();
        var view = new SignedInView(
                "signed_in",
                UserView.of(in.person()),
                in.csrf().reveal(),
                Answers.seconds(now, expires),
                expires.truncatedTo(ChronoUnit.SECONDS).toString());
        Response answer = WebCookies.set(
                        Answers.json(200, view), in.tokens(), in.csrf().reveal(), now)
                .cookie(WebCookies.knownBrowser(in.browser()));
        return cookies.set(answer, SignOnCookies.inFront(in.session(), cookies.here(request)));
    }
}
