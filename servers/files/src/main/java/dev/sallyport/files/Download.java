package dev.sallyport.files;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.file.StoredFile;
import dev.sallyport.kit.http.EntityTags;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The answer to a download. Whatever the bytes are, a browser saves them and runs nothing of them: an attachment, its type
 * not guessed, in a sandbox without an origin (T46).
 */
final class Download {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private Download() {}

    @Spec("RFC 9110 §13.2.2")
    static Response of(Request request, StoredFile file, Path content) {
        var headers = request.headers();
        String tag = '"' + file.digest() + '"';
        if (headers.has("if-match") && !EntityTags.match(headers.all("if-match"), tag, false)) {
            return Problem.of(412, "precondition-failed", "It is another file", "The file is not the one expected.")
                    .response();
        }
        if (EntityTags.match(headers.all("if-none-match"), tag, true)) {
            return described(Response.of(304), file, tag);
        }
        return switch (range(request, file, tag)) {
            case ByteRange.Whole() -> sent(200, file, tag, new ResponseBody.FilePart(content, 0, file.size()));
            case ByteRange.Part part ->
                sent(206, file, tag, new ResponseBody.FilePart(content, part.first(), part.length()))
                        .header("content-range", "bytes " + part.first() + "-" + part.last() + "/" + file.size());
            case ByteRange.Unsatisfiable() ->
                Problem.of(
                                416,
                                "range-not-satisfiable",
                                "Not within the file",
                                "The file has " + file.size() + " bytes.")
                        .response()
                        .header("content-range", "bytes */" + file.size());
        };
    }

    /** A range counts for GET alone, and behind {@code If-Range} only while the file is still that one. */
    @Spec("RFC 9110 §13.1.5")
    @Spec("RFC 9110 §14.2")
    private static ByteRange range(Request request, StoredFile file, String tag) {
        var headers = request.headers();
        boolean same = headers.first("if-range")
                .map(given -> given.equals(tag) || given.equals(httpDate(file.created())))
                .orElse(true);
        return request.method().equals("GET") && same && headers.all("range").size() == 1
                ? ByteRange.of(headers.all("range").getFirst(), file.size())
                : new ByteRange.Whole();
    }

    private static Response sent(int status, StoredFile file, String tag, ResponseBody body) {
        return described(Response.of(status), file, tag)
                .header("content-type", file.type().equals("text/plain") ? "text/plain; charset=utf-8" : file.type())
                .header("content-disposition", Disposition.attachment(file.name()))
                .header("repr-digest", "sha-256=:" + base64(file.digest()) + ":")
                .body(body);
    }

    private static Response described(Response response, StoredFile file, String tag) {
        return response.header("etag", tag)
                .header("last-modified", httpDate(file.created()))
                .header("accept-ranges", "bytes")
                .header("cache-control", "private, no-cache")
                .header("x-content-type-options", "nosniff")
                .header("content-security-policy", "sandbox; default-src 'none'");
    }

    @Spec("RFC 9110 §5.6.7")
    private static String httpDate(Instant at) {
        String text = HTTP_DATE.format(at);
        return text.charAt(6) == ' ' ? text.substring(0, 5) + "0" + text.substring(5) : text;
    }

    @Spec("RFC 9530 §3")
    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }
}
