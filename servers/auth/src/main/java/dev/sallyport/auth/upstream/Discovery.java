package dev.sallyport.auth.upstream;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.fetch.Fetch;
import dev.sallyport.kit.fetch.Fetched;
import dev.sallyport.kit.json.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Finds what an OpenID provider says of itself, kept as long as it allows. */
final class Discovery {
    private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);
    private static final String PATH = "/.well-known/openid-configuration";

    private final Fetch fetch;

    Discovery(Fetch fetch) {
        this.fetch = fetch;
    }

    /**
     * What the provider says of itself, as far as it matters here.
     *
     * @param saysIssuer whether its answers carry {@code iss} (RFC 9207)
     * @param takesPost whether the secret may stand in the form of the token request
     * @param algorithms what its ID tokens may be signed by, as far as we read that
     */
    record Found(
            URI authorization,
            URI token,
            Optional<URI> userinfo,
            URI keys,
            boolean saysIssuer,
            boolean takesPost,
            Set<Algorithm> algorithms) {}

    /** Empty when there is no answer, or it is another issuer's, or an address in it cannot be. */
    @Spec("OpenID Connect Discovery §4.3")
    Optional<Found> of(String issuer) {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        return switch (fetch.get(base + PATH)) {
            case Fetched.Refused(var reason) -> {
                LOG.warn("what {} says of itself was not fetched: {}", issuer, reason);
                yield Optional.empty();
            }
            case Fetched.Got got -> read(issuer, got.body());
        };
    }

    private static Optional<Found> read(String issuer, byte[] body) {
        JsonNode tree;
        try {
            tree = Json.tree(body);
        } catch (JacksonException notJson) {
            LOG.warn("what {} says of itself is no JSON", issuer);
            return Optional.empty();
        }
        // To the letter: otherwise one provider could speak for another (T10).
        if (!tree.path("issuer").asString("").equals(issuer)) {
            LOG.warn("what is found at {} says it is of another issuer", issuer);
            return Optional.empty();
        }
        boolean tls = issuer.startsWith("https:");
        Optional<URI> authorization = address(tree.path("authorization_endpoint"), tls);
        Optional<URI> token = address(tree.path("token_endpoint"), tls);
        Optional<URI> keys = address(tree.path("jwks_uri"), tls);
        if (authorization.isEmpty() || token.isEmpty() || keys.isEmpty()) {
            LOG.warn("what {} says of itself lacks an address, or has one that cannot be", issuer);
            return Optional.empty();
        }
        return Optional.of(new Found(
                authorization.get(),
                token.get(),
                address(tree.path("userinfo_endpoint"), tls),
                keys.get(),
                tree.path("authorization_response_iss_parameter_supported").asBoolean(false),
                lists(tree.path("token_endpoint_auth_methods_supported"), "client_secret_post"),
                algorithms(tree.path("id_token_signing_alg_values_supported"))));
    }

    /** An address to send a browser or a secret to: {@code https} where the issuer has it, a host, and nothing that hides one. */
    private static Optional<URI> address(JsonNode node, boolean tls) {
        try {
            URI uri = new URI(node.asString(""));
            boolean scheme = "https".equals(uri.getScheme()) || (!tls && "http".equals(uri.getScheme()));
            boolean plain = uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null;
            return scheme && plain ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException none) {
            return Optional.empty();
        }
    }

    private static boolean lists(JsonNode names, String name) {
        return names.valueStream().anyMatch(node -> node.asString("").equals(name));
    }

    private static Set<Algorithm> algorithms(JsonNode names) {
        Set<Algorithm> all = EnumSet.noneOf(Algorithm.class);
        Arrays.stream(Algorithm.values())
                .filter(algorithm -> lists(names, algorithm.joseName()))
                .forEach(all::add);
        return all;
    }
}
