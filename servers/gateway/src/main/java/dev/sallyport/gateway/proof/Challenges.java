package dev.sallyport.gateway.proof;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.kit.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Makes challenges and judges what comes back, without remembering any: a challenge carries its end and our signature, which
 * also covers the network it was made for. Every gateway that has the same key judges alike. Two hashes judge a proof.
 */
public final class Challenges {
    private static final String ALGORITHM = "SHA-256";
    private static final int LONGEST = 1_024;
    private static final int SALT_BYTES = 12;
    private static final Pattern SALT = Pattern.compile("[0-9a-f]{24}\\?expires=([0-9]{10})&");
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");

    private final byte[] key;
    private final int most;
    private final Duration life;
    private final InstantSource clock;
    private final RandomSource random;

    /**
     * @param key of this purpose alone, the same at all gateways
     * @param most the highest number; half of it is tried on average
     * @param life how long a challenge may be answered
     */
    public Challenges(byte[] key, int most, Duration life, InstantSource clock, RandomSource random) {
        this.key = key.clone();
        this.most = most;
        this.life = life;
        this.clock = clock;
        this.random = random;
    }

    /** @param network whose it is; nobody else's proof of it holds */
    public Challenge challenge(String network) {
        long expires = clock.instant().plus(life).getEpochSecond();
        String salt = HexFormat.of().formatHex(random.bytes(SALT_BYTES)) + "?expires=" + expires + "&";
        long number =
                Long.remainderUnsigned(ByteBuffer.wrap(random.bytes(Long.BYTES)).getLong(), most + 1L);
        String challenge = digest(salt + number);
        return new Challenge(ALGORITHM, challenge, most, salt, signature(challenge, network));
    }

    /**
     * @param payload Base64 of a JSON object with {@code algorithm}, {@code challenge}, {@code number}, {@code salt} and {@code signature};
     *     what else it says is not minded
     * @param network where it comes from
     */
    public Verdict judge(String payload, String network) {
        if (payload.length() > LONGEST) {
            return new Verdict.Wrong("it is too long");
        }
        JsonNode said;
        try {
            said = Json.tree(Base64.getDecoder().decode(payload));
        } catch (IllegalArgumentException | JacksonException unreadable) {
            return new Verdict.Wrong("it cannot be read");
        }
        String challenge = said.path("challenge").asString("");
        String salt = said.path("salt").asString("");
        String number = said.path("number").asString("");
        Matcher salted = SALT.matcher(salt);
        if (!said.path("algorithm").asString("").equals(ALGORITHM)
                || !salted.matches()
                || !NUMBER.matcher(number).matches()) {
            return new Verdict.Wrong("it is in another form");
        }
        Instant expires = Instant.ofEpochSecond(Long.parseLong(salted.group(1)));
        if (!clock.instant().isBefore(expires)) {
            return new Verdict.Wrong("it is too old");
        }
        if (!isSame(signature(challenge, network), said.path("signature").asString(""))) {
            return new Verdict.Wrong("it is not of this house for this network");
        }
        return isSame(digest(salt + number), challenge)
                ? new Verdict.Right(challenge, expires)
                : new Verdict.Wrong("the number is wrong");
    }

    private static boolean isSame(String ours, String theirs) {
        return MessageDigest.isEqual(ours.getBytes(StandardCharsets.UTF_8), theirs.getBytes(StandardCharsets.UTF_8));
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(ALGORITHM).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every platform has SHA-256", e);
        }
    }

    private String signature(String challenge, String network) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal((challenge + " " + network).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every platform has HMAC with SHA-256", e);
        }
    }
}
