package dev.sallyport.gateway;

import dev.sallyport.kit.forward.Terms;
import dev.sallyport.kit.http.Request;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A route of the configuration to servers that are not the house's. All but the first three keys may be left out.
 *
 * @param path one path, or one path and all below it
 * @param to origins such as {@code http://10.0.0.5:9000}
 * @param require {@code none}, said out loud, or what {@link Demand} says
 * @param host for requests to this host only
 * @param methods for requests by these methods only
 * @param strip the beginning of the path that the origins do not see
 * @param rewrite what the origins see in the place of {@code path}
 * @param balance how requests are shared out, as {@link Balance} says
 * @param retryOn statuses that count as no answer while another origin is left and the request may be repeated
 * @param body the longest body taken, in bytes
 * @param cors whose pages may call the route, in the place of the house's own list
 * @param csp the Content-Security-Policy of every answer; {@code origin} leaves it to the origins
 * @param compress whether text goes out by gzip to those who take it; left out: as it came
 * @param cache whether answers are kept that say they may be, and how many, as {@link CacheSize} says
 * @param version what is told of its end, where it comes to one
 * @param limits how often one asker may ask for the route, beside the limits of the gateway
 */
public record UserRoute(
        PathPattern path,
        List<URI> to,
        JsonNode require,
        Optional<HostPattern> host,
        Optional<Set<Verb>> methods,
        Optional<String> strip,
        Optional<String> rewrite,
        Optional<HeaderRules> headers,
        Optional<JsonNode> balance,
        Optional<HealthCheck> health,
        Optional<RouteTimeout> timeout,
        @Min(0) @Max(5) Optional<Integer> retries,
        Optional<Set<Integer>> retryOn,
        @Min(0) Optional<Long> body,
        Optional<Gate> gate,
        Optional<Identity> identity,
        Optional<List<WebOrigin>> cors,
        Optional<String> csp,
        Optional<Boolean> compress,
        Optional<JsonNode> cache,
        Optional<RouteVersion> version,
        Optional<List<RouteLimit>> limits) {

    /** The gates that lead to a route. */
    public enum Gate {
        API,
        BROWSER,
        BOTH
    }

    /** How origins learn who asks. */
    public enum Identity {
        /** By the access token itself. */
        BEARER,
        /** By a short-lived token of the house's that only this route's origins take. */
        SIGNED,
        /** Not at all. */
        NONE
    }

    /** The word of {@code csp} for what the origins themselves say. */
    static final String OF_THE_ORIGIN = "origin";

    private static final Set<Integer> RETRIED = Set.of(429, 500, 502, 503, 504);
    private static final int MOST = 64;

    public UserRoute {
        to = List.copyOf(to);
        boolean templated = path.text().indexOf('{') >= 0 || path.text().indexOf('}') >= 0;
        refuse(
                !path.isPlain() || templated,
                "path must be one path such as /status, or one and all below it such as /v1/orders/**");
        refuse(Destinations.isOfTheHouse(path.base()), "path must not be one of the house's own: " + path.text());
        refuse(to.isEmpty() || to.size() > MOST, "to must name at least one origin, and at most " + MOST);
        refuse(
                !to.stream().allMatch(UserRoute::isOrigin),
                "to must list origins such as http://10.0.0.5:9000, without path, query and user");
        Optional<Demand> demand = Demand.of(require);
        balance.ifPresent(Balance::of);
        cache.ifPresent(CacheSize::of);
        refuse(methods.filter(Set::isEmpty).isPresent(), "methods must name at least one, or be left out for all");
        refuse(
                strip.isPresent() && rewrite.isPresent(),
                "strip and rewrite exclude one another: strip takes a beginning off, rewrite puts another in its place");
        refuse(
                strip.filter(s -> !isBeginning(s, path.base())).isPresent(),
                "strip must be a beginning of the path in whole segments, such as /v1 of /v1/orders/**");
        refuse(
                rewrite.filter(r -> !isPath(r)).isPresent(),
                "rewrite must be a path such as /api/orders, without * and without / at its end");
        refuse(
                retryOn.filter(statuses -> !RETRIED.containsAll(statuses)).isPresent(),
                "retry_on must list statuses of 429, 500, 502, 503 and 504");
        refuse(version.filter(RouteVersion::isEndless).isPresent(), "version must say deprecated, sunset, or both");
        boolean browser = gate.filter(g -> g == Gate.BROWSER).isPresent();
        boolean another =
                demand.filter(d -> d.dpop() || d.audience().isPresent()).isPresent();
        refuse(
                browser && !path.text().startsWith("/v1/"),
                "gate: browser needs a path that begins with /v1/: pages reach it as /web/v1/…");
        refuse(
                browser && another,
                "gate: browser takes neither dpop nor audience: a browser's session is the house's, and bound to no key");
        refuse(
                demand.isEmpty() && identity.filter(i -> i == Identity.SIGNED).isPresent(),
                "identity: signed needs a require other than none: at an open door nobody is known");
        refuse(
                csp.filter(c -> c.isBlank() || c.length() > 4_000 || c.chars().anyMatch(x -> x < ' ' || x > '~'))
                        .isPresent(),
                "csp must be a Content-Security-Policy such as default-src 'self', or the word origin");
        refuse(
                limits.map(List::size).orElse(0) > 8 || cors.map(List::size).orElse(0) > MOST,
                "limits has at most 8, and cors at most " + MOST + " origins");
    }

    /** What its token must be; empty where the door stands open. */
    Optional<Demand> demand() {
        return Demand.of(require);
    }

    /** Every method that the route takes. */
    Set<Verb> verbs() {
        return methods.orElseGet(() -> EnumSet.allOf(Verb.class));
    }

    Balance balancing() {
        return balance.map(Balance::of).orElseGet(Balance.RoundRobin::new);
    }

    Gate gates() {
        return gate.orElse(Gate.BOTH);
    }

    Identity identifies() {
        return identity.orElse(Identity.BEARER);
    }

    List<Limit> ownLimits() {
        return limits.orElse(List.of()).stream()
                .map(limit -> new Limit(path, limit.rate(), limit.per()))
                .toList();
    }

    boolean compresses() {
        return compress.orElse(false);
    }

    Optional<CacheSize> keeps() {
        return cache.flatMap(CacheSize::of);
    }

    HeaderRules headerRules() {
        return headers.orElseGet(HeaderRules::defaults);
    }

    RouteTimeout patience() {
        return timeout.orElseGet(RouteTimeout::defaults);
    }

    Terms terms(long longestBody) {
        RouteTimeout patience = patience();
        return new Terms(
                patience.connect(),
                patience.read(),
                retries.orElse(Terms.USUAL.retries()),
                retryOn.orElse(Terms.USUAL.retryOn()),
                body.orElse(longestBody));
    }

    /** Whether the path and the host are the route's. */
    boolean isAt(Request request) {
        return path.matches(request.path()) && host.map(h -> h.matches(request)).orElse(true);
    }

    boolean takes(String method) {
        return verbs().stream().anyMatch(verb -> verb.takes(method));
    }

    /** The path as the origins see it. */
    String inward(String asked) {
        String seen = rewrite.map(r ->
                        (r.equals("/") ? "" : r) + asked.substring(path.base().length()))
                .orElseGet(() -> asked.substring(strip.map(String::length).orElse(0)));
        return seen.isEmpty() ? "/" : seen;
    }

    /** What logs and measurements call it: host and path. */
    String name() {
        return host.map(HostPattern::text).orElse("") + path.text();
    }

    /** What its origins are called: no two routes have the same. */
    String label() {
        return methods.map(some -> some.stream().sorted().map(Verb::name).collect(Collectors.joining(",", "", " ")))
                        .orElse("")
                + name();
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

    private static boolean isBeginning(String strip, String base) {
        return isPath(strip) && !strip.equals("/") && (base + "/").startsWith(strip + "/");
    }

    private static boolean isPath(String text) {
        if (text.equals("/")) {
            return true;
        }
        try {
            return PathPattern.of(text).isPlain() && !text.endsWith("/") && !text.endsWith("*");
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    private static void refuse(boolean wrong, String expected) {
        if (wrong) {
            throw new IllegalArgumentException(expected);
        }
    }
}
