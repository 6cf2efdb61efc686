package dev.sallyport.files;

import static dev.sallyport.kit.told.Field.number;
import static dev.sallyport.kit.told.Field.text;

import dev.sallyport.kit.told.Content;
import dev.sallyport.kit.told.Field;
import dev.sallyport.kit.told.Operation;
import dev.sallyport.kit.told.Told;
import java.util.List;

/** What the calls of the tus protocol 1.0 take and give. */
final class UploadOperations {
    private static final String ONE = "/v1/uploads/{id}";
    private static final Content PIECE = Content.bytes("application/offset+octet-stream");

    private static final Field SPOKEN = text("Tus-Resumable", "The protocol's version.")
            .oneOf(TusAnswers.VERSION)
            .always();

    private static final Field OFFSET = number("Upload-Offset", "How many bytes are here for good.");
    private static final Field EXPIRES = text("Upload-Expires", "How long an unfinished upload stays.");

    private UploadOperations() {}

    static Told told() {
        return Told.of(List.of(
                options("/v1/uploads"),
                options(ONE),
                Operation.of("POST", "/v1/uploads", "Begin an upload that may break off and go on")
                        .headers(
                                SPOKEN,
                                number("Upload-Length", "How many bytes will come.")
                                        .always(),
                                text("Upload-Metadata", "Pairs of a key and a value in base64, among them `filename`."))
                        .mayTake(PIECE)
                        .gives(201, "Begun.", text("Location", "Where to send the rest."), OFFSET, EXPIRES)
                        .refuses(409, "too-many-uploads", "upload-offset")
                        .refuses(412, "tus-version")
                        .refuses(413, "too-large", "over-quota")
                        .refuses(415, "unsupported-media-type", "type-not-allowed")
                        .refuses(422, "invalid-request", "infected")
                        .refuses(423, "upload-busy")
                        .refuses(404)
                        .refuses(460, "digest-mismatch")
                        .refuses(503, "storage-unavailable", "overloaded"),
                Operation.of("GET", "/v1/uploads", "List one's unfinished uploads")
                        .gives(200, "Uploads.", ShownUpload.All.class),
                Operation.of("GET", ONE, "Look how far an upload has come")
                        .explained("`HEAD` says the same in the protocol's headers.")
                        .gives(200, "The upload.", ShownUpload.class)
                        .refuses(412, "tus-version"),
                Operation.of("PATCH", ONE, "Send a piece of an upload")
                        .headers(
                                SPOKEN,
                                number("Upload-Offset", "Where the piece begins.")
                                        .always(),
                                text("Upload-Checksum", "The piece's digest."))
                        .takes(PIECE)
                        .gives(204, "It is here.", OFFSET, EXPIRES)
                        .refuses(409, "upload-offset")
                        .refuses(412, "tus-version")
                        .refuses(413, "too-large", "over-quota")
                        .refuses(415, "unsupported-media-type", "type-not-allowed")
                        .refuses(422, "infected")
                        .refuses(423, "upload-busy")
                        .refuses(460, "digest-mismatch")
                        .refuses(503, "storage-unavailable", "overloaded"),
                Operation.of("DELETE", ONE, "Give an upload up")
                        .headers(SPOKEN)
                        .gives(204, "It is gone.")
                        .refuses(412, "tus-version")));
    }

    private static Operation options(String template) {
        return Operation.of("OPTIONS", template, "Ask what is spoken here")
                .gives(
                        204,
                        "The protocol, its extensions and the longest upload.",
                        text("Tus-Version", "The versions."),
                        text("Tus-Extension", "The extensions."),
                        number("Tus-Max-Size", "The longest upload in bytes."));
    }
}
