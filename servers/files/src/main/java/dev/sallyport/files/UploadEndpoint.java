package dev.sallyport.files;

import dev.sallyport.domain.file.FileName;
import dev.sallyport.domain.file.StoredFile;
import dev.sallyport.domain.file.UploadFile;
import dev.sallyport.domain.file.UploadFile.Uploaded;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.BearerToken;
import dev.sallyport.kit.route.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
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
        Optional<FileName> name = given.flatMap(FileName::parse);
        if (name.isEmpty()) {
            return Problem.invalid(List.of(new Problem.FieldError(
                            "/name", "must be 1 to " + FileName.LONGEST + " visible characters and no path")))
                    .response();
        }
        return switch (uploading.upload(caller.person(), caller.session(), name.get(), content)) {
            case Uploaded.Stored(StoredFile file) ->
                Response.json(201, ShownFile.of(file)).header("location", "/v1/files/" + file.id());
            case Uploaded.TooLarge(long most) -> Problem.tooLarge(most).response();
            case Uploaded.OverQuota(long quota) ->
                Problem.of(
                                413,
                                "over-quota",
                                "There is no room left",
                                "All your files together may take " + quota + " bytes.")
                        .response();
            case Uploaded.BrokeOff(IOException why)
            when why instanceof RequestBody.TooLarge tooLarge ->
                Problem.tooLarge(tooLarge.limit()).response();
            case Uploaded.BrokeOff broken ->
                Problem.malformed("The body broke off; nothing was kept.").response();
            case Uploaded.Crossed() ->
                Problem.of(
                                503,
                                "overloaded",
                                "Not at this moment",
                                "The same content was being deleted; send it again.")
                        .retryAfter(Duration.ofSeconds(1));
        };
    }
}
