package dev.sallyport.domain.token;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.KeyedDigest;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.key.Sealer;
import dev.sallyport.domain.token.OneTimeStore.Purpose;
import dev.sallyport.domain.token.OneTimeStore.Taken;
import java.net.URI;
import java.time.Instant;

/**
 * Makes signed links that work once, and takes their tokens back. They begin with {@code public_url} and with nothing that
 * a request said (T04); the token stands behind {@code #}, so that no server log and no Referer sees it.
 */
public final class Links {
    private final URI publicUrl;
    private final OneTimeStore values;
    private final KeyedDigest digest;
    private final RandomSource random;

    public Links(URI publicUrl, OneTimeStore values, Sealer sealer, RandomSource random) {
        this.publicUrl = publicUrl;
        this.values = values;
        this.digest = new KeyedDigest(sealer.derive("links"));
        this.random = random;
    }

    /**
     * A link to {@code page} (such as {@code /unlock}), good once until {@code expires}.
     *
     * @param payload what the link stands for
     * @param subject whose link it is, for {@link #withdraw}
     */
    public Secret to(String page, Purpose purpose, String payload, String subject, Instant expires) {
        String nonce = random.token();
        String token = nonce + "." + digest.of(purpose.name(), nonce);
        values.put(purpose, Digest.of(token), payload, subject, expires);
        return Secret.of(page(page) + "#" + token);
    }

    /** The address of {@code page}, for letters that carry no token. */
    public String page(String page) {
        String base = publicUrl.toString();
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + page;
    }

    /** Whether we signed the token for this purpose; says nothing of whether it was used. Cheap, so it is asked before dear work. */
    public boolean signed(Purpose purpose, String token) {
        int dot = token.indexOf('.');
        return dot >= 0 && digest.matches(token.substring(dot + 1), purpose.name(), token.substring(0, dot));
    }

    /** What the token stood for; a token that we did not sign is never looked up. */
    public Taken take(Purpose purpose, String token, Instant now) {
        return signed(purpose, token) ? values.take(purpose, Digest.of(token), now) : new Taken.Never();
    }

    /** Makes every link of this purpose and subject useless; says how many. */
    public int withdraw(Purpose purpose, String subject) {
        return values.withdraw(purpose, subject);
    }
}
