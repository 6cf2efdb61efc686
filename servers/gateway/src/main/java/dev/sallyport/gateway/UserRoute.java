package dev.sallyport.gateway;

import dev.sallyport.domain.grant.Scope;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A route of the configuration to servers that are not the house's.
 *
 * @param path one path, or one path and all below it
 * @param to origins such as {@code http://10.0.0.5:9000}, asked in turn
 * @param require {@code none}, said out loud, or {@code {scope: …}}
 */
public record UserRoute(PathPattern path, List<URI> to, JsonNode require) {
    public UserRoute {
        to = List.copyOf(to);
        boolean templated = path.text().indexOf('{') >= 0 || path.text().indexOf('}') >= 0;
        refuse(
                !path.isPlain() || templated,
                "path must be one path such as /status, or one and all below it such as /v1/orders/**");
        refuse(Destinations.isOfTheHouse(path.base()), "path must not be one of the house's own: " + path.text());
        refuse(to.isEmpty(), "to must name at least one origin");
        refuse(
                !to.stream().allMatch(UserRoute::isOrigin),
                "to must list origins such as http://10.0.0.5:9000, without path, query and user");
        refuse(
                !saysNone(require) && demanded(require).isEmpty(),
                "require must be none, or {scope: …} with at least one scope; open doors are said out loud");
    }

    /** The scopes that a bearer token must have; empty where the door stands open. */
    public Optional<Scope> scope() {
        return demanded(require);
    }

    private static boolean saysNone(JsonNode require) {
        return require.isString() && require.stringValue().equals("none");
    }

    private static Optional<Scope> demanded(JsonNode require) {
        if (!require.isObject()
                || require.size() != 1
                || !require.has("scope")
                || !require.get("scope").isString()) {
            return Optional.empty();
        }
        return Scope.parse(require.get("scope").stringValue()).filter(scope -> !scope.isEmpty());
    }

    static boolean isOrigin(URI uri) {
        String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        boolean http = scheme.equals("http") || scheme.equals("https");
        boolean bare = uri.getRawPath() == null || uri.getRawPath().isEmpty();
        return http
                && bare
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
    }

    private static void refuse(boolean wrong, String expected) {
        if (wrong) {
            throw new IllegalArgumentException(expected);
        }
    }
}
