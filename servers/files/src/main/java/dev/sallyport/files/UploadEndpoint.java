package dev.sallyport.files;

import dev.sallyport.domain.file.ContentProof;
import dev.sallyport.domain.file.FileName;
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
        if (!request.mediaType().equals(Multipart.MEDIA_TYPE)) {
            return request.body().length().orElse(0) > limit
                    ? Problem.tooLarge(limit).response()
                    : keep(caller, name, request.body().stream());
        }
        try {
            return Multipart.firstFile(request)
                    .map(part -> keep(caller, name.or(part::name), part.content()))
                    .orElseGet(() -> Problem.malformed("The form has no file.").response());
        } catch (RequestBody.TooLarge e) {
            return Problem.tooLarge(e.limit()).response();
        } catch (IOException e) {
            return Problem.malformed("The form is not multipart/form-data, or broke off.")
                    .response();
        }
    }

    private Response keep(Caller caller, Optional<String> given, InputStream content) {
        return given.flatMap(FileName::parse)
                .map(name -> uploading.upload(caller.person(), caller.session(), name, content, ContentProof.NONE))
                .map(outcome -> UploadAnswers.of(
                        outcome,
                        file -> Response.json(201, ShownFile.of(file)).header("location", "/v1/files/" + file.id())))
                .orElseGet(UploadEndpoint::noName);
    }

    static Response noName() {
        return Problem.invalid(List.of(new Problem.FieldError(
                        "/name", "must be 1 to " + FileName.LONGEST + " visible characters and no path")))
                .response();
    }
}
