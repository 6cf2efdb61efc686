package dev.sallyport.kit.token;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A JWT that somebody else signed, in compact form. It is read by one strict reader, and what it claims is told only to who
 * brings the key that signed it. The key is pinned to its algorithm, so the token cannot choose one (RFC 8725 §3.1).
 */
public final class ForeignJwt {
    /** Clocks of others may disagree with ours by this much. */
    public static final Duration LEEWAY = Duration.ofSeconds(10);

    /** Characters; an ML-DSA-65 signature has 4,412 of them. */
    public static final int LONGEST = 32 * 1024;

    private static final String MEDIA = "application/";

    private final JsonNode header;
    private final Claims claims;
    private final byte[] input;
    private final byte[] signature;

    private ForeignJwt(JsonNode header, Claims claims, byte[] input, byte[] signature) {
        this.header = header;
        this.claims = claims;
        this.input = input;
        this.signature = signature;
    }

    /** Empty when the text is no signed JWT, has a second spelling, or has a header that asks for more than a signature. */
    @Spec("RFC 7515 §5.2")
    @Spec("RFC 7515 §4.1.11")
    @Spec("RFC 8725 §3.2")
    public static Optional<ForeignJwt> read(String text) {
        int first = text.indexOf('.');
        int second = text.indexOf('.', first + 1);
        if (text.length() > LONGEST || first < 0 || second < 0 || text.indexOf('.', second + 1) >= 0) {
            return Optional.empty();
        }
        Optional<JsonNode> header = object(text.substring(0, first)).filter(ForeignJwt::isPlain);
        Optional<JsonNode> claims = object(text.substring(first + 1, second));
        Optional<byte[]> signature =
                Base64Url.decode(text.substring(second + 1)).filter(bytes -> bytes.length > 0);
        if (header.isEmpty() || claims.isEmpty() || signature.isEmpty()) {
            return Optional.empty();
        }
        byte[] input = text.substring(0, second).getBytes(StandardCharsets.US_ASCII);
        return Optional.of(new ForeignJwt(header.get(), new Claims(claims.get()), input, signature.get()));
    }

    /** Nothing critical, nothing detached, nothing compressed, and an algorithm by name. */
    private static boolean isPlain(JsonNode header) {
        return !header.has("crit")
                && !header.has("b64")
                && !header.has("zip")
                && header.path("alg").isString()
                && (!header.has("typ") || header.path("typ").isString())
                && (!header.has("kid") || header.path("kid").isString());
    }

    /** The algorithm it says; empty for one that is not ours, such as {@code none} and every HMAC. */
    public Optional<Algorithm> algorithm() {
        return Algorithm.of(header.path("alg").asString());
    }

    /** Its type in lower case, without {@code application/}; empty where it says none. */
    @Spec("RFC 7515 §4.1.9")
    public String type() {
        String type = header.path("typ").asString("").toLowerCase(Locale.ROOT);
        return type.startsWith(MEDIA) ? type.substring(MEDIA.length()) : type;
    }

    /** Which key it says; empty where it says none. */
    public String keyId() {
        return header.path("kid").asString("");
    }

    /** The key that its header carries (RFC 7515 §4.1.3); a missing node where there is none. */
    public JsonNode carriedKey() {
        return header.path("jwk");
    }

    /** What it claims, if one of the keys signed it and the algorithm that it says is that key's. */
    @Spec("RFC 8725 §3.1")
    public Optional<Claims> signedBy(List<Jwk> keys) {
        for (Jwk key : keys) {
            boolean pinned =
                    key.algorithm().joseName().equals(header.path("alg").asString());
            if (pinned && Signatures.verifying(key.algorithm(), key.key()).verify(input, signature)) {
                return Optional.of(claims);
            }
        }
        return Optional.empty();
    }

    /** What it claims, believed by nobody: good for finding out whose keys to try. */
    public Claims unverified() {
        return claims;
    }

    private static Optional<JsonNode> object(String part) {
        try {
            return Base64Url.decode(part).map(Json::tree).filter(JsonNode::isObject);
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }
}
