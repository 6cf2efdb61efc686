package dev.sallyport.gateway;

import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.person.Role;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What the token must be that opens a route of the configuration.
 *
 * @param scope all of which it has; may be empty
 * @param role which its person holds
 * @param audience whom it is for, in the place of the house
 * @param dpop whether it is bound to a key, and comes with a proof of that key (RFC 9449)
 */
record Demand(Scope scope, Optional<Role> role, Optional<String> audience, boolean dpop) {
    static final String ALLOWED =
            "require must be none, or {scope: …}, {role: …}, {audience: …}, {dpop: true}, or several"
                    + " of them in one; open doors are said out loud";
    private static final Set<String> KEYS = Set.of("scope", "role", "audience", "dpop");
    private static final int LONGEST = 500;

    /** The demand, or none where the route says {@code none}; throws {@link IllegalArgumentException} where it says neither. */
    static Optional<Demand> of(JsonNode require) {
        if (require.isString() && require.stringValue().equals("none")) {
            return Optional.empty();
        }
        boolean known = require.isObject()
                && !require.isEmpty()
                && KEYS.containsAll(require.propertyNames())
                && (!require.has("dpop")
                        || (require.get("dpop").isBoolean()
                                && require.get("dpop").booleanValue()));
        if (!known) {
            throw new IllegalArgumentException(ALLOWED);
        }
        return Optional.of(new Demand(
                text(require, "scope")
                        .map(text -> Scope.parse(text).filter(s -> !s.isEmpty()).orElseThrow(Demand::wrong))
                        .orElse(Scope.NONE),
                text(require, "role").map(Role::new),
                text(require, "audience"),
                require.has("dpop")));
    }

    private static Optional<String> text(JsonNode require, String key) {
        if (!require.has(key)) {
            return Optional.empty();
        }
        String text = require.get(key).asString("");
        if (!require.get(key).isString() || text.isBlank() || text.length() > LONGEST) {
            throw wrong();
        }
        return Optional.of(text);
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException(ALLOWED);
    }

    /** As a person reads it. */
    @Override
    public String toString() {
        var told = new StringBuilder("token");
        if (!scope.isEmpty()) {
            told.append(" with scope ").append(scope);
        }
        role.ifPresent(r -> told.append(" of a person with role ").append(r.name()));
        audience.ifPresent(a -> told.append(" for ").append(a));
        return told.append(dpop ? ", bound by DPoP" : "").toString();
    }
}
