package dev.sallyport.auth.upstream;

import dev.sallyport.domain.Secret;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Another provider whose word signs people in here: one of {@code upstreams}.
 *
 * @param id what stands in the address of its redirect URI, {@code /sign-in/from/ID}
 * @param label what its button says
 * @param clientId who we are there
 * @param scopes what is asked for
 * @param trustsEmail whether an address that it calls verified may open a new account; it never links one
 */
public record Upstream(
        String id,
        String label,
        String clientId,
        Secret clientSecret,
        List<String> scopes,
        boolean trustsEmail,
        Speech speech) {
    public Upstream {
        scopes = List.copyOf(scopes);
    }

    /** What it speaks. */
    public sealed interface Speech {
        /** OpenID Connect; everything else is found by the issuer's address. */
        record OpenId(String issuer) implements Speech {}

        /**
         * OAuth 2 alone, where a call with the access token says who it is.
         *
         * @param emails where the addresses are listed, when they are not among the facts
         */
        record OAuth(URI authorization, URI token, URI userinfo, Optional<URI> emails, Facts facts) implements Speech {}
    }

    /**
     * Which members of the answer say what.
     *
     * @param subject the one by which people are known again; it must never be given to another
     * @param emailVerified says by {@code true} that the address is verified; without it none is
     */
    public record Facts(String subject, String email, Optional<String> emailVerified, String name) {}

    /** Whether it can be made to ask for a proof anew, and says when there was one ({@code prompt}, {@code max_age}). */
    public boolean provesAnew() {
        return switch (speech) {
            case Speech.OpenId _ -> true;
            case Speech.OAuth _ -> false;
        };
    }
}
