package dev.sallyport.kit.http;

import dev.sallyport.domain.Spec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Which answers may go out by gzip, and how they are told then: text of some length that nobody has coded and nobody forbids to
 * transform. What must not be stored, or sets a cookie, is left as it is: it carries secrets, and its length would tell of them
 * to whoever can put words of his own beside them (BREACH). Events are left alone, for each is to be there at once.
 */
public final class Compression {
    public static final String GZIP = "gzip";

    /** Below this, in bytes, the saving is not worth the work. */
    private static final int SHORTEST = 1024;

    private static final Set<String> TEXT = Set.of(
            "application/json",
            "application/javascript",
            "application/xml",
            "application/manifest+json",
            "application/x-ndjson",
            "image/svg+xml");

    private Compression() {}

    /**
     * The response as the request takes it: coded where it is whole, marked to be coded on its way where it comes from
     * an origin.
     */
    public static Response coded(Request request, Response response) {
        return switch (response.body()) {
            case ResponseBody.Forward forward -> response.body(forward.compressing());
            case ResponseBody.Bytes(var bytes)
            when isWorth(response.status(), response.headers(), bytes.length) -> {
                Response varied =
                        response.header("vary", varied(response.headers().all("vary")));
                yield isAccepted(request) && !request.method().equals("HEAD")
                        ? new Response(
                                varied.status(), told(varied.headers()), new ResponseBody.Bytes(compressed(bytes)))
                        : varied;
            }
            case ResponseBody.Bytes whole -> response;
            case ResponseBody.Stream stream -> response;
            case ResponseBody.FilePart part -> response;
        };
    }

    /** @param length in bytes; a large number where nobody knows */
    public static boolean isWorth(int status, Headers headers, long length) {
        return status == 200
                && length >= SHORTEST
                && isText(headers.first("content-type").orElse(""))
                && !headers.has("content-encoding")
                && !headers.has("content-range")
                && !headers.has("set-cookie")
                && headers.all("cache-control").stream()
                        .map(control -> control.toLowerCase(Locale.ROOT))
                        .noneMatch(control -> control.contains("no-transform") || control.contains("no-store"));
    }

    private static boolean isText(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return (type.startsWith("text/") && !type.equals("text/event-stream"))
                || TEXT.contains(type)
                || type.endsWith("+json")
                || type.endsWith("+xml");
    }

    /** Whether gzip is among what the request says that it takes. */
    @Spec("RFC 9110 §12.5.3")
    public static boolean isAccepted(Request request) {
        List<String> codings = request.headers().all("accept-encoding").stream()
                .flatMap(field -> Arrays.stream(field.split(",", -1)))
                .map(part -> part.replaceAll("\\s", "").toLowerCase(Locale.ROOT))
                .toList();
        boolean named = codings.stream().anyMatch(coding -> isOf(coding, GZIP));
        return codings.stream()
                .filter(coding -> isOf(coding, named ? GZIP : "*"))
                .anyMatch(coding -> !coding.matches(".*;q=0(\\.0*)?"));
    }

    private static boolean isOf(String coding, String name) {
        return coding.equals(name) || coding.startsWith(name + ";");
    }

    /** The fields of an answer that is coded now: another content, which is not byte for byte what its tag stood for. */
    @Spec("RFC 9110 §8.8.1")
    public static Headers told(Headers headers) {
        Headers coded =
                headers.without("content-length").without("accept-ranges").set("content-encoding", GZIP);
        return headers.first("etag").map(tag -> coded.set("etag", weak(tag))).orElse(coded);
    }

    /** The tag for what is equal in meaning only. */
    public static String weak(String tag) {
        return tag.startsWith("W/") ? tag : "W/" + tag;
    }

    /** {@code Vary} with what the coding depends on. */
    @Spec("RFC 9110 §12.5.5")
    public static String varied(List<String> fields) {
        boolean said = fields.stream()
                .map(field -> field.toLowerCase(Locale.ROOT))
                .anyMatch(field -> field.equals("*") || field.contains("accept-encoding"));
        Stream<String> more = said ? Stream.empty() : Stream.of("Accept-Encoding");
        return Stream.concat(fields.stream(), more).collect(Collectors.joining(", "));
    }

    private static byte[] compressed(byte[] bytes) {
        var out = new ByteArrayOutputStream(bytes.length / 3);
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot break off", e);
        }
        return out.toByteArray();
    }
}
