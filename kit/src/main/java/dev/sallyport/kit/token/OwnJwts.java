package dev.sallyport.kit.token;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.key.KeyId;
import dev.sallyport.kit.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads JWTs that this installation signed. The key decides the algorithm, never the token (RFC 8725 §3.1), so neither
 * {@code none} nor an HMAC under a public key can be asked for. What the claims say is for the caller to judge.
 */
public final class OwnJwts {
    private static final int LONGEST = 8 * 1024;

    private final PublishedKeys keys;

    public OwnJwts(PublishedKeys keys) {
        this.keys = keys;
    }

    /** What came of reading. */
    sealed interface Read {
        record Signed(JsonNode claims) implements Read {}

        /** @param reason a constant */
        record Refused(String reason) implements Read {}
    }

    private static final Read MALFORMED = new Read.Refused("the token is malformed");

    /** The claims of a JWT of this type, empty when it is none of ours. */
    public Optional<JsonNode> claims(String token, String type) {
        return read(token, type) instanceof Read.Signed(var claims) ? Optional.of(claims) : Optional.empty();
    }

    Read read(String token, String type) {
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        if (token.length() > LONGEST || first < 0 || second < 0 || token.indexOf('.', second + 1) >= 0) {
            return MALFORMED;
        }
        Optional<JsonNode> header = json(token.substring(0, first));
        Optional<JsonNode> claims = json(token.substring(first + 1, second));
        Optional<byte[]> signature = Base64Url.decode(token.substring(second + 1));
        if (header.isEmpty() || claims.isEmpty() || signature.isEmpty()) {
            return MALFORMED;
        }
        return keyFor(header.get(), type)
                .<Read>map(key -> key.signatures()
                                .verify(token.substring(0, second).getBytes(StandardCharsets.US_ASCII), signature.get())
                        ? new Read.Signed(claims.get())
                        : new Read.Refused("the signature does not match"))
                .orElseGet(() -> new Read.Refused("the token was not signed by a key of ours"));
    }

    /** The key named, if the header is one that we write: type, algorithm of that key, nothing critical. */
    @Spec("RFC 8725 §3.1")
    @Spec("RFC 8725 §3.11")
    @Spec("RFC 7515 §4.1.11")
    private Optional<PublishedKeys.Key> keyFor(JsonNode header, String type) {
        boolean typed = header.path("typ").asString("").equals(type);
        if (!typed || header.has("crit") || header.has("b64") || header.has("zip")) {
            return Optional.empty();
        }
        return keys.find(new KeyId(header.path("kid").asString("")))
                .filter(key -> key.jwk()
                        .algorithm()
                        .joseName()
                        .equals(header.path("alg").asString("")));
    }

    private static Optional<JsonNode> json(String part) {
        try {
            return Base64Url.decode(part).map(Json::tree).filter(JsonNode::isObject);
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }
}
