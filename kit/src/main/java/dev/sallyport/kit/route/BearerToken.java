package dev.sallyport.kit.route;

import dev.sallyport.domain.token.AccessToken;

/** Proof that a valid access token came in {@code Authorization}. Only {@link Guards} makes one. */
public final class BearerToken {
    private final AccessToken claims;
    private final String raw;

    BearerToken(AccessToken claims, String raw) {
        this.claims = claims;
        this.raw = raw;
    }

    public AccessToken claims() {
        return claims;
    }

    /** The token as it came. */
    public String raw() {
        return raw;
    }
}
