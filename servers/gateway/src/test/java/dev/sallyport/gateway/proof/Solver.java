package dev.sallyport.gateway.proof;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** What a client does with a challenge. */
public final class Solver {
    private Solver() {}

    /** The solution, as it is sent. */
    public static String solved(Challenge challenge) {
        return payload(challenge, Long.toString(number(challenge)));
    }

    static long number(Challenge challenge) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (long n = 0; n <= challenge.maxnumber(); n++) {
                byte[] hash = digest.digest((challenge.salt() + n).getBytes(StandardCharsets.UTF_8));
                if (HexFormat.of().formatHex(hash).equals(challenge.challenge())) {
                    return n;
                }
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        throw new IllegalStateException("no number solves it");
    }

    static String payload(Challenge challenge, String number) {
        return encoded("""
                {"algorithm":"%s","challenge":"%s","number":%s,"salt":"%s","signature":"%s","took":12}""".formatted(
                        challenge.algorithm(), challenge.challenge(), number, challenge.salt(), challenge.signature()));
    }

    static String encoded(String json) {
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
