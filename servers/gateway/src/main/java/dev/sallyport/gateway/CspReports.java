package dev.sallyport.gateway;

import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.Json;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Takes what browsers report about violated policies: a count, and one clean line each (L11, T45). */
final class CspReports {
    static final String PATH = "/csp-report";

    /** Longer reports are refused. */
    static final int LONGEST = 16 * 1024;

    private static final int MOST = 10;
    private static final int SHOWN = 120;
    private static final Set<String> TYPES =
            Set.of("application/csp-report", "application/reports+json", "application/json");
    private static final Set<String> DIRECTIVES = Set.of(
            "default-src",
            "script-src",
            "script-src-elem",
            "script-src-attr",
            "style-src",
            "style-src-elem",
            "style-src-attr",
            "img-src",
            "font-src",
            "connect-src",
            "media-src",
            "object-src",
            "frame-src",
            "child-src",
            "worker-src",
            "manifest-src",
            "base-uri",
            "form-action",
            "frame-ancestors",
            "require-trusted-types-for",
            "trusted-types");

    private static final Logger LOG = LoggerFactory.getLogger(CspReports.class);

    private final MeterRegistry meters;

    CspReports(MeterRegistry meters) {
        this.meters = meters;
    }

    Response handle(Request request) {
        if (!TYPES.contains(request.mediaType())) {
            return Problem.unsupportedMediaType("application/csp-report or application/reports+json")
                    .response();
        }
        try {
            List<JsonNode> reports = reports(Json.tree(request.body().bytes(LONGEST)));
            reports.forEach(report -> note(report, request.id()));
            return reports.isEmpty()
                    ? Problem.malformed("The body holds no report of a violated policy.")
                            .response()
                    : Response.of(204);
        } catch (RequestBody.TooLarge e) {
            return Problem.tooLarge(e.limit()).response();
        } catch (JacksonException | IOException e) {
            return Problem.malformed("The body is not the JSON it should be.").response();
        }
    }

    /** Of both forms: {@code {"csp-report": {…}}} and the list of the Reporting API. */
    private static List<JsonNode> reports(JsonNode body) {
        var reports = new ArrayList<JsonNode>();
        if (body.path("csp-report").isObject()) {
            reports.add(body.get("csp-report"));
        }
        for (int i = 0; body.isArray() && i < Math.min(body.size(), MOST); i++) {
            JsonNode report = body.get(i);
            if (said(report, "type").equals("csp-violation")
                    && report.path("body").isObject()) {
                reports.add(report.get("body"));
            }
        }
        return reports;
    }

    private void note(JsonNode report, String id) {
        String directive = said(report, "effective-directive", "effectiveDirective", "violated-directive");
        int space = directive.indexOf(' ');
        String name = space < 0 ? directive : directive.substring(0, space);
        meters.counter("sallyport.csp.reports", "directive", DIRECTIVES.contains(name) ? name : "other")
                .increment();
        if (LOG.isWarnEnabled()) {
            LOG.warn(
                    "policy violated: directive={} blocked={} page={} request={}",
                    clean(name),
                    clean(said(report, "blocked-uri", "blockedURL")),
                    clean(said(report, "document-uri", "documentURL")),
                    id);
        }
    }

    private static String said(JsonNode node, String... names) {
        for (String name : names) {
            if (node.path(name).isString()) {
                return node.get(name).stringValue();
            }
        }
        return "";
    }

    /** Without query and fragment, where secrets travel; visible ASCII only; cut. */
    static String clean(String text) {
        int end = 0;
        while (end < text.length() && "?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        var cleaned = new StringBuilder();
        for (int i = 0; i < Math.min(end, SHOWN); i++) {
            char c = text.charAt(i);
            cleaned.append(c > ' ' && c < 0x7f ? c : '_');
        }
        return cleaned.toString();
    }
}
