package dev.sallyport.gateway.export;

import dev.sallyport.gateway.UserRoute;
import java.util.List;

/**
 * The routes to servers that are not the house's in the words of nginx.
 *
 * @param askingAlways whether the house is asked at open doors, too
 */
record NginxRoutes(List<UserRoute> routes, boolean askingAlways) {
    private static final String NAME = "sallyport_route_";

    /** A bearer token has no business at the browser gate (T42). */
    private static final String UNMIXED = """
                    if ($http_authorization) {
                        set $sallyport_why mixed;
                        return 400;
                    }
                    rewrite ^/web(/.*)$ $1 break;
            """;

    String upstreams() {
        return Lines.numbered(
                NAME,
                routes,
                (route, name) -> "upstream " + name + " {\n"
                        + Lines.of(route.to(), origin -> "    server " + Blueprint.address(origin) + ";")
                        + "    keepalive 64;\n}\n");
    }

    String locations() {
        return Lines.numbered(
                NAME,
                routes,
                (route, name) -> (Blueprint.isForTheApi(route) ? api(route, name) : "")
                        + (Blueprint.isForBrowsers(route) ? browser(route, name) : ""));
    }

    private String api(UserRoute route, String name) {
        String gate = askingAlways || !Blueprint.isOpen(route)
                ? asked("api")
                : "        set $sallyport_authorization $http_authorization;\n";
        return location(Regex.of(route.path()), Blueprint.told(route), gate, pass(route, name));
    }

    private static String browser(UserRoute route, String name) {
        String regex = Regex.of(route.path()).replaceFirst("\\^", "^/web");
        return location(
                regex, Blueprint.told(route) + ", by the browser gate", UNMIXED + asked("browser"), pass(route, name));
    }

    private static String location(String regex, String comment, String gate, String pass) {
        return "\n    # " + comment + "\n    location ~ \"" + regex + "\" {\n"
                + "        if ($sallyport_to_house) { rewrite ^ /_sallyport/house last; }\n" + gate + pass
                + "    }\n";
    }

    private static String asked(String gate) {
        return "        auth_request /_sallyport/" + gate + ";\n"
                + "        auth_request_set $sallyport_authorization $upstream_http_authorization;\n"
                + "        auth_request_set $sallyport_challenge $upstream_http_www_authenticate;\n"
                + "        auth_request_set $sallyport_asked $upstream_status;\n";
    }

    private static String pass(UserRoute route, String name) {
        String scheme = Blueprint.scheme(route)
                .orElseThrow(() -> new IllegalArgumentException("nginx cannot mix http and https behind one route: "
                        + route.path().text()));
        String sni = scheme.equals("https")
                ? "        proxy_ssl_name " + route.to().getFirst().getHost() + ";\n"
                : "";
        return sni + "        proxy_pass " + scheme + "://" + name + ";\n";
    }
}
