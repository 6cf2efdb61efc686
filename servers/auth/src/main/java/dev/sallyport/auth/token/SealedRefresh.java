package dev.sallyport.auth.token;

import dev.sallyport.domain.KeyedDigest;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.FamilyId;
import dev.sallyport.domain.grant.RefreshMember;
import dev.sallyport.domain.grant.RefreshSeal;
import dev.sallyport.domain.key.Sealer;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.token.Jwe;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * A refresh token: a JWT's claims sealed as JWE, {@code dir} and {@code A256GCM}. The IV is a keyed digest of the claims, so the
 * same member is the same token, and different claims never share one.
 */
public final class SealedRefresh implements RefreshSeal {
    private final String issuer;
    private final Jwe jwe;
    private final KeyedDigest ivs;

    public SealedRefresh(String issuer, Sealer sealer) {
        this.issuer = issuer;
        this.jwe = new Jwe(sealer.derive("refresh-tokens"), "JWT");
        this.ivs = new KeyedDigest(sealer.derive("refresh-token-ivs"));
    }

    private record Claims(
            String iss, String sub, String sid, String fam, int num, String jti, String clientId, long iat, long exp) {}

    @Override
    public String seal(RefreshMember member) {
        byte[] plain = Json.bytes(new Claims(
                issuer,
                member.person().toString(),
                member.session().toString(),
                member.family().toString(),
                member.number(),
                member.secret().reveal(),
                member.client().value(),
                member.issued().getEpochSecond(),
                member.expires().getEpochSecond()));
        return jwe.seal(iv(plain), plain);
    }

    @Override
    public Optional<RefreshMember> open(String token) {
        try {
            return jwe.open(token)
                    .map(plain -> Json.mapper().readValue(plain, Claims.class))
                    .filter(claims -> claims.iss().equals(issuer))
                    .map(SealedRefresh::member);
        } catch (IllegalArgumentException | JacksonException notOurs) {
            return Optional.empty();
        }
    }

    private static RefreshMember member(Claims claims) {
        return new RefreshMember(
                FamilyId.of(claims.fam()),
                claims.num(),
                Secret.of(claims.jti()),
                PersonId.of(claims.sub()),
                SessionId.of(claims.sid()),
                new ClientId(claims.clientId()),
                Instant.ofEpochSecond(claims.iat()),
                Instant.ofEpochSecond(claims.exp()));
    }

    private byte[] iv(byte[] plain) {
        return Arrays.copyOf(ivs.raw(plain), Jwe.IV);
    }
}
