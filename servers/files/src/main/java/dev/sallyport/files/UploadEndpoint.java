package dev.sallyport.files;

import dev.sallyport.domain.file.ContentProof;
import dev.sallyport.domain.file.FileName;
import dev.sallyport.domain.file.StoredFile;
import dev.sallyport.domain.file.UploadFile;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.BearerToken;
import dev.sallyport.kit.route.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** {@code POST /v1/files}: a raw body with its name in the query, or the first file of a form. */
final class UploadEndpoint {
    private static final List<String> DIGESTS = List.of(DigestFields.CONTENT, DigestFields.REPRESENTATION);

    private final UploadFile uploading;
    private final long limit;

    UploadEndpoint(UploadFile uploading, long limit) {
        this.uploading = uploading;
        this.limit = limit;
    }

    Response upload(Request request, BearerToken token) {
        return Caller.of(
                token,
                caller -> request.params()
                        .map(params -> upload(request, caller, params.first("name")))
                        .orElseGet(() ->
                                Problem.malformed("The query is malformed.").response()));
    }

    private Response upload(Request request, Caller caller, Optional<String> name) {
        return request.mediaType().equals(Multipart.MEDIA_TYPE)
                ? form(request, caller, name)
                : raw(request, caller, name);
    }

    private Response raw(Request request, Caller caller, Optional<String> name) {
        if (request.body().length().orElse(0) > limit) {
            return Problem.tooLarge(limit).response();
        }
        var said = new Digests();
        return DigestFields.read(request.headers(), DIGESTS, said)
                ? keep(caller, name, request.body().stream(), said)
                : noDigest();
    }

    private Response form(Request request, Caller caller, Optional<String> name) {
        if (DIGESTS.stream().anyMatch(request.headers()::has)) {
            return Problem.malformed("The digest of a form is not that of its file; send the file as a raw body.")
                    .response();
        }
        try {
            return Multipart.firstFile(request)
                    .map(part -> keep(caller, name.or(part::name), part.content(), ContentProof.NONE))
                    .orElseGet(() -> Problem.malformed("The form has no file.").response());
        } catch (RequestBody.TooLarge e) {
            return Problem.tooLarge(e.limit()).response();
        } catch (IOException e) {
            return Problem.malformed("The form is not multipart/form-data, or broke off.")
                    .response();
        }
    }

    private Response keep(Caller caller, Optional<String> given, InputStream content, ContentProof proof) {
        return given.flatMap(FileName::parse)
                .map(name -> uploading.upload(caller.person(), caller.session(), name, content, proof))
                .map(outcome -> UploadAnswers.of(outcome, UploadEndpoint::created))
                .orElseGet(UploadEndpoint::noName);
    }

    private static Response created(StoredFile file) {
        return Response.json(201, ShownFile.of(file)).header("location", "/v1/files/" + file.id());
    }

    static Response noDigest() {
        return Problem.malformed("A digest field has members such as sha-256=:…:, in base64 between colons.")
                .response();
    }

    static Response noName() {
        return Problem.invalid(List.of(new Problem.FieldError(
                        "/name", "must be 1 to " + FileName.LONGEST + " visible characters and no path")))
                .response();
    }
}
