package dev.sallyport.walls;

import dev.sallyport.walls.Probe.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** In what the answer of a proxy is another than the answer of the gateway. */
final class ProxyDifferences {
    /** Said about every answer, or about none. */
    private static final List<String> COMPARED = List.of(
            "content-type",
            "etag",
            "www-authenticate",
            "allow",
            "cache-control",
            "content-security-policy",
            "x-content-type-options",
            "referrer-policy",
            "permissions-policy",
            "cross-origin-opener-policy",
            "cross-origin-resource-policy",
            "strict-transport-security",
            "access-control-allow-origin",
            "access-control-allow-credentials",
            "access-control-allow-methods",
            "access-control-allow-headers",
            "access-control-max-age",
            "access-control-expose-headers",
            "x-powered-by",
            "via",
            "set-cookie");

    /** What an origin may be told in another way: how the connection is kept, and where the request came from in more words. */
    private static final Set<String> OF_THE_HOP = Set.of(
            "accept-encoding",
            "connection",
            "content-length",
            "forwarded",
            "host",
            "transfer-encoding",
            "user-agent",
            "via",
            "x-forwarded-host",
            "x-request-id");

    private ProxyDifferences() {}

    static List<String> between(String proxy, Answer ours, Answer theirs) {
        var found = new ArrayList<String>();
        note(found, proxy + " status", ours.status(), theirs.status());
        COMPARED.forEach(name -> note(found, proxy + " " + name, plain(ours.header(name)), plain(theirs.header(name))));
        note(found, proxy + " vary", true, !varies(ours) || varies(theirs));
        note(
                found,
                proxy + " retry-after",
                ours.headers().containsKey("retry-after"),
                theirs.headers().containsKey("retry-after"));
        note(
                found,
                proxy + " x-request-id",
                1,
                theirs.headers().getOrDefault("x-request-id", List.of()).size());
        note(found, proxy + " problem", ours.problem(), theirs.problem());
        if (ours.body().startsWith("{\"method\"")
                || ours.body().startsWith("{\"target\"")
                || ours.body().startsWith("{\"headers\"")) {
            note(found, proxy + " tells the origin", told(ours), told(theirs));
        }
        return found;
    }

    private static void note(List<String> found, String what, Object ours, Object theirs) {
        if (!ours.equals(theirs)) {
            found.add(what + ": " + theirs + " instead of " + ours);
        }
    }

    /** Without the one word of a policy that is new in every answer. */
    private static String plain(String value) {
        return value.replaceAll("'nonce-[^']+'", "'nonce-'");
    }

    private static boolean varies(Answer answer) {
        return answer.header("vary").toLowerCase(Locale.ROOT).contains("origin");
    }

    /** What the origin was told, without what is of the hop; the client's address is another one in each probe. */
    private static Map<String, String> told(Answer answer) {
        JsonNode json = answer.json();
        var told = new TreeMap<String, String>();
        told.put("method", json.path("method").asString());
        told.put("target", json.path("target").asString().replace("%70", "p"));
        var names = new TreeSet<>(json.path("headers").propertyNames());
        names.removeAll(OF_THE_HOP);
        names.forEach(name -> told.put(name, json.path("headers").path(name).asString()));
        told.computeIfPresent(
                "x-forwarded-for", (name, value) -> value.matches("127\\.0\\.[1-9]\\.\\d+") ? "the client" : value);
        return told;
    }
}
