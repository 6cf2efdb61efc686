package dev.sallyport.gateway;

import dev.sallyport.gateway.Place.Content;
import dev.sallyport.gateway.Place.Cookies;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The house's servers by path, narrowest path first. */
final class Destinations {
    /** What the browser gate's paths begin with. */
    static final String WEB = "/web";

    /** Where proxies ask. */
    static final String FORWARD_AUTH = "/forward-auth";

    /** The token endpoint. */
    static final String TOKEN = "/oauth2/token";

    private static final List<Line> TABLE = List.of(
            line("/v1/auth/*_web", "auth", Cookies.KEPT, Content.API),
            line("/v1/auth/**", "auth", Cookies.DROPPED, Content.API),
            line("/v1/consents/**", "auth", Cookies.DROPPED, Content.API),
            line("/v1/identities/**", "auth", Cookies.DROPPED, Content.API),
            line("/v1/admin/**", "auth", Cookies.DROPPED, Content.API),
            line("/oauth2/authorize", "auth", Cookies.KEPT, Content.PAGES),
            line("/oauth2/logout", "auth", Cookies.KEPT, Content.PAGES),
            line(TOKEN, "auth", Cookies.REFRESH_ONLY, Content.API),
            line("/oauth2/**", "auth", Cookies.DROPPED, Content.API),
            line("/.well-known/openid-configuration/**", "auth", Cookies.DROPPED, Content.FILES),
            line("/.well-known/oauth-authorization-server/**", "auth", Cookies.DROPPED, Content.FILES),
            line("/.well-known/oauth-protected-resource/**", "auth", Cookies.DROPPED, Content.FILES),
            line("/.well-known/jwks.json", "auth", Cookies.DROPPED, Content.FILES),
            line("/.well-known/change-password", "auth", Cookies.DROPPED, Content.FILES),
            line("/sign-in/**", "auth", Cookies.KEPT, Content.PAGES),
            line("/sign-up/**", "auth", Cookies.KEPT, Content.PAGES),
            line("/choose-account/**", "auth", Cookies.KEPT, Content.PAGES),
            line("/consent/**", "auth", Cookies.KEPT, Content.PAGES),
            line("/sign-out/**", "auth", Cookies.KEPT, Content.PAGES),
            line("/device/**", "auth", Cookies.KEPT, Content.PAGES),
            line("/brand/**", "auth", Cookies.DROPPED, Content.PAGES),
            line("/v1/profile/**", "resource", Cookies.DROPPED, Content.API),
            line("/v1/activity/**", "resource", Cookies.DROPPED, Content.API),
            line("/v1/documents/**", "resource", Cookies.DROPPED, Content.API),
            line("/v1/files/**", "files", Cookies.DROPPED, Content.FILES),
            line("/v1/uploads/**", "files", Cookies.DROPPED, Content.FILES),
            line("/v1/media/**", "files", Cookies.DROPPED, Content.FILES),
            line("/v1/openapi.json", "frontend", Cookies.DROPPED, Content.FILES),
            line("/problems/**", "frontend", Cookies.DROPPED, Content.PAGES),
            line("/docs/**", "frontend", Cookies.DROPPED, Content.PAGES),
            line("/v1/**", "", Cookies.DROPPED, Content.API),
            line("/web/**", "", Cookies.DROPPED, Content.API),
            line("/**", "frontend", Cookies.DROPPED, Content.PAGES));

    private record Line(PathPattern path, String server, Cookies cookies, Content content) {}

    /** By the first segment of the path; patterns that begin with another, or with any, are not asked. */
    private final Map<String, List<Place>> byBeginning;

    private final List<Place> anywhere;

    /** @param servers the house's servers by name; the paths of a server that is missing lead nowhere */
    Destinations(Map<String, Destination> servers, List<Place> others) {
        Stream<Place> house = TABLE.stream()
                .map(line -> new Place(
                        line.path(),
                        servers.getOrDefault(line.server(), new Destination.Nowhere()),
                        Place.Lock.BEHIND,
                        line.cookies(),
                        line.content()));
        List<Place> all = Stream.concat(others.stream(), house)
                .sorted(Comparator.comparing(Place::path, PathPattern.NARROWEST_FIRST))
                .toList();
        this.anywhere = all.stream().filter(place -> isAnywhere(place.path())).toList();
        this.byBeginning = all.stream()
                .filter(place -> !isAnywhere(place.path()))
                .map(place -> beginning(place.path().base()))
                .distinct()
                .collect(Collectors.toUnmodifiableMap(
                        first -> first,
                        first -> all.stream()
                                .filter(place -> isAnywhere(place.path())
                                        || beginning(place.path().base()).equals(first))
                                .toList()));
    }

    private static boolean isAnywhere(PathPattern path) {
        String base = path.base();
        return base.isEmpty() || beginning(base).indexOf('*') >= 0;
    }

    private static String beginning(String path) {
        int second = path.indexOf('/', 1);
        return second < 0 ? path : path.substring(0, second);
    }

    /** Where the path leads; every path leads somewhere. */
    Place of(String path) {
        for (Place place : byBeginning.getOrDefault(beginning(path), anywhere)) {
            if (place.path().matches(path)) {
                return place;
            }
        }
        throw new IllegalStateException("the last line of the table takes every path");
    }

    /** Whether the path, or one above it, belongs to a server of the house or to a gate. */
    static boolean isOfTheHouse(String base) {
        boolean aGate =
                base.equals("/web") || base.startsWith("/web/") || base.equals("/auth") || base.startsWith("/auth/");
        return aGate
                || base.equals(CspReports.PATH)
                || base.equals(FORWARD_AUTH)
                || base.startsWith(FORWARD_AUTH + "/")
                || TABLE.stream()
                        .filter(line ->
                                !line.server().isEmpty() && !line.path().text().equals("/**"))
                        .anyMatch(line -> line.path().matches(base));
    }

    /** Whether a server of the house or a gate lies below the path, so that a route for all below it is not meant for that. */
    static boolean holdsSomeOfTheHouse(String base) {
        return Stream.concat(
                        TABLE.stream()
                                .filter(line -> !line.path().text().equals("/**"))
                                .map(line -> line.path().base()),
                        Stream.of("/auth", FORWARD_AUTH, CspReports.PATH))
                .anyMatch(path -> path.startsWith(base + "/"));
    }

    private static Line line(String path, String server, Cookies cookies, Content content) {
        return new Line(PathPattern.of(path), server, cookies, content);
    }
}
