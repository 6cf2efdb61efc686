package dev.sallyport.auth.upstream;

import dev.sallyport.auth.upstream.Upstream.Speech;
import dev.sallyport.domain.identity.Introduction;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.kit.http.Params;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Speaks with a provider of OAuth 2 that is no OpenID provider: who it is, says a call with the access token. Since nothing in the
 * answer is signed for us, everything hangs on the code having come by a redirect URI that is this provider's alone (RFC 9700 §4.4.2.2).
 */
final class OAuthUpstream {
    private final TokenCall tokens;
    private final Userinfo userinfo;

    OAuthUpstream(TokenCall tokens, Userinfo userinfo) {
        this.tokens = tokens;
        this.userinfo = userinfo;
    }

    Answer finish(Upstream upstream, Speech.OAuth speech, String redirect, Journey journey, Params back) {
        Optional<String> code = back.first("code").filter(text -> !text.isEmpty());
        if (code.isEmpty()) {
            return new Answer.Failed("the provider sent no code");
        }
        return switch (tokens.redeem(upstream, speech.token(), true, redirect, code.get(), journey.verifier())) {
            case TokenCall.Tokens.None(var reason) -> new Answer.Failed(reason);
            case TokenCall.Tokens.Got(var access, var _) ->
                userinfo.ask(speech.userinfo(), access)
                        .map(told -> introduced(upstream, speech, told, access))
                        .orElseGet(() -> new Answer.Failed("the provider did not say who it is"));
        };
    }

    private Answer introduced(Upstream upstream, Speech.OAuth speech, JsonNode told, String access) {
        JsonNode subject = told.path(speech.facts().subject());
        // A number is a subject, too; what is neither has no one spelling.
        boolean named = subject.isString() || subject.isIntegralNumber();
        if (!named || !Introduction.isSubject(subject.asString())) {
            return new Answer.Failed("the provider did not say who it is");
        }
        Optional<String> email = speech.emails().isPresent()
                ? userinfo.ask(speech.emails().get(), access).flatMap(OAuthUpstream::primary)
                : speech.facts()
                        .emailVerified()
                        .filter(name -> told.path(name).asString("").equals("true"))
                        .map(name -> told.path(speech.facts().email()).asString(""));
        return new Answer.Introduced(new Introduction(
                upstream.id(),
                upstream.label(),
                speech.issuer(),
                subject.asString(),
                email.filter(text -> upstream.trustsEmail()).flatMap(EmailAddress::parse),
                told.path(speech.facts().name()).asString("")));
    }

    /** Of a list of addresses the first one, where it is verified. */
    private static Optional<String> primary(JsonNode list) {
        return list.valueStream()
                .filter(entry -> entry.path("primary").asBoolean(false))
                .filter(entry -> entry.path("verified").asBoolean(false))
                .map(entry -> entry.path("email").asString(""))
                .findFirst();
    }
}
