package dev.sallyport.gateway.export;

import dev.sallyport.gateway.AddressRange;
import dev.sallyport.gateway.Facts;
import dev.sallyport.gateway.Limit;
import dev.sallyport.gateway.UserRoute;
import dev.sallyport.gateway.WebOrigin;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a proxy before the house has to do, whichever it is.
 *
 * @param publicUrl where people reach the house, by way of the proxy
 * @param listen where the proxy listens: a port, or an address and a port
 * @param house where the proxy reaches the gateways of the house
 * @param limits every one that matches applies
 * @param routes to servers that are not the house's, in the order in which they are tried
 * @param left routes that the house hands on itself: what they say, or what a route says that meets them, is not the same elsewhere
 * @param origins whose pages may read answers of the API gate
 * @param trusted the proxies before the proxy
 * @param certificate what the proxy shows where the street is encrypted
 * @param strictTransport how long browsers that came encrypted come back so
 * @param asksForWork whether the house asks for a proof of work
 */
public record Blueprint(
        URI publicUrl,
        String listen,
        List<URI> house,
        List<Limit> limits,
        List<UserRoute> routes,
        List<UserRoute> left,
        List<WebOrigin> origins,
        List<AddressRange> trusted,
        Certificate certificate,
        Optional<Duration> strictTransport,
        boolean asksForWork) {
    /** The files of a certificate and its key, as the proxy finds them. */
    public record Certificate(Path chain, Path key) {}

    public Blueprint {
        house = List.copyOf(house);
        limits = Stream.concat(Facts.limitsAlways().stream(), limits.stream()).toList();
        routes = Facts.inOrder(routes);
        left = List.copyOf(left);
        origins = List.copyOf(origins);
        trusted = List.copyOf(trusted);
    }

    /** The routes of a configuration that the house hands on itself. */
    public static List<UserRoute> left(List<UserRoute> all) {
        var left = new ArrayList<>(all.stream().filter(r -> !Facts.isPlain(r)).toList());
        List<UserRoute> met;
        do {
            met = all.stream()
                    .filter(route -> !left.contains(route))
                    .filter(route -> left.stream().anyMatch(other -> Facts.meet(route, other)))
                    .toList();
            left.addAll(met);
        } while (!met.isEmpty());
        return List.copyOf(left);
    }

    /** Lines of a comment that name what the house hands on itself. */
    String toldOfLeft() {
        String work = asksForWork
                ? "# Left to the house, to which these requests go in any case: gateway.proof_of_work.\n"
                : "";
        String routes = left.isEmpty()
                ? ""
                : "# Left to the house, for these say more than a proxy can:\n"
                        + Lines.of(left, route -> "# - " + told(route) + more(route));
        return work + routes;
    }

    /** Which of a route's keys are why. */
    private static String more(UserRoute route) {
        List<String> keys = Facts.more(route);
        return keys.isEmpty() ? "" : " (" + String.join(", ", keys) + ")";
    }

    boolean isEncrypted() {
        return publicUrl.getScheme().equals("https");
    }

    /** What {@code Strict-Transport-Security} says, where it says anything. */
    Optional<String> hsts() {
        return strictTransport.filter(time -> isEncrypted()).map(time -> "max-age=" + time.toSeconds());
    }

    /** The limits that a proxy can count, which does not know who asks but by the address. */
    List<Limit> limits(Limit.Per... per) {
        return limits.stream()
                .filter(limit -> List.of(per).contains(limit.per()))
                .toList();
    }

    /** Whether the house must be asked where a door is open, too: it alone knows the clients that a limit counts. */
    boolean countsClients() {
        return !limits(Limit.Per.CLIENT).isEmpty();
    }

    /** The port in {@link #listen}. */
    String port() {
        return listen.substring(listen.lastIndexOf(':') + 1);
    }

    /** Whether the browser gate leads to the route: it takes calls of the API, not other paths. */
    static boolean isForBrowsers(UserRoute route) {
        return route.path().text().startsWith("/v1/") && Facts.gates(route) != UserRoute.Gate.API;
    }

    static boolean isForTheApi(UserRoute route) {
        return Facts.gates(route) != UserRoute.Gate.BROWSER;
    }

    static boolean isOpen(UserRoute route) {
        return Facts.demanded(route).isEmpty();
    }

    /** Where a route leads and what it asks for, in words. */
    static String told(UserRoute route) {
        String to =
                String.join(", ", route.to().stream().map(Blueprint::address).toList());
        return route.path().text() + " -> " + to + "; "
                + Facts.demanded(route).map(demand -> "needs a " + demand).orElse("an open door");
    }

    /** Host and port of an origin. */
    static String address(URI origin) {
        int usual = isEncrypted(origin) ? 443 : 80;
        return origin.getHost() + ":" + (origin.getPort() < 0 ? usual : origin.getPort());
    }

    static boolean isEncrypted(URI origin) {
        return origin.getScheme().toLowerCase(Locale.ROOT).equals("https");
    }

    /** The scheme of all of a route's origins; empty where they have different ones, which proxies cannot mix. */
    static Optional<String> scheme(UserRoute route) {
        List<Boolean> encrypted =
                route.to().stream().map(Blueprint::isEncrypted).distinct().toList();
        return encrypted.size() == 1 ? Optional.of(encrypted.getFirst() ? "https" : "http") : Optional.empty();
    }

    static String range(AddressRange range) {
        return range.first().getHostAddress() + "/" + range.bits();
    }
}
