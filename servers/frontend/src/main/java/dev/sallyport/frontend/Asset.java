package dev.sallyport.frontend;

import dev.sallyport.domain.Digest;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * A file of the web app, held in memory.
 *
 * @param hashed whether its name carries a hash of its content, so that it never changes under this name
 * @param encoded its content by content coding, the best first
 */
record Asset(String mediaType, boolean hashed, byte[] plain, Map<String, byte[]> encoded, String tag) {
    static Asset of(String name, byte[] plain, Map<String, byte[]> encoded) {
        boolean hashed = name.matches("assets/.+-[A-Za-z0-9_-]{8}\\.[a-z0-9]+");
        return new Asset(
                mediaType(name),
                hashed,
                plain,
                encoded,
                Digest.of(plain).value().substring(0, 22));
    }

    /** This file for this request: the coding it takes, or 304 when it has the file already (RFC 9110 §13.1.2). */
    Response answer(Request request) {
        String accepted = String.join(",", request.headers().all("accept-encoding"));
        Optional<String> coding =
                encoded.keySet().stream().filter(c -> takes(accepted, c)).findFirst();
        String etag = '"' + tag + coding.map(c -> "-" + c).orElse("") + '"';
        Response head = Response.of(200)
                .header("cache-control", "public, " + lifetime())
                .header("vary", "accept-encoding")
                .header("etag", etag)
                .header("x-content-type-options", "nosniff");
        if (request.headers().first("if-none-match").filter(t -> has(t, etag)).isPresent()) {
            return new Response(304, head.headers(), head.body());
        }
        Response typed = head.header("content-type", mediaType);
        return coding.map(c -> typed.header("content-encoding", c).body(encoded.get(c)))
                .orElseGet(() -> typed.body(plain));
    }

    /** A script that keeps its name names others that do not, so it is asked for anew each time. */
    private String lifetime() {
        if (hashed) {
            return "max-age=31536000, immutable";
        }
        return mediaType.startsWith("text/javascript") ? "no-cache" : "max-age=3600";
    }

    private static boolean has(String tags, String etag) {
        return tags.strip().equals("*")
                || Arrays.stream(tags.split(",", -1))
                        .map(String::strip)
                        .anyMatch(t -> t.equals(etag) || t.equals("W/" + etag));
    }

    private static boolean takes(String accepted, String coding) {
        return Arrays.stream(accepted.split(",", -1))
                .map(part -> part.replace(" ", ""))
                .anyMatch(part ->
                        part.equals(coding) || (part.startsWith(coding + ";") && !part.matches(".*;q=0(\\.0*)?")));
    }

    private static String mediaType(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            case "png" -> "image/png";
            case "woff2" -> "font/woff2";
            case "html" -> "text/html; charset=utf-8";
            case "json" -> "application/json";
            case "txt" -> "text/plain; charset=utf-8";
            default -> "application/octet-stream";
        };
    }
}
