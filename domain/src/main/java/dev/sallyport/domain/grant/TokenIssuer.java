package dev.sallyport.domain.grant;

import dev.sallyport.domain.KeyedDigest;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.key.Sealer;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.domain.token.AccessTokenSigner;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Makes the tokens of a family. A member's secret is derived from the family and the number, so the successor of a member
 * is the same token whenever it is asked for, and nothing of it needs to be stored (T18).
 */
public final class TokenIssuer {
    private final AccessTokenSigner signer;
    private final RefreshSeal seal;
    private final KeyedDigest members;
    private final TokenPolicy policy;
    private final RandomSource random;

    public TokenIssuer(
            AccessTokenSigner signer, RefreshSeal seal, Sealer sealer, TokenPolicy policy, RandomSource random) {
        this.signer = signer;
        this.seal = seal;
        this.members = new KeyedDigest(sealer.derive("refresh-members"));
        this.policy = policy;
        this.random = random;
    }

    public TokenPolicy policy() {
        return policy;
    }

    /** The secret of member {@code number} of the family. */
    public Secret member(FamilyId family, int number) {
        return Secret.of(members.of(family.toString(), Integer.toString(number)));
    }

    /** The tokens of the family's current member, for the person as they are now. */
    public Tokens issue(Person person, RefreshFamily family, Instant now) {
        Instant expires = earlier(now.plus(policy.access()), family.expires());
        var access = new AccessToken(
                policy.issuer(),
                person.id().toString(),
                List.of(policy.issuer()),
                family.client(),
                family.scope(),
                person.roles(),
                Optional.of(family.session()),
                random.token(),
                now,
                expires);
        String refresh = seal.seal(new RefreshMember(
                family.id(),
                family.number(),
                member(family.id(), family.number()),
                family.person(),
                family.session(),
                family.client(),
                family.rotated(),
                family.expires()));
        return new Tokens(
                Secret.of(signer.sign(access)), expires, Secret.of(refresh), family.expires(), family.scope());
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
