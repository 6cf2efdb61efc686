package dev.sallyport.auth.endpoint;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.credential.ProvePassword;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SignIn;
import dev.sallyport.kit.http.FormBody;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.Binder;
import dev.sallyport.kit.json.Bound;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.json.JsonBody;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.TreeSet;

/** {@code POST /v1/auth/login_mobile}: the OAuth 2 password-bearer convention, for apps and never for browsers (L12, L13). */
public final class LoginMobile {
    private final SignIn signIn;
    private final InstantSource clock;

    public LoginMobile(SignIn signIn, InstantSource clock) {
        this.signIn = signIn;
        this.clock = clock;
    }

    /** The body, as JSON or as a form. */
    public record Body(
            @NotBlank @Size(max = 320) String username,
            @Size(min = 1, max = 1024) Secret password,
            Optional<String> scope,

            @Pattern(regexp = "password", message = "must be password")
            Optional<String> grantType) {}

    public Response handle(Request request) {
        if (request.headers().has("origin") || request.headers().has("sec-fetch-site")) {
            return Answers.foreignOrigin();
        }
        return request.mediaType().equals(FormBody.MEDIA_TYPE)
                ? FormBody.read(request, form -> bound(request, form))
                : JsonBody.read(request, Body.class, body -> signIn(request, body));
    }

    /** A form passes the same border as JSON; its fields are all texts. */
    private Response bound(Request request, Params form) {
        if (!form.repeated().isEmpty()) {
            return Problem.malformed("No field of the form may come twice.").response();
        }
        var tree = Json.mapper().createObjectNode();
        form.names().forEach(name -> tree.put(name, form.first(name).orElse("")));
        return switch (Binder.bind(tree, Body.class)) {
            case Bound.Valid<Body>(Body body) -> signIn(request, body);
            case Bound.Invalid<Body>(var mistakes) ->
                Problem.invalid(mistakes.stream()
                                .map(m -> new Problem.FieldError(m.pointer(), m.expected()))
                                .toList())
                        .response();
        };
    }

    private Response signIn(Request request, Body body) {
        Optional<Scope> scope = body.scope()
                .filter(s -> !s.isBlank())
                .map(LoginMobile::granted)
                .orElse(Optional.of(SignIn.FIRST_PARTY));
        if (scope.isEmpty()) {
            return Answers.invalid("/scope", "must name at least one of " + SignIn.FIRST_PARTY);
        }
        var claim = new ProvePassword.Claim(body.username(), body.password(), "", request.peer());
        String device = request.headers().first("user-agent").orElse("");
        Instant now = clock.instant();
        return switch (signIn.signIn(new SignIn.Ask(claim, Session.Kind.MOBILE, scope.get(), device))) {
            case SignIn.Outcome.Refused(var why) -> Answers.unproven(why, now);
            case SignIn.Outcome.SignedIn in -> Answers.json(200, TokenView.of(in.tokens(), clock.instant()));
        };
    }

    /** What is asked for and may be had; the answer says which (RFC 6749 §3.3). */
    private static Optional<Scope> granted(String asked) {
        return Scope.parse(asked)
                .map(scope -> {
                    var both = new TreeSet<>(scope.tokens());
                    both.retainAll(SignIn.FIRST_PARTY.tokens());
                    return new Scope(both);
                })
                .filter(scope -> !scope.isEmpty());
    }
}
