package dev.sallyport.gateway.export;

import dev.sallyport.gateway.Facts;
import dev.sallyport.gateway.UserRoute;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The gateway's configuration as one of Caddy. */
public final class Caddy {
    /** The house names it wherever it opens a lock; Caddy 2.6 would write of an absent one that it is absent. */
    private static final String CREDENTIAL = "\t\t\t\t\tcopy_headers Authorization\n";

    private final Blueprint blueprint;

    private Caddy(Blueprint blueprint) {
        this.blueprint = blueprint;
    }

    public static List<ExportedFile> files(Blueprint blueprint) {
        return List.of(new ExportedFile("Caddyfile", new Caddy(blueprint).text()));
    }

    private String text() {
        return Template.of("Caddyfile")
                .fill("connect", Facts.CONNECT.toSeconds() + "s")
                .fill("idle", Facts.IDLE.toSeconds() + "s")
                .fill("head", Facts.LONGEST_HEAD / 1024 + "KB")
                .fill("clean", clean())
                .fill("answer_headers", answerHeaders())
                .fill("cors", cors())
                .fill("hidden", hidden())
                .fill("trusted", trusted())
                .fill("left", blueprint.toldOfLeft())
                .fill("unsaid", Lines.of(KnownHeaders.BELIEVED, name -> "\t\theader_up -" + name))
                .fill(
                        "house",
                        String.join(
                                " ",
                                blueprint.house().stream()
                                        .map(Blueprint::address)
                                        .toList()))
                .fill("site", site())
                .fill("listen", listen())
                .fill("routes", routes())
                .fill(
                        "problems",
                        Lines.of(
                                Problems.ALL,
                                problem -> "\t\t@problem_" + problem.status()
                                        + " expression {http.error.status_code} == " + problem.status()
                                        + "\n\t\trespond @problem_" + problem.status() + " `" + Problems.text(problem)
                                        + "` " + problem.status()))
                .fill("problem_502", Problems.text(Problems.UNANSWERED))
                .fill("redirect", redirect())
                .text();
    }

    /** Caddy itself writes the three of {@code X-Forwarded-*} that a trusted proxy may have written before. */
    private String clean() {
        String kept = blueprint.trusted().isEmpty() ? "" : """
                	vars {
                		sallyport_for {http.request.header.X-Forwarded-For}
                		sallyport_proto {http.request.header.X-Forwarded-Proto}
                	}
                """;
        String back = blueprint.trusted().isEmpty() ? "" : """
                	request_header X-Forwarded-For {vars.sallyport_for}
                	request_header X-Forwarded-Proto {vars.sallyport_proto}
                """;
        Stream<String> whole = Facts.claims().stream().flatMap(name -> Spellings.of(name).stream());
        Stream<String> beginnings = Facts.claimPrefixes().stream()
                .flatMap(name -> Spellings.of(name).stream())
                .map(name -> name + "*");
        return kept + Lines.of(Stream.concat(beginnings, whole).toList(), name -> "\trequest_header -" + name) + back;
    }

    private String answerHeaders() {
        String common = Lines.of(
                List.copyOf(Facts.answerHeaders().entrySet()), e -> "\t\t" + e.getKey() + " \"" + e.getValue() + "\"");
        return common
                + blueprint
                        .hsts()
                        .map(said -> "\t\tStrict-Transport-Security \"" + said + "\"\n")
                        .orElse("");
    }

    private String cors() {
        String vary = "\theader {\n\t\t+Vary Origin\n\t\tdefer\n\t}\n";
        if (blueprint.origins().isEmpty()) {
            return vary + "\timport sallyport_own\n";
        }
        String listed = Lines.of(blueprint.origins(), origin -> "\t\theader Origin " + origin.value());
        return vary + "\t@listed {\n" + listed + "\t}\n\theader @listed {\n"
                + "\t\tAccess-Control-Allow-Origin {http.request.header.Origin}\n"
                + "\t\tAccess-Control-Expose-Headers \"" + Facts.CORS_EXPOSED + "\"\n"
                + "\t\tCross-Origin-Resource-Policy cross-origin\n\t\tdefer\n\t}\n"
                + "\t@others not {\n" + listed + "\t}\n"
                + "\theader @others {\n\t\tCross-Origin-Resource-Policy same-origin\n\t\tdefer\n\t}\n";
    }

    private static String hidden() {
        Stream<String> own = Facts.originsOwn().stream();
        Stream<String> beginnings = Facts.originsOwnPrefixes().stream().map(name -> name + "*");
        Stream<String> said = Stream.concat(
                        Facts.answerHeaders().keySet().stream(),
                        Stream.of("Cross-Origin-Resource-Policy", "Strict-Transport-Security"))
                .map(name -> name.toLowerCase(Locale.ROOT));
        return Lines.of(Stream.of(own, beginnings, said).flatMap(s -> s).toList(), name -> "\theader_down -" + name);
    }

    private String trusted() {
        return blueprint.trusted().isEmpty()
                ? ""
                : "\t\ttrusted_proxies "
                        + blueprint.trusted().stream().map(Blueprint::range).collect(Collectors.joining(" ")) + "\n";
    }

    private String site() {
        return blueprint.isEncrypted()
                ? "https://" + blueprint.publicUrl().getHost() + ":" + blueprint.port()
                : "http://:" + blueprint.port();
    }

    private String listen() {
        int colon = blueprint.listen().lastIndexOf(':');
        String bind = colon < 0 ? "" : "\tbind " + blueprint.listen().substring(0, colon) + "\n";
        return blueprint.isEncrypted()
                ? bind + "\ttls " + blueprint.certificate().chain() + " "
                        + blueprint.certificate().key() + " {\n\t\tprotocols tls1.2 tls1.3\n\t}\n"
                : bind;
    }

    private String redirect() {
        return blueprint.isEncrypted()
                ? "\nhttp://:80 {\n\tredir "
                        + blueprint.publicUrl().resolve("/").toString().replaceFirst("/$", "") + "{uri} 308\n}"
                : "";
    }

    private String routes() {
        return IntStream.range(0, blueprint.routes().size())
                .mapToObj(i -> route(blueprint.routes().get(i), i + 1))
                .collect(Collectors.joining());
    }

    private String route(UserRoute route, int number) {
        String api = "\n\t# " + Blueprint.told(route) + "\n"
                + handle(
                        "route_" + number,
                        Regex.of(route.path()),
                        "cors",
                        asked("api", Blueprint.isOpen(route) ? "" : CREDENTIAL, "") + pass(route));
        String browser = "\n\t# " + Blueprint.told(route) + ", by the browser gate\n"
                + handle(
                        "web_" + number,
                        Regex.of(route.path()).replaceFirst("\\^", "^/web"),
                        "own",
                        asked("browser", CREDENTIAL, "\t\t\t\turi strip_prefix /web\n") + pass(route));
        return (Blueprint.isForTheApi(route) ? api : "") + (Blueprint.isForBrowsers(route) ? browser : "");
    }

    private static String handle(String name, String regex, String readers, String inner) {
        return "\t@" + name + " path_regexp \"" + regex + "\"\n\thandle @" + name + " {\n"
                + toHouse(name + "_options", "method OPTIONS")
                + toHouse(name + "_socket", "header_regexp Upgrade (?i)websocket")
                + "\t\thandle {\n\t\t\troute {\n\t\t\t\timport sallyport_says\n\t\t\t\timport sallyport_" + readers
                + "\n"
                + "\t\t\t\timport sallyport_clean\n" + inner + "\t\t\t}\n\t\t}\n\t}\n";
    }

    /** What the house answers or opens itself, also for routes that do not lead there. */
    private static String toHouse(String name, String matcher) {
        return "\t\t@" + name + " " + matcher + "\n\t\thandle @" + name + " {\n\t\t\timport sallyport_house\n\t\t}\n";
    }

    private String asked(String gate, String copied, String then) {
        String house = String.join(
                " ", blueprint.house().stream().map(Blueprint::address).toList());
        return "\t\t\t\tforward_auth " + house + " {\n\t\t\t\t\turi /forward-auth/" + gate
                + "\n" + copied + trusted().replace("\t\t", "\t\t\t\t\t")
                + "\t\t\t\t\theader_up -Upgrade\n\t\t\t\t\theader_up -Connection\n\t\t\t\t}\n" + then;
    }

    private static String pass(UserRoute route) {
        String scheme = Blueprint.scheme(route)
                .orElseThrow(() -> new IllegalArgumentException("Caddy cannot mix http and https behind one route: "
                        + route.path().text()));
        String to = route.to().stream()
                .map(origin -> scheme + "://" + Blueprint.address(origin))
                .collect(Collectors.joining(" "));
        return "\t\t\t\treverse_proxy " + to + " {\n"
                + "\t\t\t\t\tlb_policy round_robin\n\t\t\t\t\timport sallyport_hides\n"
                + "\t\t\t\t\theader_up -Cookie\n\t\t\t\t\theader_up -X-Csrf-Token\n"
                + "\t\t\t\t\theader_up X-Request-Id {http.request.uuid}\n"
                + "\t\t\t\t\tflush_interval -1\n"
                + "\t\t\t\t\ttransport http {\n\t\t\t\t\t\tdial_timeout "
                + Facts.CONNECT.toSeconds() + "s\n\t\t\t\t\t\tresponse_header_timeout "
                + Facts.PATIENCE.toSeconds() + "s\n\t\t\t\t\t}\n\t\t\t\t}\n";
    }
}
