package dev.sallyport.auth.upstream;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.identity.Introduction;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.token.Claims;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Speaks with an OpenID provider, found by the address of its issuer. */
final class OpenIdUpstream {
    private final Discovery discovery;
    private final TokenCall tokens;
    private final IdTokenCheck check;
    private final Userinfo userinfo;

    OpenIdUpstream(Discovery discovery, TokenCall tokens, IdTokenCheck check, Userinfo userinfo) {
        this.discovery = discovery;
        this.tokens = tokens;
        this.check = check;
        this.userinfo = userinfo;
    }

    /** Where the browser goes; empty where the provider is away. */
    @Spec("OpenID Connect Core §3.1.2.1")
    @Spec("OAuth 2.0 Form Post Response Mode §2")
    Optional<String> begin(Upstream.Speech.OpenId speech, Map<String, String> usual, Journey journey) {
        usual.put("nonce", journey.nonce());
        if (speech.manner() == Upstream.Manner.APPLE) {
            usual.put("response_mode", "form_post");
        }
        if (journey.anew()) {
            usual.put("prompt", "login");
            usual.put("max_age", "0");
        }
        return discovery.of(speech.issuer()).map(found -> Query.added(found.authorization(), usual));
    }

    Answer finish(Upstream upstream, String issuer, String redirect, Journey journey, Params back) {
        Optional<Discovery.Found> found = discovery.of(issuer);
        if (found.isEmpty()) {
            return new Answer.Failed("the provider does not say what it is");
        }
        if (!isFrom(issuer, found.get(), back)) {
            return new Answer.Failed("another provider than the one that was asked has answered");
        }
        Optional<String> code = back.first("code").filter(text -> !text.isEmpty());
        if (code.isEmpty()) {
            return new Answer.Failed("the provider sent no code");
        }
        return switch (tokens.redeem(
                upstream, found.get().token(), found.get().takesPost(), redirect, code.get(), journey.verifier())) {
            case TokenCall.Tokens.None(var reason) -> new Answer.Failed(reason);
            case TokenCall.Tokens.Got(var access, var id) ->
                id.map(token -> check.verify(token, access, issuer, upstream.clientId(), found.get(), journey))
                        .map(verdict -> switch (verdict) {
                            case IdTokenCheck.Verdict.Fails(var reason) -> new Answer.Failed(reason);
                            case IdTokenCheck.Verdict.Holds(var claims) ->
                                introduced(upstream, issuer, claims, access, found.get(), back);
                        })
                        .orElseGet(() -> new Answer.Failed("the provider sent no ID token"));
        };
    }

    /** Mix-up: an answer is taken only from the one who was asked; who says {@code iss} must always say it. */
    @Spec("RFC 9207 §2.4")
    private static boolean isFrom(String issuer, Discovery.Found found, Params back) {
        return back.first("iss").map(issuer::equals).orElse(!found.saysIssuer());
    }

    private Answer introduced(
            Upstream upstream, String issuer, Claims claims, String access, Discovery.Found found, Params back) {
        String subject = claims.text("sub").orElseThrow();
        Optional<JsonNode> more = claims.has("email")
                ? Optional.empty()
                : found.userinfo()
                        .flatMap(address -> userinfo.ask(address, access))
                        .filter(told -> isOf(told, subject));
        Optional<String> email = claims.text("email")
                .filter(text -> claims.parameter("email_verified").equals("true"))
                .or(() -> more.filter(
                                told -> told.path("email_verified").asString("").equals("true"))
                        .map(told -> told.path("email").asString("")));
        String name = claims.text("name")
                .or(() -> more.map(told -> told.path("name").asString("")).filter(told -> !told.isEmpty()))
                .or(() -> upstream.answersByForm() ? FormName.of(back) : Optional.empty())
                .orElse("");
        return new Answer.Introduced(new Introduction(
                upstream.id(),
                upstream.label(),
                issuer,
                subject,
                email.filter(text -> upstream.trustsEmail()).flatMap(EmailAddress::parse),
                name));
    }

    /** What userinfo says counts only when it is about the same one. */
    @Spec("OpenID Connect Core §5.3.2")
    private static boolean isOf(JsonNode told, String subject) {
        return told.path("sub").isString() && told.path("sub").asString().equals(subject);
    }
}
