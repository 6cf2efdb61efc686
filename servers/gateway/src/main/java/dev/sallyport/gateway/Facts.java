package dev.sallyport.gateway;

import dev.sallyport.kit.engine.HttpEngine;
import dev.sallyport.kit.forward.Terms;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What holds at this gateway whatever the configuration says, for those who write it down for another proxy. Each value is
 * the one that the gateway itself uses.
 */
public final class Facts {
    /** Requests worked on at once; more get 503. */
    public static final int AT_ONCE = GatewayServer.AT_ONCE;

    /** Networks counted one by one, for each limit. */
    public static final int COUNTED = Buckets.MOST;

    /** The longest body, in bytes. */
    public static final long LONGEST_BODY = HttpEngine.Limits.USUAL.bodyBytes();

    /** All header fields together, in bytes. */
    public static final int LONGEST_HEAD = HttpEngine.Limits.USUAL.headerBytes();

    /** How long a connection may be silent, and how long it may owe a whole request. */
    public static final Duration IDLE = HttpEngine.Limits.USUAL.idle();

    /** How long a connection to an origin may take. */
    public static final Duration CONNECT = Terms.USUAL.connect();

    /** How long an origin may be silent. */
    public static final Duration PATIENCE = Terms.USUAL.read();

    /** What a router answers to {@code OPTIONS}, in the field {@code Allow}. */
    public static final String ALLOW = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";

    /** What pages of listed origins may read of an answer. */
    public static final String CORS_EXPOSED = Cors.EXPOSED;

    private Facts() {}

    /** What every answer of an origin that is not the house's tells the browser. */
    public static Map<String, String> answerHeaders() {
        var headers = new LinkedHashMap<String, String>();
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Permissions-Policy", SecurityHeaders.PERMISSIONS);
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Content-Security-Policy", SecurityHeaders.NOTHING);
        return headers;
    }

    /** What an answer may not say: whole names. */
    public static SortedSet<String> originsOwn() {
        return new TreeSet<>(HeaderHygiene.ORIGINS_OWN);
    }

    /** What an answer may not say: beginnings of names. */
    public static List<String> originsOwnPrefixes() {
        return HeaderHygiene.ORIGINS_OWN_PREFIXES;
    }

    /** What a client may not say: whole names, each with a hyphen for every sign that is neither letter nor digit. */
    public static SortedSet<String> claims() {
        return new TreeSet<>(HeaderHygiene.CLAIMS);
    }

    /** What a client may not say: beginnings of names. */
    public static List<String> claimPrefixes() {
        return HeaderHygiene.CLAIM_PREFIXES;
    }

    /** What is counted whatever the configuration says. */
    public static List<Limit> limitsAlways() {
        return Limit.ALWAYS;
    }

    /** The routes in the order in which they are tried, where none is for one host only. */
    public static List<UserRoute> inOrder(List<UserRoute> routes) {
        return routes.stream()
                .sorted((a, b) -> PathPattern.NARROWEST_FIRST.compare(a.path(), b.path()))
                .toList();
    }

    /** What the token must be that opens the route, in words; empty where the door stands open. */
    public static Optional<String> demanded(UserRoute route) {
        return route.demand().map(Demand::toString);
    }

    /**
     * Whether a proxy can hand a route's requests on itself: the route says path, origins, gate and lock, and no more. For one
     * that says more, or that has some of the house below it, the house knows better.
     */
    public static boolean isPlain(UserRoute route) {
        return more(route).isEmpty()
                && !Destinations.holdsSomeOfTheHouse(route.path().base());
    }

    /** The keys of a route that say what a proxy says in another way, or not at all. */
    public static List<String> more(UserRoute route) {
        var keys = new LinkedHashMap<String, Optional<?>>();
        keys.put("host", route.host());
        keys.put("methods", route.methods());
        keys.put("strip", route.strip());
        keys.put("rewrite", route.rewrite());
        keys.put("headers", route.headers());
        keys.put("balance", route.balance());
        keys.put("health", route.health());
        keys.put("timeout", route.timeout());
        keys.put("retries", route.retries());
        keys.put("retry_on", route.retryOn());
        keys.put("body", route.body());
        keys.put("cors", route.cors());
        keys.put("csp", route.csp());
        keys.put("compress", route.compress());
        keys.put("cache", route.cache());
        keys.put("version", route.version());
        keys.put("limits", route.limits());
        keys.put("identity", route.identity().filter(i -> i != UserRoute.Identity.BEARER));
        return keys.entrySet().stream()
                .filter(key -> key.getValue().isPresent())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether some path may be of both routes. */
    public static boolean meet(UserRoute one, UserRoute other) {
        String a = one.path().base() + "/";
        String b = other.path().base() + "/";
        return a.startsWith(b) || b.startsWith(a);
    }

    /** Which gates lead to the route. */
    public static UserRoute.Gate gates(UserRoute route) {
        return route.gates();
    }
}
