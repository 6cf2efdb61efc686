package dev.sallyport.gateway.export;

import dev.sallyport.gateway.Facts;
import dev.sallyport.gateway.Limit;
import dev.sallyport.gateway.UserRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The gateway's configuration as one of Traefik. A limit is a middleware of a router, so there is a router for each set of
 * limits that can match at once: for each limit, its paths, with all limits that match there too.
 */
public final class Traefik {
    private static final List<String> SUITES = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /** Priorities: a narrower path is tried before a wider one, and options before all. */
    private static final int NARROWEST = 900_000;

    private static final int OF_A_LIMIT = 100_000;

    private final Blueprint blueprint;

    /** By address; the others the house counts, for it sees every request or is asked about it. */
    private final List<Limit> limits;

    private Traefik(Blueprint blueprint) {
        this.blueprint = blueprint;
        this.limits = blueprint.limits(Limit.Per.ADDRESS);
    }

    public static List<ExportedFile> files(Blueprint blueprint) {
        var traefik = new Traefik(blueprint);
        return List.of(
                new ExportedFile("traefik.yaml", traefik.entry()),
                new ExportedFile("sallyport.yaml", traefik.dynamic()));
    }

    private String entry() {
        String redirect = blueprint.isEncrypted() ? """
                  clear:
                    address: ":80"
                    http:
                      redirections:
                        entryPoint: { to: ":%s", scheme: https, permanent: true }
                """.formatted(blueprint.port()) : "";
        return Template.of("traefik.yaml")
                .fill("address", blueprint.listen().indexOf(':') < 0 ? ":" + blueprint.listen() : blueprint.listen())
                .fill(
                        "trusted",
                        blueprint.trusted().stream()
                                .map(range -> "\"" + Blueprint.range(range) + "\"")
                                .collect(Collectors.joining(", ", "[", "]")))
                .fill("connect", Facts.CONNECT.toSeconds() + "s")
                .fill("idle", Facts.IDLE.toSeconds() + "s")
                .fill("patience", Facts.PATIENCE.toSeconds() + "s")
                .fill("redirect", redirect)
                .text();
    }

    private String dynamic() {
        return Template.of("traefik-dynamic.yaml")
                .fill("left", blueprint.toldOfLeft())
                .fill("routers", routers())
                .fill("middlewares", middlewares())
                .fill("services", services())
                .fill("tls", blueprint.isEncrypted() ? encryption() : "")
                .text();
    }

    private String routers() {
        var routers = new StringBuilder();
        routers.append(router(
                "questions",
                "Path(`/forward-auth/api`) || Path(`/forward-auth/browser`)",
                NARROWEST * 2,
                List.of("nobody"),
                "house"));
        for (int i = 0; i < blueprint.routes().size(); i++) {
            UserRoute route = blueprint.routes().get(i);
            int first = NARROWEST - 10 * i;
            String regex = Regex.of(route.path());
            var api = new ArrayList<>(limitsWithin(route.path().text()));
            api.addAll(
                    List.of("at-once", "clean", Blueprint.isOpen(route) ? "ask-open" : "ask-api", "no-cookie", "says"));
            routers.append("    # ").append(Blueprint.told(route)).append('\n');
            routers.append(router(
                    "to-house-" + (i + 1),
                    "(Method(`OPTIONS`) || HeaderRegexp(`Upgrade`, `(?i)websocket`)) && " + rule(webToo(regex, route)),
                    first + 2,
                    with(limitsWithin(route.path().text()), "to-house"),
                    "house"));
            if (Blueprint.isForTheApi(route)) {
                routers.append(router("route-" + (i + 1), rule(regex), first, api, "route-" + (i + 1)));
            }
            if (Blueprint.isForBrowsers(route)) {
                var web = new ArrayList<>(limitsWithin("/web" + route.path().text()));
                web.addAll(List.of("at-once", "clean", "ask-browser", "no-cookie", "without-web", "says-own"));
                routers.append(router(
                        "web-" + (i + 1),
                        rule(regex.replaceFirst("\\^", "^/web")),
                        first + 1,
                        web,
                        "route-" + (i + 1)));
            }
        }
        for (int i = 0; i < limits.size(); i++) {
            Limit limit = limits.get(i);
            routers.append("    # the house's, where ")
                    .append(limit.path().text())
                    .append(" is counted\n");
            routers.append(router(
                    "limited-" + (i + 1),
                    rule(limited(limit)),
                    priority(limit),
                    with(with(limitsWithin(limit.path().text()), "at-once"), "to-house"),
                    "house"));
        }
        routers.append(router("house", "PathPrefix(`/`)", 1, List.of("at-once", "to-house"), "house"));
        return routers.toString();
    }

    /** A call without a version is a call of the newest. */
    private static String limited(Limit limit) {
        String regex = Regex.of(limit.path());
        return regex.startsWith("^/v1/auth/") ? regex.replaceFirst("\\^/v1/auth/", "^(?:/v1)?/auth/") : regex;
    }

    private int priority(Limit limit) {
        return OF_A_LIMIT + limit.path().text().replace("*", "").length();
    }

    /** All limits that match the paths of a pattern, each of which is wider than it or the same. */
    private List<String> limitsWithin(String pattern) {
        String sample = pattern.replace("/**", "").replace("*", "x");
        return IntStream.range(0, limits.size())
                .filter(i -> Pattern.compile(Regex.of(limits.get(i).path()))
                        .matcher(sample.isEmpty() ? "/" : sample)
                        .find())
                .mapToObj(i -> "limit-" + (i + 1))
                .toList();
    }

    private static List<String> with(List<String> names, String one) {
        return Stream.concat(names.stream(), Stream.of(one)).toList();
    }

    private static String webToo(String regex, UserRoute route) {
        return Blueprint.isForBrowsers(route) ? regex.replaceFirst("\\^", "^(?:/web)?") : regex;
    }

    private static String rule(String regex) {
        return "PathRegexp(`" + regex + "`)";
    }

    private String router(String name, String rule, int priority, List<String> middlewares, String service) {
        return "    " + name + ":\n      entryPoints: [street]\n      rule: \"" + rule.replace("\\", "\\\\")
                + "\"\n      priority: "
                + priority + "\n      middlewares: [" + String.join(", ", middlewares) + "]\n      service: " + service
                + "\n" + (blueprint.isEncrypted() ? "      tls: { options: modern }\n" : "");
    }

    private String middlewares() {
        var text = new StringBuilder();
        for (int i = 0; i < limits.size(); i++) {
            Limit limit = limits.get(i);
            text.append("    limit-")
                    .append(i + 1)
                    .append(":\n      rateLimit:\n        average: ")
                    .append(limit.rate().count())
                    .append("\n        period: ")
                    .append(limit.rate().period().toSeconds())
                    .append("s\n        burst: ")
                    .append(limit.rate().count())
                    .append("\n        sourceCriterion:\n          ipStrategy: { ipv6Subnet: 64 }\n");
        }
        text.append("    at-once:\n      inFlightReq:\n        amount: ")
                .append(Facts.AT_ONCE)
                .append("\n        sourceCriterion: { requestHost: true }\n");
        text.append("    nobody:\n      ipAllowList:\n        sourceRange: [\"255.255.255.255/32\"]\n");
        text.append(asking("ask-api", "api", "authorization, dpop", true));
        text.append(asking("ask-open", "api", "authorization, dpop", false));
        text.append(asking(
                "ask-browser",
                "browser",
                "authorization, cookie, x-csrf-token, origin, sec-fetch-site,"
                        + " sec-websocket-key, sec-websocket-version",
                true));
        text.append("    to-house:\n      headers:\n        customRequestHeaders:\n")
                .append(Lines.of(KnownHeaders.BELIEVED, name -> "          " + name + ": \"\""));
        text.append("    without-web:\n      stripPrefix:\n        prefixes: [/web]\n");
        text.append(
                "    no-cookie:\n      headers:\n        customRequestHeaders:\n          cookie: \"\"\n          x-csrf-token: \"\"\n");
        text.append("    clean:\n      headers:\n        customRequestHeaders:\n")
                .append(Lines.of(claims(), name -> "          " + name + ": \"\""));
        String policy = blueprint.origins().isEmpty() ? "same-origin" : "cross-origin";
        text.append("    says:\n      headers:\n        customResponseHeaders:\n")
                .append(says(policy))
                .append(cors());
        text.append("    says-own:\n      headers:\n        customResponseHeaders:\n")
                .append(says("same-origin"));
        return text.toString();
    }

    private String asking(String name, String gate, String sent, boolean credential) {
        String house = blueprint.house().getFirst().getScheme() + "://"
                + Blueprint.address(blueprint.house().getFirst());
        return "    " + name + ":\n      forwardAuth:\n        address: " + house + "/forward-auth/" + gate
                + "\n        trustForwardHeader: false\n        authRequestHeaders: [" + sent + "]\n"
                + (credential ? "        authResponseHeaders: [authorization]\n" : "");
    }

    private static List<String> claims() {
        return Stream.concat(Facts.claims().stream(), KnownHeaders.CLAIMS.stream())
                .filter(name -> !name.equals("x-request-id"))
                .flatMap(name -> Spellings.of(name).stream())
                .distinct()
                .sorted()
                .toList();
    }

    private String says(String policy) {
        String said = Facts.answerHeaders().entrySet().stream()
                .map(e -> "          " + e.getKey() + ": \"" + e.getValue() + "\"\n")
                .collect(Collectors.joining());
        String encrypted = blueprint
                .hsts()
                .map(value -> "          Strict-Transport-Security: \"" + value + "\"\n")
                .orElse("");
        var hidden = Stream.concat(Facts.originsOwn().stream(), KnownHeaders.ORIGINS_OWN.stream())
                .toList();
        return said + "          Cross-Origin-Resource-Policy: " + policy + "\n" + encrypted
                + Lines.of(hidden, name -> "          " + name + ": \"\"");
    }

    private String cors() {
        return blueprint.origins().isEmpty()
                ? ""
                : "        accessControlAllowOriginList: ["
                        + blueprint.origins().stream()
                                .map(origin -> "\"" + origin.value() + "\"")
                                .collect(Collectors.joining(", "))
                        + "]\n        accessControlExposeHeaders: [" + Facts.CORS_EXPOSED
                        + "]\n        addVaryHeader: true\n";
    }

    private String services() {
        var text = new StringBuilder(service(
                "house",
                blueprint.house().stream()
                        .map(house -> house.getScheme().toLowerCase(Locale.ROOT) + "://" + Blueprint.address(house))
                        .toList()));
        for (int i = 0; i < blueprint.routes().size(); i++) {
            text.append(service(
                    "route-" + (i + 1),
                    blueprint.routes().get(i).to().stream()
                            .map(origin ->
                                    origin.getScheme().toLowerCase(Locale.ROOT) + "://" + Blueprint.address(origin))
                            .toList()));
        }
        return text.toString();
    }

    private static String service(String name, List<String> urls) {
        return "    " + name + ":\n      loadBalancer:\n        passHostHeader: true\n        servers:\n"
                + Lines.of(urls, url -> "          - url: " + url);
    }

    private String encryption() {
        return "tls:\n  certificates:\n    - certFile: "
                + blueprint.certificate().chain() + "\n      keyFile: "
                + blueprint.certificate().key()
                + "\n  options:\n    modern:\n      minVersion: VersionTLS12\n      cipherSuites: ["
                + String.join(", ", SUITES) + "]";
    }
}
