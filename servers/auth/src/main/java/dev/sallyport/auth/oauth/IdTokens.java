package dev.sallyport.auth.oauth;

import dev.sallyport.auth.jose.Envelopes;
import dev.sallyport.auth.token.KeyRing;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.domain.token.IdToken;
import dev.sallyport.kit.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Optional;

/** Writes and signs ID tokens, and encrypts them for a client that asks for it. */
final class IdTokens {
    private final String issuer;
    private final KeyRing keys;
    private final PersonClaims claims;
    private final Envelopes envelopes;

    IdTokens(String issuer, KeyRing keys, PersonClaims claims, Envelopes envelopes) {
        this.issuer = issuer;
        this.keys = keys;
        this.claims = claims;
        this.envelopes = envelopes;
    }

    /** @param asked the {@code claims} parameter, whose {@code id_token} member is answered here */
    @Spec("OpenID Connect Core §2")
    Envelopes.Enveloped sign(IdToken token, Optional<String> asked) {
        Algorithm algorithm = token.client().metadata().idTokenAlgorithm().orElse(keys.usual());
        var all = new LinkedHashMap<String, Object>();
        all.put("iss", issuer);
        all.put("sub", claims.subject(token.person(), token.client()));
        all.put("aud", token.client().id().value());
        all.put("azp", token.client().id().value());
        all.put("exp", token.expires().getEpochSecond());
        all.put("iat", token.issued().getEpochSecond());
        token.authenticated().ifPresent(time -> all.put("auth_time", time.getEpochSecond()));
        token.nonce().ifPresent(nonce -> all.put("nonce", nonce));
        token.acr().ifPresent(acr -> all.put("acr", acr));
        if (!token.methods().isEmpty()) {
            all.put("amr", token.methods());
        }
        all.put("sid", token.session());
        all.put("at_hash", leftHalf(token.access().reveal(), algorithm));
        claims.asked(token.person(), asked, "id_token").forEach(all::putIfAbsent);
        String signed = keys.sign(algorithm, "JWT", Json.text(all));
        return envelopes.of(signed, token.client(), token.client().metadata().idTokenEncryption());
    }

    /** The left half of the hash that belongs to the signature's algorithm. */
    @Spec("OpenID Connect Core §3.1.3.6")
    private static String leftHalf(String text, Algorithm algorithm) {
        String hash = switch (algorithm) {
            case ES256, RS256, PS256 -> "SHA-256";
            case EDDSA, ML_DSA_65 -> "SHA-512";
        };
        try {
            byte[] digest = MessageDigest.getInstance(hash).digest(text.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, digest.length / 2));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + hash, e);
        }
    }
}
