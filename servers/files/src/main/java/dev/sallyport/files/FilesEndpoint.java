package dev.sallyport.files;

import dev.sallyport.domain.file.ReadFiles;
import dev.sallyport.domain.file.RemoveFile;
import dev.sallyport.domain.file.StoredFile;
import dev.sallyport.domain.page.Page;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.BearerToken;
import dev.sallyport.kit.route.Caller;
import dev.sallyport.kit.route.Slices;
import java.util.List;
import java.util.Optional;

/** {@code /v1/files}: one's own files. */
final class FilesEndpoint {
    private final ReadFiles reading;
    private final RemoveFile removing;

    FilesEndpoint(ReadFiles reading, RemoveFile removing) {
        this.reading = reading;
        this.removing = removing;
    }

    Response list(Request request, BearerToken token) {
        return Caller.of(
                token,
                caller -> Slices.of(
                        request,
                        slice -> Response.json(200, Shown.of(reading.all(caller.person(), slice)))
                                .header("cache-control", "private, no-store")));
    }

    /** What others share with the person. */
    Response shared(Request request, BearerToken token) {
        return Caller.of(
                token,
                caller -> Slices.of(
                        request,
                        slice -> Response.json(
                                        200,
                                        Shown.of(reading.shared(
                                                caller.person(), token.claims().roles(), slice)))
                                .header("cache-control", "private, no-store")));
    }

    Response download(Request request, BearerToken token) {
        return Caller.of(
                token,
                caller -> Ids.of(request)
                        .flatMap(id -> reading.readable(
                                id, caller.person(), token.claims().roles()))
                        .map(file -> Download.of(request, Download.Audience.ONE, file, reading.content(file)))
                        .orElseGet(() -> Problem.notFound().response()));
    }

    Response remove(Request request, BearerToken token) {
        return Caller.of(
                token,
                caller -> Ids.of(request)
                        .filter(id -> removing.remove(id, caller.person(), caller.session()))
                        .map(gone -> Response.of(204))
                        .orElseGet(() -> Problem.notFound().response()));
    }

    /** A page of files on the wire. */
    record Shown(List<ShownFile> items, Optional<String> next) {
        static Shown of(Page<StoredFile> page) {
            return new Shown(page.items().stream().map(ShownFile::of).toList(), page.next());
        }
    }
}
