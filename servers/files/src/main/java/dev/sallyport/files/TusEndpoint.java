package dev.sallyport.files;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.file.BeginUpload.Begun;
import dev.sallyport.domain.file.ContinueUpload.Piece;
import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.file.FileName;
import dev.sallyport.domain.file.ReadFiles;
import dev.sallyport.domain.file.Upload;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.BearerToken;
import dev.sallyport.kit.route.Caller;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * {@code /v1/uploads}: uploads that go on after they broke off, by the tus protocol 1.0 with its extensions creation,
 * creation-with-upload, termination, checksum and expiration.
 */
final class TusEndpoint {
    private static final String PIECE = "application/offset+octet-stream";

    private final Resumable uploads;
    private final ReadFiles files;
    private final long longest;

    TusEndpoint(Resumable uploads, ReadFiles files, long longest) {
        this.uploads = uploads;
        this.files = files;
        this.longest = longest;
    }

    /** What is spoken here. */
    @Spec("tus 1.0 OPTIONS")
    Response options(Request request) {
        return Response.of(204)
                .header("tus-resumable", TusAnswers.VERSION)
                .header("tus-version", TusAnswers.VERSION)
                .header("tus-extension", "creation,creation-with-upload,termination,checksum,expiration")
                .header("tus-max-size", Long.toString(longest))
                .header("tus-checksum-algorithm", TusHeaders.CHECKSUM_ALGORITHMS);
    }

    Response begin(Request request, BearerToken token) {
        return spoken(request, token, caller -> begin(request, caller));
    }

    @Spec("tus 1.0 Creation POST")
    private Response begin(Request request, Caller caller) {
        Headers headers = request.headers();
        OptionalLong length = TusHeaders.number(headers, "upload-length");
        Optional<String> metadata = TusHeaders.metadata(headers);
        Optional<Map<String, String>> pairs = metadata.flatMap(TusHeaders::pairs);
        if (length.isEmpty() || headers.has("upload-defer-length") || headers.has("upload-concat")) {
            return Problem.malformed("Upload-Length must say how many bytes will come; parts are not joined here.")
                    .response();
        }
        if (pairs.isEmpty()) {
            return Problem.malformed(
                            "Upload-Metadata has pairs of a key and a value in base64, each key once, and at most "
                                    + Upload.LONGEST_METADATA + " characters.")
                    .response();
        }
        Optional<FileName> name = TusHeaders.name(pairs.get());
        if (name.isEmpty()) {
            return UploadEndpoint.noName();
        }
        boolean brings = request.mediaType().equals(PIECE);
        if (!brings && request.body().length().orElse(0) > 0) {
            return Problem.unsupportedMediaType(PIECE).response();
        }
        return switch (uploads.beginning().begin(caller.person(), name.get(), metadata.get(), length.getAsLong())) {
            case Begun.Here(Upload upload) -> begun(request, caller, upload, brings);
            case Begun.TooLarge(long most) -> Problem.tooLarge(most).response();
            case Begun.OverQuota(long quota) -> UploadAnswers.overQuota(quota);
            case Begun.TooMany(int most) ->
                Problem.of(
                                409,
                                "too-many-uploads",
                                "Finish what you have begun",
                                "You have " + most + " unfinished uploads; finish some, or delete them.")
                        .response();
        };
    }

    /**
     * The location is relative, for the same upload lies at another path behind the browser gate; its end is the file's id too.
     */
    @Spec("tus 1.0 Creation With Upload")
    private Response begun(Request request, Caller caller, Upload upload, boolean brings) {
        Response answer = brings || upload.length() == 0
                ? take(request, caller, upload.id(), 0)
                : TusAnswers.at(Response.of(204), upload);
        Response created = answer.status() == 204 ? new Response(201, answer.headers(), answer.body()) : answer;
        return created.header("location", "uploads/" + upload.id());
    }

    Response take(Request request, BearerToken token) {
        return spoken(request, token, caller -> {
            if (!request.mediaType().equals(PIECE)) {
                return Problem.unsupportedMediaType(PIECE).response();
            }
            OptionalLong offset = TusHeaders.number(request.headers(), "upload-offset");
            if (offset.isEmpty()) {
                return Problem.malformed("Upload-Offset must say where the bytes begin.")
                        .response();
            }
            return Ids.of(request)
                    .map(id -> take(request, caller, id, offset.getAsLong()))
                    .orElseGet(() -> Problem.notFound().response());
        });
    }

    @Spec("tus 1.0 PATCH")
    private Response take(Request request, Caller caller, FileId id, long offset) {
        Optional<Digests> said = TusHeaders.checksum(request.headers());
        if (said.isEmpty()) {
            return Problem.malformed("Upload-Checksum has an algorithm (" + TusHeaders.CHECKSUM_ALGORITHMS
                            + ") and a digest in base64.")
                    .response();
        }
        if (!DigestFields.read(request.headers(), List.of(DigestFields.CONTENT), said.get())) {
            return UploadEndpoint.noDigest();
        }
        var piece = new Piece(offset, request.body().length(), request.body().stream(), said.get());
        return TusAnswers.of(uploads.continuing().take(caller.person(), caller.session(), id, piece), 204);
    }

    /** {@code HEAD} is the protocol's; {@code GET} says the same as JSON and comes between nobody and their upload. */
    Response look(Request request, BearerToken token) {
        return request.method().equals("HEAD")
                ? spoken(request, token, caller -> head(request, caller))
                : Caller.of(token, caller -> get(request, caller));
    }

    @Spec("tus 1.0 HEAD")
    private Response head(Request request, Caller caller) {
        return Ids.of(request)
                .map(id -> TusAnswers.of(uploads.continuing().look(caller.person(), caller.session(), id), 200))
                .orElseGet(() -> Problem.notFound().response())
                .header("cache-control", "no-store");
    }

    private Response get(Request request, Caller caller) {
        return Ids.of(request)
                .flatMap(id -> uploads.reading().one(id, caller.person()))
                .map(upload -> ShownUpload.of(upload, files.own(upload.id(), caller.person())))
                .map(shown -> Response.json(200, shown))
                .orElseGet(() -> Problem.notFound().response())
                .header("cache-control", "private, no-store");
    }

    Response list(Request request, BearerToken token) {
        return Caller.of(token, caller -> {
            List<ShownUpload> shown = uploads.reading().unfinished(caller.person()).stream()
                    .map(upload -> ShownUpload.of(upload, Optional.empty()))
                    .toList();
            return Response.json(200, new ShownUpload.All(shown)).header("cache-control", "private, no-store");
        });
    }

    @Spec("tus 1.0 Termination DELETE")
    Response end(Request request, BearerToken token) {
        return spoken(
                request,
                token,
                caller -> Ids.of(request)
                        .filter(id -> uploads.ending().end(id, caller.person()))
                        .map(gone -> Response.of(204))
                        .orElseGet(() -> Problem.notFound().response()));
    }

    /** Only this version is spoken. */
    @Spec("tus 1.0 Tus-Resumable")
    private static Response spoken(Request request, BearerToken token, Function<Caller, Response> then) {
        Response answer = request.headers().all("tus-resumable").equals(List.of(TusAnswers.VERSION))
                ? Caller.of(token, then)
                : Problem.of(412, "tus-version", "Another version", "Send Tus-Resumable: " + TusAnswers.VERSION + ".")
                        .response()
                        .header("tus-version", TusAnswers.VERSION);
        return answer.header("tus-resumable", TusAnswers.VERSION);
    }
}
