package dev.sallyport.files;

import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.file.FileLinks;
import dev.sallyport.domain.file.ReadFiles;
import dev.sallyport.domain.file.StoredFile;
import dev.sallyport.files.Download.Audience;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.util.Optional;

/** {@code /v1/media/{id}}: files for everybody, and any file for whoever has a signed link to it. Nobody is asked who they are. */
final class MediaEndpoint {
    private final ReadFiles reading;
    private final FileLinks links;

    MediaEndpoint(ReadFiles reading, FileLinks links) {
        this.reading = reading;
        this.links = links;
    }

    /** A file that may be had here, and by whom. */
    record Found(StoredFile file, Audience audience) {}

    Response download(Request request) {
        return found(request)
                .map(it -> Download.of(request, it.audience(), it.file(), reading.content(it.file())))
                .orElseGet(() -> Problem.notFound().response());
    }

    /** A link that has expired, or was never made, looks as a file that is not there. */
    Optional<Found> found(Request request) {
        return Ids.of(request)
                .flatMap(id -> reading.open(id, isLinked(request, id)))
                .map(file -> new Found(file, file.published() ? Audience.EVERYBODY : Audience.ONE));
    }

    private boolean isLinked(Request request, FileId id) {
        Optional<Params> params = request.params().filter(p -> p.repeated().isEmpty());
        return links.opens(
                id,
                params.flatMap(p -> p.first("expires")).orElse(""),
                params.flatMap(p -> p.first("signature")).orElse(""));
    }
}
