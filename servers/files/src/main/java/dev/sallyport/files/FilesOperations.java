package dev.sallyport.files;

import static dev.sallyport.kit.told.Field.number;
import static dev.sallyport.kit.told.Field.text;

import dev.sallyport.kit.told.Content;
import dev.sallyport.kit.told.Field;
import dev.sallyport.kit.told.Operation;
import dev.sallyport.kit.told.Told;
import java.util.List;

/** What the calls about files take and give; {@link UploadOperations} tells of the uploads that resume. */
final class FilesOperations {
    private static final Content ANY = Content.bytes("*/*");

    private static final Field READER =
            text("reader", "Who: `person:` and an id, or `role:` and a name.").always();

    private FilesOperations() {}

    static Told told() {
        return Told.of(List.of(
                        Operation.of("POST", "/v1/files", "Keep a file")
                                .query(text("name", "What it is called; a form says it with its file."))
                                .headers(
                                        text("Content-Digest", "The digest of the body (RFC 9530)."),
                                        text("Repr-Digest", "The digest of the file (RFC 9530)."))
                                .takes(Content.bytes("application/octet-stream"))
                                .takes(new Content(
                                        "multipart/form-data",
                                        new Content.Form.Members(
                                                "FileForm",
                                                List.of(text("file", "The file; the first one is taken.")))))
                                .gives(201, "Kept.", ShownFile.class, text("Location", "Where it is."))
                                .refuses(413, "too-large", "over-quota")
                                .refuses(415, "type-not-allowed")
                                .refuses(422, "invalid-request", "infected")
                                .refuses(400, "malformed-request", "digest-mismatch")
                                .refuses(404)
                                .refuses(503, "storage-unavailable", "overloaded"),
                        Operation.of("GET", "/v1/files", "List one's files, newest first")
                                .paged()
                                .gives(200, "A page of files.", FilesEndpoint.Shown.class),
                        Operation.of("GET", "/v1/files/shared", "List the files that others share")
                                .paged()
                                .gives(200, "A page of files.", FilesEndpoint.Shown.class),
                        download("/v1/files/{id}"),
                        Operation.of("PATCH", "/v1/files/{id}", "Open a file to everybody, or close it")
                                .takes(SharesEndpoint.Change.class)
                                .gives(200, "As it is now.", ShownFile.class),
                        Operation.of("DELETE", "/v1/files/{id}", "Delete a file")
                                .gives(204, "It is gone."),
                        Operation.of("POST", "/v1/files/{id}/links", "Make a link that expires")
                                .mayTake(Content.json(SharesEndpoint.Wish.class))
                                .gives(201, "The link.", SharesEndpoint.ShownLink.class),
                        Operation.of("GET", "/v1/files/{id}/readers", "List who else may have a file")
                                .gives(200, "Readers.", SharesEndpoint.ShownReaders.class),
                        Operation.of("PUT", "/v1/files/{id}/readers/{reader}", "Share a file")
                                .path(READER)
                                .gives(204, "Shared.")
                                .refuses(409, "too-many-readers"),
                        Operation.of("DELETE", "/v1/files/{id}/readers/{reader}", "Share a file no longer")
                                .path(READER)
                                .gives(204, "No longer shared."),
                        signed(download("/v1/media/{id}")),
                        thumbnail("/v1/files/{id}/thumbnail"),
                        signed(thumbnail("/v1/media/{id}/thumbnail"))))
                .and(UploadOperations.told());
    }

    private static Operation download(String template) {
        return Operation.of("GET", template, "Get a file")
                .headers(
                        text("Range", "A part of it, as `bytes=0-99`."),
                        text("If-None-Match", "Versions that the caller has."),
                        text("If-Match", "The version that is expected."))
                .gives(200, "The file, as an attachment.", ANY, text("ETag", "Which version it is."))
                .gives(206, "The part.", ANY, text("Content-Range", "Which part it is."))
                .gives(304, "The caller has it.")
                .refuses(412, "precondition-failed")
                .refuses(416, "range-not-satisfiable")
                .refuses(503, "storage-unavailable");
    }

    private static Operation thumbnail(String template) {
        return Operation.of("GET", template, "Get a small picture of a file")
                .query(number("size", "The longer side, in pixels; 256 where nothing is said."))
                .gives(200, "The picture.", Content.bytes("image/*"))
                .gives(304, "The caller has it.")
                .refuses(404, "no-thumbnail", "not-found")
                .refuses(503, "overloaded", "storage-unavailable");
    }

    /** The same, for whoever has a link. */
    private static Operation signed(Operation operation) {
        return operation.query(
                text("expires", "When the link ends, as it says."), text("signature", "The link's signature."));
    }
}
