package dev.sallyport.worker.hook;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.Spec;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret that both ends of a webhook know, written {@code whsec_} and 24 to 64 bytes as base64. */
public final class HookSecret {
    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;

    private final byte[] key;

    private HookSecret(byte[] key) {
        this.key = key;
    }

    /** Empty when the text is none. */
    @Spec("Standard Webhooks §Secret")
    public static Optional<HookSecret> parse(Secret text) {
        String written = text.reveal();
        if (!written.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            byte[] key = Base64.getDecoder().decode(written.substring(PREFIX.length()));
            return key.length >= SHORTEST && key.length <= LONGEST
                    ? Optional.of(new HookSecret(key))
                    : Optional.empty();
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    /** The signature of a message, as it stands in {@code webhook-signature}. */
    @Spec("Standard Webhooks §Signature scheme")
    String sign(String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every platform has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "HookSecret[hidden]";
    }
}
