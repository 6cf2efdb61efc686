package dev.sallyport.auth.upstream;

import dev.sallyport.domain.Secret;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.token.JwtSigner;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;

/** How we prove to another provider who we are. */
public sealed interface OwnProof {
    /** What stands as {@code client_secret} in a call at this time. */
    Secret secret(String clientId, Instant now);

    /** A secret that both know. */
    record Shared(Secret shared) implements OwnProof {
        @Override
        public Secret secret(String clientId, Instant now) {
            return shared;
        }
    }

    /**
     * A JWT in the place of the secret, as Apple wants it, signed anew for each call and good for minutes.
     *
     * @param team who owns the key there
     * @param audience the issuer
     */
    record Signed(String team, String audience, JwtSigner signer) implements OwnProof {
        private static final Duration LIFE = Duration.ofMinutes(5);

        @Override
        public Secret secret(String clientId, Instant now) {
            var claims = new LinkedHashMap<String, Object>();
            claims.put("iss", team);
            claims.put("sub", clientId);
            claims.put("aud", audience);
            claims.put("iat", now.getEpochSecond());
            claims.put("exp", now.plus(LIFE).getEpochSecond());
            return Secret.of(signer.sign("JWT", Json.text(claims)));
        }
    }
}
