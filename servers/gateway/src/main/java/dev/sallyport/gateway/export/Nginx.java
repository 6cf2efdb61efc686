package dev.sallyport.gateway.export;

import dev.sallyport.gateway.Facts;
import dev.sallyport.gateway.Limit;
import dev.sallyport.kit.http.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The gateway's configuration as one of nginx. */
public final class Nginx {
    private static final List<String> SUITES = List.of(
            "ECDHE-ECDSA-AES128-GCM-SHA256",
            "ECDHE-RSA-AES128-GCM-SHA256",
            "ECDHE-ECDSA-AES256-GCM-SHA384",
            "ECDHE-RSA-AES256-GCM-SHA384",
            "ECDHE-ECDSA-CHACHA20-POLY1305",
            "ECDHE-RSA-CHACHA20-POLY1305");

    private final Blueprint blueprint;

    private Nginx(Blueprint blueprint) {
        this.blueprint = blueprint;
    }

    public static List<ExportedFile> files(Blueprint blueprint) {
        return List.of(new ExportedFile("sallyport.conf", new Nginx(blueprint).text()));
    }

    private String text() {
        var limits = new NginxLimits(blueprint.limits(Limit.Per.ADDRESS, Limit.Per.ROUTE));
        var routes = new NginxRoutes(blueprint.routes(), blueprint.countsClients());
        return Template.of("nginx.conf")
                .fill("trusted", Lines.of(blueprint.trusted(), range -> "    " + Blueprint.range(range) + " 1;"))
                .fill("real_ip", realIp())
                .fill("limits", limits.zones())
                .fill("limit_req", limits.counted())
                .fill("retry_after", limits.retryAfter())
                .fill("shared", Lines.of(blueprint.routes(), route -> "    \"~" + Regex.of(route.path()) + "\" 1;"))
                .fill(
                        "origins",
                        Lines.of(
                                blueprint.origins(),
                                origin -> "    \"1 " + origin.value() + "\" \"" + origin.value() + "\";"))
                .fill("left", blueprint.toldOfLeft())
                .fill("exposed", Facts.CORS_EXPOSED)
                .fill("allow", Facts.ALLOW)
                .fill("problem_400", quotable(Problems.MALFORMED))
                .fill("problem_429", quotable(Problems.LIMITED))
                .fill("problem_502", quotable(Problems.UNANSWERED))
                .fill("problems", problems())
                .fill("hsts", blueprint.hsts().orElse(""))
                .fill("house", Lines.of(blueprint.house(), house -> "    server " + Blueprint.address(house) + ";"))
                .fill("upstreams", routes.upstreams())
                .fill("redirect", redirect())
                .fill("listen", listen())
                .fill("connect", Facts.CONNECT.toSeconds() + "s")
                .fill("idle", seconds(Facts.IDLE))
                .fill("patience", seconds(Facts.PATIENCE))
                .fill("head", Facts.LONGEST_HEAD / 1024 + "k")
                .fill("body", (Facts.LONGEST_BODY >> 30) + "g")
                .fill("at_once", Facts.AT_ONCE)
                .fill("answer_headers", answerHeaders())
                .fill("hidden", hidden())
                .fill("handed_on", handedOn())
                .fill("authorities", "/etc/ssl/certs/ca-certificates.crt")
                .fill("routes", routes.locations())
                .text();
    }

    private String realIp() {
        return blueprint.trusted().isEmpty()
                ? ""
                : "\n    # Who the client is behind the trusted proxies: the rightmost address that is none of theirs.\n"
                        + Lines.of(blueprint.trusted(), range -> "    set_real_ip_from " + Blueprint.range(range) + ";")
                        + "    real_ip_header X-Forwarded-For;\n    real_ip_recursive on;\n";
    }

    private static String problems() {
        return Lines.of(
                        Problems.ALL.stream()
                                .filter(problem -> problem.status() != 400)
                                .toList(),
                        problem -> "    " + problem.status() + " '" + quotable(problem) + "';")
                + problem("400mixed", Problems.MIXED);
    }

    private static String problem(String key, Problem problem) {
        return "    " + key + " '" + quotable(problem) + "';\n";
    }

    private String listen() {
        String where = "    listen " + blueprint.listen();
        String name = "    server_name " + blueprint.publicUrl().getHost() + ";";
        return blueprint.isEncrypted()
                ? where + " ssl http2;\n" + name + "\n"
                        + "    ssl_certificate " + blueprint.certificate().chain() + ";\n"
                        + "    ssl_certificate_key " + blueprint.certificate().key() + ";\n"
                        + "    ssl_protocols TLSv1.2 TLSv1.3;\n"
                        + "    ssl_ciphers " + String.join(":", SUITES) + ";\n"
                        + "    ssl_prefer_server_ciphers off;\n"
                        + "    ssl_session_cache shared:sallyport_tls:10m;\n"
                        + "    ssl_session_timeout 1d;\n"
                        + "    ssl_session_tickets off;"
                : where + ";\n" + name;
    }

    /** Whoever asks in the clear is sent to the public address, never to the one that they name (T04). */
    private String redirect() {
        return blueprint.isEncrypted() ? """
                server {
                    listen 80;
                    server_name %s;
                    server_tokens off;
                    return 308 %s$request_uri;
                }
                """.formatted(blueprint.publicUrl().getHost(), base()) : "";
    }

    private String base() {
        String text = blueprint.publicUrl().toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static String answerHeaders() {
        return Facts.answerHeaders().entrySet().stream()
                .map(e -> "    add_header " + e.getKey() + " \"" + e.getValue() + "\" always;\n")
                .collect(Collectors.joining());
    }

    private static String hidden() {
        var names = Facts.originsOwn();
        names.addAll(KnownHeaders.ORIGINS_OWN);
        Facts.answerHeaders().keySet().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        names.add("cross-origin-resource-policy");
        names.add("strict-transport-security");
        return Lines.of(List.copyOf(names), name -> "    proxy_hide_header " + name + ";");
    }

    private static String handedOn() {
        return Lines.of(
                KnownHeaders.HANDED_ON,
                name -> "    proxy_set_header " + name + " $http_"
                        + name.toLowerCase(Locale.ROOT).replace('-', '_') + ";");
    }

    /** As it stands between single quotes. */
    private static String quotable(Problem problem) {
        return Problems.text(problem).replace("'", "\\'");
    }

    private static String seconds(Duration time) {
        return time.toSeconds() + "s";
    }
}
