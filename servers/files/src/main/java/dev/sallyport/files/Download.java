package dev.sallyport.files;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.file.FileContent;
import dev.sallyport.domain.file.StoredFile;
import dev.sallyport.kit.http.EntityTags;
import dev.sallyport.kit.http.HttpDate;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The answer to a download. Whatever the bytes are, a browser saves them and runs nothing of them: an attachment, its type
 * not guessed, in a sandbox without an origin (T46).
 */
final class Download {
    private final Request request;
    private final Audience audience;
    private final StoredFile file;
    private final FileContent content;
    private final String tag;

    private Download(Request request, Audience audience, StoredFile file, FileContent content) {
        this.request = request;
        this.audience = audience;
        this.file = file;
        this.content = content;
        this.tag = '"' + file.digest() + '"';
    }

    /** Whose eyes an answer is for, and so who may keep it. */
    enum Audience {
        /** The one who asks; a cache asks again each time. */
        ONE("private, no-cache"),
        /** Everybody: a content never changes under its id (RFC 8246). */
        EVERYBODY("public, max-age=31536000, immutable");

        private final String caching;

        Audience(String caching) {
            this.caching = caching;
        }

        /** The answer with who may keep it, and with nothing in it that a browser runs (T46). */
        Response dressed(Response response) {
            Response dressed = response.header("cache-control", caching)
                    .header("x-content-type-options", "nosniff")
                    .header("content-security-policy", "sandbox; default-src 'none'");
            return this == EVERYBODY ? dressed.header("cross-origin-resource-policy", "cross-origin") : dressed;
        }
    }

    static Response of(Request request, Audience audience, StoredFile file, FileContent content) {
        return new Download(request, audience, file, content).answer();
    }

    private Response answer() {
        return switch (precondition()) {
            case FAILED ->
                Problem.of(412, "precondition-failed", "It is another file", "The file is not the one expected.")
                        .response();
            case UNCHANGED -> described(Response.of(304));
            case HOLDS -> whatIsAsked();
        };
    }

    private enum Precondition {
        HOLDS,
        FAILED,
        UNCHANGED
    }

    /** In the order of the clause: an entity tag counts before a time, and a time only where no tag was sent. */
    @Spec("RFC 9110 §13.2.2")
    private Precondition precondition() {
        var headers = request.headers();
        boolean asExpected = headers.has("if-match")
                ? EntityTags.match(headers.all("if-match"), tag, false)
                : time("if-unmodified-since")
                        .map(since -> !modified().isAfter(since))
                        .orElse(true);
        if (!asExpected) {
            return Precondition.FAILED;
        }
        boolean known = headers.has("if-none-match")
                ? EntityTags.match(headers.all("if-none-match"), tag, true)
                : time("if-modified-since")
                        .map(since -> !modified().isAfter(since))
                        .orElse(false);
        return known ? Precondition.UNCHANGED : Precondition.HOLDS;
    }

    private Response whatIsAsked() {
        return switch (range()) {
            case ByteRange.Whole() -> whole();
            case ByteRange.Part part ->
                sent(206, part.first(), part.length())
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

    /** Nothing codes it on its way, so that the digest of what is sent is that of the whole. */
    @Spec("RFC 9530 §2")
    private Response whole() {
        Response sent = sent(200, 0, file.size());
        return sent.status() == 200
                        && request.headers().has("want-content-digest")
                        && DigestFields.isWanted(request.headers(), "want-content-digest")
                ? sent.header(DigestFields.CONTENT, DigestFields.field(file.digest()))
                : sent;
    }

    /** A range counts for GET alone, and behind {@code If-Range} only while the file is still that one. */
    @Spec("RFC 9110 §13.1.5")
    @Spec("RFC 9110 §14.2")
    private ByteRange range() {
        var headers = request.headers();
        boolean same = headers.first("if-range")
                .map(given -> given.equals(tag)
                        || HttpDate.parse(given, file.created()).equals(Optional.of(modified())))
                .orElse(true);
        return request.method().equals("GET") && same && headers.all("range").size() == 1
                ? ByteRange.of(headers.all("range").getFirst(), file.size())
                : new ByteRange.Whole();
    }

    @Spec("RFC 9530 §3")
    private Response sent(int status, long offset, long length) {
        try {
            Response sent = described(Response.of(status))
                    .header(
                            "content-type",
                            file.type().equals("text/plain") ? "text/plain; charset=utf-8" : file.type())
                    .header("content-disposition", Disposition.attachment(file.name()))
                    .body(body(offset, length));
            return DigestFields.isWanted(request.headers(), "want-repr-digest")
                    ? sent.header(DigestFields.REPRESENTATION, DigestFields.field(file.digest()))
                    : sent;
        } catch (IOException e) {
            return UploadAnswers.unreachable(e);
        }
    }

    private ResponseBody body(long offset, long length) throws IOException {
        var local = content.local();
        if (local.isPresent()) {
            return new ResponseBody.FilePart(local.get(), offset, length);
        }
        boolean wanted = !request.method().equals("HEAD");
        InputStream bytes = wanted ? content.open(offset, length) : InputStream.nullInputStream();
        return new ResponseBody.Stream(bytes, OptionalLong.of(length));
    }

    private Response described(Response response) {
        return audience.dressed(response)
                .header("etag", tag)
                .header("last-modified", HttpDate.of(file.created()))
                .header("accept-ranges", "bytes");
    }

    private Instant modified() {
        return HttpDate.seconds(file.created());
    }

    /** The time in the field; one that cannot be read counts as not sent. */
    private Optional<Instant> time(String field) {
        return request.headers().first(field).flatMap(text -> HttpDate.parse(text, file.created()));
    }
}
