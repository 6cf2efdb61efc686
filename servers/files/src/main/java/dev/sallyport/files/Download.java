package dev.sallyport.files;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.file.StoredFile;
import dev.sallyport.kit.http.EntityTags;
import dev.sallyport.kit.http.HttpDate;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The answer to a download. Whatever the bytes are, a browser saves them and runs nothing of them: an attachment, its type
 * not guessed, in a sandbox without an origin (T46).
 */
final class Download {
    private Download() {}

    static Response of(Request request, StoredFile file, Path content) {
        String tag = '"' + file.digest() + '"';
        return switch (precondition(request, file, tag)) {
            case FAILED ->
                Problem.of(412, "precondition-failed", "It is another file", "The file is not the one expected.")
                        .response();
            case UNCHANGED -> described(Response.of(304), file, tag);
            case HOLDS -> whatIsAsked(request, file, tag, content);
        };
    }

    private enum Precondition {
        HOLDS,
        FAILED,
        UNCHANGED
    }

    /** In the order of the clause: an entity tag counts before a time, and a time only where no tag was sent. */
    @Spec("RFC 9110 §13.2.2")
    private static Precondition precondition(Request request, StoredFile file, String tag) {
        var headers = request.headers();
        boolean asExpected = headers.has("if-match")
                ? EntityTags.match(headers.all("if-match"), tag, false)
                : time(request, "if-unmodified-since", file)
                        .map(since -> !modified(file).isAfter(since))
                        .orElse(true);
        if (!asExpected) {
            return Precondition.FAILED;
        }
        boolean known = headers.has("if-none-match")
                ? EntityTags.match(headers.all("if-none-match"), tag, true)
                : time(request, "if-modified-since", file)
                        .map(since -> !modified(file).isAfter(since))
                        .orElse(false);
        return known ? Precondition.UNCHANGED : Precondition.HOLDS;
    }

    private static Response whatIsAsked(Request request, StoredFile file, String tag, Path content) {
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
                .map(given -> given.equals(tag)
                        || HttpDate.parse(given, file.created()).equals(Optional.of(modified(file))))
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
                .header("last-modified", HttpDate.of(file.created()))
                .header("accept-ranges", "bytes")
                .header("cache-control", "private, no-cache")
                .header("x-content-type-options", "nosniff")
                .header("content-security-policy", "sandbox; default-src 'none'");
    }

    private static Instant modified(StoredFile file) {
        return HttpDate.seconds(file.created());
    }

    /** The time in the field; one that cannot be read counts as not sent. */
    private static Optional<Instant> time(Request request, String field, StoredFile file) {
        return request.headers().first(field).flatMap(text -> HttpDate.parse(text, file.created()));
    }

    @Spec("RFC 9530 §3")
    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }
}
