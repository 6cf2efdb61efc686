package dev.sallyport.kit.token;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Somebody else's key set (RFC 7517 §5). A key of a kind that is not known does not spoil the others.
 *
 * @param keys each as it was written, unjudged
 */
public record JwkSet(List<JsonNode> keys) {
    public static final JwkSet EMPTY = new JwkSet(List.of());

    private static final int MOST = 100;

    /** So many signatures may be tried for one token that names no key. */
    private static final int MOST_TRIED = 8;

    public JwkSet {
        keys = List.copyOf(keys);
    }

    /** Empty when the bytes are no key set, or one of more than a hundred keys. */
    @Spec("RFC 7517 §5")
    public static Optional<JwkSet> read(byte[] json) {
        JsonNode tree;
        try {
            tree = Json.tree(json).path("keys");
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
        if (!tree.isArray() || tree.size() > MOST) {
            return Optional.empty();
        }
        var keys = new ArrayList<JsonNode>();
        tree.forEach(keys::add);
        return Optional.of(new JwkSet(keys));
    }

    /** The keys that may have signed the token by the algorithm: the ones it names, and those that have no name. */
    public List<Jwk> candidates(ForeignJwt token, Algorithm algorithm) {
        return keys.stream()
                .filter(key -> token.keyId().isEmpty()
                        || !key.has("kid")
                        || key.path("kid").asString("").equals(token.keyId()))
                .flatMap(key -> ForeignJwk.read(key, algorithm).stream())
                .limit(MOST_TRIED)
                .toList();
    }
}
