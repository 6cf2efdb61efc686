package dev.sallyport.kit.route;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.token.TokenVerifier;
import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the API gate asks of every request: one {@code Authorization: Bearer}; cookies are nothing to it. */
final class BearerLock {
    static final Scope NO_SCOPE = Scope.NONE;

    private static final Pattern BEARER = Pattern.compile("[Bb][Ee][Aa][Rr][Ee][Rr] +([A-Za-z0-9._~+/-]+=*)");

    private final TokenVerifier tokens;
    private final String challenge;

    BearerLock(URI publicUrl, TokenVerifier tokens) {
        this.tokens = tokens;
        this.challenge = "Bearer realm=\"" + publicUrl + "\"";
    }

    /** Open, or the answer that says why not. */
    sealed interface Outcome {}

    record Opened(AccessToken claims, String raw) implements Outcome {}

    record Shut(Response answer) implements Outcome {}

    @Spec("RFC 6750 §3")
    Outcome open(Request request, Scope needed) {
        List<String> sent = request.headers().all("authorization");
        if (sent.size() > 1) {
            return new Shut(Problem.malformed("Authorization was sent more than once.")
                    .response()
                    .header("www-authenticate", challenge + ", error=\"invalid_request\""));
        }
        Matcher bearer = BEARER.matcher(sent.isEmpty() ? "" : sent.getFirst());
        if (!bearer.matches()) {
            return new Shut(Problem.unauthorized("Send an access token as Authorization: Bearer.")
                    .response()
                    .header("www-authenticate", challenge));
        }
        String raw = bearer.group(1);
        return switch (tokens.verify(raw)) {
            case TokenVerifier.Verdict.Invalid(var reason) ->
                new Shut(Problem.unauthorized("The access token is not valid: " + reason + ".")
                        .response()
                        .header(
                                "www-authenticate",
                                challenge + ", error=\"invalid_token\", error_description=\"" + reason + "\""));
            case TokenVerifier.Verdict.Valid(var claims) ->
                claims.scope().covers(needed) ? new Opened(claims, raw) : shutFor(needed);
        };
    }

    @Spec("RFC 6750 §3.1")
    private Shut shutFor(Scope needed) {
        return new Shut(Problem.forbidden("The access token lacks a scope; needed: " + needed + ".")
                .response()
                .header("www-authenticate", challenge + ", error=\"insufficient_scope\", scope=\"" + needed + "\""));
    }
}
