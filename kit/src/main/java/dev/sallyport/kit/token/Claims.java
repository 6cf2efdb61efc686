package dev.sallyport.kit.token;

import dev.sallyport.domain.Spec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The claims set of a JWT (RFC 7519 §4). */
public final class Claims {
    /** The last second of the year 9999. */
    private static final double LATEST = 253_402_300_799.0;

    private final JsonNode tree;

    Claims(JsonNode tree) {
        this.tree = tree;
    }

    /** The claim, if it is there and a string. */
    public Optional<String> text(String name) {
        JsonNode claim = tree.path(name);
        return claim.isString() ? Optional.of(claim.asString()) : Optional.empty();
    }

    /** The claim, if it is there and a time; a fraction of a second is dropped. */
    @Spec("RFC 7519 §2")
    public Optional<Instant> time(String name) {
        JsonNode claim = tree.path(name);
        // A number like 1e400 has become infinite, and no comparison below lets that through.
        double seconds = claim.isNumber() ? claim.doubleValue() : Double.NaN;
        return seconds >= 0 && seconds <= LATEST
                ? Optional.of(Instant.ofEpochSecond((long) seconds))
                : Optional.empty();
    }

    public boolean has(String name) {
        return tree.has(name);
    }

    /** Whether the claim is there and no time: 12 o'clock in words is not the same as nothing. */
    public boolean hasBadTime(String name) {
        return has(name) && time(name).isEmpty();
    }

    /** Whom it is for: a string, or an array of strings; empty where it is anything else. */
    @Spec("RFC 7519 §4.1.3")
    public List<String> audience() {
        JsonNode claim = tree.path("aud");
        if (claim.isString()) {
            return List.of(claim.asString());
        }
        var all = new ArrayList<String>();
        for (JsonNode item : claim) {
            if (!claim.isArray() || !item.isString()) {
                return List.of();
            }
            all.add(item.asString());
        }
        return List.copyOf(all);
    }

    /** Whether the audience is a string and not an array. */
    public boolean hasPlainAudience() {
        return tree.path("aud").isString();
    }

    /** The names of all claims. */
    public Set<String> names() {
        return Set.copyOf(tree.propertyNames());
    }

    /** The claim as a parameter: a string as it is, anything else as JSON text. */
    public String parameter(String name) {
        JsonNode claim = tree.path(name);
        return claim.isString() ? claim.asString() : claim.toString();
    }

    /** The claim as JSON; a missing node where there is none. */
    public JsonNode value(String name) {
        return tree.path(name);
    }

    /** Whether the claim is JSON's null. */
    public boolean isNull(String name) {
        return tree.path(name).isNull();
    }
}
