package dev.sallyport.kit.route;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.domain.token.Confirmation;
import dev.sallyport.kit.dpop.DpopUse;
import dev.sallyport.kit.dpop.DpopVerdict;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.token.TokenVerifier;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the API gate asks of every request: one access token in {@code Authorization}; cookies are nothing to it. A token that is
 * bound to a key comes by the scheme {@code DPoP} with a proof of that key, and any other as {@code Bearer}: one that is bound to a
 * certificate over a connection in whose handshake that certificate was shown.
 */
final class BearerLock {
    static final Scope NO_SCOPE = Scope.NONE;

    private static final Pattern TOKEN =
            Pattern.compile("(Bearer|DPoP) +([A-Za-z0-9._~+/-]+=*)", Pattern.CASE_INSENSITIVE);

    private final TokenVerifier tokens;
    private final Possession possession;
    private final String base;
    private final String realm;

    BearerLock(URI publicUrl, TokenVerifier tokens, Possession possession) {
        this.tokens = tokens;
        this.possession = possession;
        String text = publicUrl.toString();
        this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        this.realm =
                "realm=\"" + publicUrl + "\", resource_metadata=\"" + base + "/.well-known/oauth-protected-resource\"";
    }

    private BearerLock(TokenVerifier tokens, BearerLock like) {
        this.tokens = tokens;
        this.possession = like.possession;
        this.base = like.base;
        this.realm = like.realm;
    }

    /** The same lock for tokens of another audience. */
    BearerLock forAudience(String audience) {
        return new BearerLock(tokens.forAudience(audience), this);
    }

    /** Open, or the answer that says why not. */
    sealed interface Outcome {}

    record Opened(AccessToken claims, String raw) implements Outcome {}

    record Shut(Response answer) implements Outcome {}

    /** Whoever is refused is told where it says who gives tokens. */
    @Spec("RFC 6750 §3")
    @Spec("RFC 9728 §5.1")
    Outcome open(Request request, Scope needed) {
        List<String> sent = request.headers().all("authorization");
        if (sent.size() > 1) {
            return new Shut(Problem.malformed("Authorization was sent more than once.")
                    .response()
                    .header("www-authenticate", challenge("Bearer", "error=\"invalid_request\"")));
        }
        Matcher shown = TOKEN.matcher(sent.isEmpty() ? "" : sent.getFirst());
        if (!shown.matches()) {
            return new Shut(Problem.unauthorized("Send an access token as Authorization: Bearer.")
                    .response()
                    .header("www-authenticate", "Bearer " + realm));
        }
        String scheme = shown.group(1).equalsIgnoreCase("DPoP") ? "DPoP" : "Bearer";
        String raw = shown.group(2);
        return switch (tokens.verify(raw)) {
            case TokenVerifier.Verdict.Invalid(var reason) -> invalid(scheme, reason);
            case TokenVerifier.Verdict.Valid(var claims) ->
                held(request, scheme, raw, claims)
                        .<Outcome>map(shut -> shut)
                        .orElseGet(() ->
                                claims.scope().covers(needed) ? new Opened(claims, raw) : shutFor(scheme, needed));
        };
    }

    /** The client of the token that was sent, where there is one that holds. */
    Optional<ClientId> client(Request request) {
        List<String> sent = request.headers().all("authorization");
        Matcher shown = TOKEN.matcher(sent.size() == 1 ? sent.getFirst() : "");
        return shown.matches() && tokens.verify(shown.group(2)) instanceof TokenVerifier.Verdict.Valid(var claims)
                ? Optional.of(claims.client())
                : Optional.empty();
    }

    /** Whether a bound token comes with its key, and an unbound one without; a bound token is never taken as Bearer. */
    @Spec("RFC 9449 §7.1")
    private Optional<Shut> held(Request request, String scheme, String raw, AccessToken claims) {
        Optional<Confirmation> key = claims.more().confirmation();
        if (key.isEmpty()) {
            return scheme.equals("Bearer")
                    ? Optional.empty()
                    : Optional.of(invalid(scheme, "the token is not bound to a key"));
        }
        return switch (key.get().kind()) {
            case CERTIFICATE -> heldByCertificate(request, scheme, key.get());
            case JKT -> heldByProof(request, scheme, raw, key.get());
        };
    }

    /** The certificate is that of the connection; there is no scheme for it but Bearer. */
    @Spec("RFC 8705 §3")
    private Optional<Shut> heldByCertificate(Request request, String scheme, Confirmation key) {
        boolean shown = request.certificate()
                .filter(certificate -> certificate.thumbprint().equals(key.thumbprint()))
                .isPresent();
        return shown && scheme.equals("Bearer")
                ? Optional.empty()
                : Optional.of(invalid("Bearer", "the token is bound to a certificate that was not shown"));
    }

    private Optional<Shut> heldByProof(Request request, String scheme, String raw, Confirmation key) {
        if (scheme.equals("Bearer")) {
            return Optional.of(invalid("DPoP", "the token is bound to a key that was not shown"));
        }
        var use = new DpopUse.WithToken(request.method(), base + request.path(), raw, key.thumbprint());
        return switch (possession.verify(request.headers().all("dpop"), use)) {
            case DpopVerdict.Proven proven -> Optional.empty();
            case DpopVerdict.NonceWanted(var nonce) -> Optional.of(nonceWanted(nonce));
            case DpopVerdict.Refused(var reason) ->
                Optional.of(new Shut(Problem.unauthorized("The DPoP proof does not hold: " + reason + ".")
                        .response()
                        .header("www-authenticate", challenge("DPoP", "error=\"invalid_dpop_proof\""))));
        };
    }

    @Spec("RFC 9449 §9")
    private Shut nonceWanted(String nonce) {
        return new Shut(Problem.unauthorized("The DPoP proof needs the nonce of the header DPoP-Nonce.")
                .response()
                .header("www-authenticate", challenge("DPoP", "error=\"use_dpop_nonce\""))
                .header("dpop-nonce", nonce));
    }

    private Shut invalid(String scheme, String reason) {
        return new Shut(Problem.unauthorized("The access token is not valid: " + reason + ".")
                .response()
                .header(
                        "www-authenticate",
                        challenge(scheme, "error=\"invalid_token\", error_description=\"" + reason + "\"")));
    }

    @Spec("RFC 6750 §3.1")
    private Shut shutFor(String scheme, Scope needed) {
        return new Shut(Problem.forbidden("The access token lacks a scope; needed: " + needed + ".")
                .response()
                .header(
                        "www-authenticate",
                        challenge(scheme, "error=\"insufficient_scope\", scope=\"" + needed + "\"")));
    }

    private String challenge(String scheme, String error) {
        return scheme + " " + realm + ", " + error;
    }
}
