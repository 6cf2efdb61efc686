package dev.sallyport.files;

import dev.sallyport.domain.file.StoredFile;
import dev.sallyport.domain.file.Uploaded;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a sender is told of an upload, whichever way it came. */
final class UploadAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(UploadAnswers.class);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(10);

    private UploadAnswers() {}

    /** @param stored what to answer when it worked out */
    static Response of(Uploaded outcome, Function<StoredFile, Response> stored) {
        return switch (outcome) {
            case Uploaded.Stored(StoredFile file) -> stored.apply(file);
            case Uploaded.TooLarge(long most) -> Problem.tooLarge(most).response();
            case Uploaded.OverQuota(long quota) -> overQuota(quota);
            case Uploaded.BrokeOff(IOException why) -> brokeOff(why);
            case Uploaded.WrongType(String type) ->
                Problem.of(
                                415,
                                "type-not-allowed",
                                "Not this kind of file",
                                "Files of the type " + type + " are not taken here.")
                        .response();
            case Uploaded.Infected(String what) ->
                Problem.of(
                                422,
                                "infected",
                                "The file is not clean",
                                "A scanner found something harmful in it; it was not kept.")
                        .response();
            case Uploaded.Altered() -> altered(400);
            case Uploaded.Withdrawn() -> Problem.notFound().response();
            case Uploaded.Crossed() ->
                Problem.of(
                                503,
                                "overloaded",
                                "Not at this moment",
                                "The same content was being deleted; send it again.")
                        .retryAfter(SOON);
            case Uploaded.Unkept(IOException why) -> unkept(why);
        };
    }

    static Response overQuota(long quota) {
        return Problem.of(
                        413,
                        "over-quota",
                        "There is no room left",
                        "All your files and unfinished uploads together may take " + quota + " bytes.")
                .response();
    }

    static Response brokeOff(IOException why) {
        return why instanceof RequestBody.TooLarge tooLarge
                ? Problem.tooLarge(tooLarge.limit()).response()
                : Problem.malformed("The body broke off before its end.").response();
    }

    /** @param status 460 where the tus protocol speaks (§ Checksum) */
    static Response altered(int status) {
        return Problem.of(
                        status,
                        "digest-mismatch",
                        "Something else arrived",
                        "The bytes are not those of the digest that was sent with them; nothing of them was kept.")
                .response();
    }

    /** The bytes of a file that is there cannot be had; the reason is for the operator. */
    static Response unreachable(IOException why) {
        LOG.error("a file could not be read", why);
        return Problem.of(
                        503,
                        "storage-unavailable",
                        "It cannot be had now",
                        "The store of files does not answer at the moment. Ask again later.")
                .retryAfter(LATER);
    }

    /** The reason is for the operator: the disk is full, perhaps, or the store cannot be reached. */
    static Response unkept(IOException why) {
        LOG.error("an upload could not be kept", why);
        return Problem.of(
                        503,
                        "storage-unavailable",
                        "It cannot be kept now",
                        "The store of files does not take it at the moment; nothing half is kept. Send it again later.")
                .retryAfter(LATER);
    }
}
