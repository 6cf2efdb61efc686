package dev.sallyport.files;

import dev.sallyport.domain.file.ContinueUpload.Continued;
import dev.sallyport.domain.file.Upload;
import dev.sallyport.domain.file.Uploaded;
import dev.sallyport.kit.http.HttpDate;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** What a tus client is told of its upload. */
final class TusAnswers {
    static final String VERSION = "1.0.0";
    private static final int CHECKSUM_MISMATCH = 460;
    private static final Duration SOON = Duration.ofSeconds(1);

    private TusAnswers() {}

    /** @param good the status when nothing is wrong */
    static Response of(Continued outcome, int good) {
        return switch (outcome) {
            case Continued.NotFound() -> Problem.notFound().response();
            case Continued.Elsewhere(Upload upload) -> at(elsewhere(upload), upload);
            case Continued.Busy() -> busy();
            case Continued.TooLong(Upload upload) ->
                at(Problem.tooLarge(upload.length() - upload.received()).response(), upload);
            case Continued.Altered(Upload upload) -> at(UploadAnswers.altered(CHECKSUM_MISMATCH), upload);
            case Continued.Further(Upload upload, Optional<IOException> broke) ->
                at(broke.map(UploadAnswers::brokeOff).orElseGet(() -> Response.of(good)), upload);
            case Continued.Ended(Upload upload, Optional<Uploaded> outcomeOfAll) -> ended(upload, outcomeOfAll, good);
            case Continued.Unkept(IOException why) -> UploadAnswers.unkept(why);
        };
    }

    /** The answer with where the upload is and how long it stays. */
    static Response at(Response answer, Upload upload) {
        Response told = answer.header("upload-offset", Long.toString(upload.received()))
                .header("upload-length", Long.toString(upload.length()))
                .header("upload-expires", HttpDate.of(upload.expires()));
        return upload.metadata().isEmpty() ? told : told.header("upload-metadata", upload.metadata());
    }

    private static Response ended(Upload upload, Optional<Uploaded> outcome, int good) {
        Response whole = at(Response.of(good), upload).header("content-location", "/v1/files/" + upload.id());
        return outcome.map(all -> UploadAnswers.of(all, file -> whole)).orElse(whole);
    }

    private static Response elsewhere(Upload upload) {
        return Problem.of(
                        409,
                        "upload-offset",
                        "Not from there",
                        "The upload has come to " + upload.received() + "; go on from there.")
                .response();
    }

    private static Response busy() {
        return Problem.of(423, "upload-busy", "Somebody else writes", "Another request goes on with this upload.")
                .retryAfter(SOON);
    }
}
