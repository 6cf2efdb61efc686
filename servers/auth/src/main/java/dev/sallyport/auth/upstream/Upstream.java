package dev.sallyport.auth.upstream;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Another provider whose word signs people in here: one of {@code upstreams}.
 *
 * @param id what stands in the address of its redirect URI, {@code /sign-in/from/ID}
 * @param label what its button says
 * @param clientId who we are there
 * @param proof how we prove that
 * @param scopes what is asked for
 * @param trustsEmail whether an address that it calls verified may open a new account; it never links one
 */
public record Upstream(
        String id,
        String label,
        String clientId,
        OwnProof proof,
        List<String> scopes,
        boolean trustsEmail,
        Speech speech) {
    public Upstream {
        scopes = List.copyOf(scopes);
    }

    /** What it speaks. */
    public sealed interface Speech {
        /** Whose subjects they are that it names: its issuer, or the address that says who it is. */
        String issuer();

        /** OpenID Connect; everything else is found by the issuer's address. */
        record OpenId(String issuer, Manner manner) implements Speech {
            public OpenId(String issuer) {
                this(issuer, Manner.USUAL);
            }
        }

        /**
         * OAuth 2 alone, where a call with the access token says who it is.
         *
         * @param emails where the addresses are listed, when they are not among the facts
         */
        record OAuth(URI authorization, URI token, URI userinfo, Optional<URI> emails, Facts facts) implements Speech {
            @Override
            public String issuer() {
                return userinfo.toString();
            }
        }
    }

    /** How an OpenID provider wants to be spoken with. */
    public enum Manner {
        USUAL,
        /** It posts its answer as a form, says a name only there and only once, and asks nobody anew. */
        APPLE
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
            case Speech.OpenId(var _, var manner) -> manner == Manner.USUAL;
            case Speech.OAuth _ -> false;
        };
    }

    /** Whether its answer comes as a form that the browser posts from its site (OAuth 2.0 Form Post Response Mode §2). */
    public boolean answersByForm() {
        return speech instanceof Speech.OpenId(var _, var manner) && manner == Manner.APPLE;
    }
}
