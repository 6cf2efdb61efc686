package dev.sallyport.files;

import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.file.FileLinks;
import dev.sallyport.domain.file.Reader;
import dev.sallyport.domain.file.ShareFile;
import dev.sallyport.domain.file.ShareFile.Sharer;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.JsonBody;
import dev.sallyport.kit.route.BearerToken;
import dev.sallyport.kit.route.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Who else may have a file of one's own. For the product's own apps: opening a file to others is more than using it. */
final class SharesEndpoint {
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Duration USUAL = Duration.ofHours(1);

    private final ShareFile sharing;

    SharesEndpoint(ShareFile sharing) {
        this.sharing = sharing;
    }

    /** @param public_ whether everybody may have the file; the member is written without the underscore */
    @SuppressWarnings("MemberName") // the member is a word of the language
    record Change(Optional<Boolean> public_) {}

    /** @param expiresIn how long the link holds, as {@code 1h} */
    record Wish(Optional<Duration> expiresIn) {}

    /** A link on the wire. */
    record ShownLink(String url, String expiresAt) {
        static ShownLink of(FileLinks.Link link) {
            return new ShownLink(link.url(), link.expires().toString());
        }
    }

    /** Readers on the wire, {@code person:…} or {@code role:…}. */
    record ShownReaders(List<String> items) {}

    Response change(Request request, BearerToken token) {
        return own(
                request,
                token,
                (id, sharer) -> JsonBody.read(
                        request,
                        Change.class,
                        change -> change.public_()
                                .map(open -> sharing.publish(id, sharer, open)
                                        .map(file -> Response.json(200, ShownFile.of(file)))
                                        .orElseGet(SharesEndpoint::notFound))
                                .orElseGet(() -> Problem.malformed("Nothing is to be changed; say public.")
                                        .response())));
    }

    Response link(Request request, BearerToken token) {
        return own(
                request,
                token,
                (id, sharer) -> request.mediaType().isEmpty()
                                && request.body().length().orElse(0) == 0
                        ? link(id, sharer, USUAL)
                        : JsonBody.read(
                                request,
                                Wish.class,
                                wish -> link(id, sharer, wish.expiresIn().orElse(USUAL))));
    }

    private Response link(FileId id, Sharer sharer, Duration stay) {
        if (stay.compareTo(SHORTEST) < 0 || stay.compareTo(LONGEST) > 0) {
            return Problem.invalid(List.of(new Problem.FieldError("/expires_in", "must be from 10s to 30d")))
                    .response();
        }
        return sharing.link(id, sharer, stay)
                .map(link -> Response.json(201, ShownLink.of(link)).header("cache-control", "no-store"))
                .orElseGet(SharesEndpoint::notFound);
    }

    Response readers(Request request, BearerToken token) {
        return own(
                request,
                token,
                (id, sharer) -> sharing.readers(id, sharer.person())
                        .map(readers -> new ShownReaders(
                                readers.stream().map(Reader::value).toList()))
                        .map(shown -> Response.json(200, shown).header("cache-control", "private, no-store"))
                        .orElseGet(SharesEndpoint::notFound));
    }

    Response share(Request request, BearerToken token) {
        return own(
                request,
                token,
                (id, sharer) -> Reader.parse(request.variable("reader"))
                        .map(reader -> switch (sharing.share(id, sharer, reader)) {
                            case SHARED -> Response.of(204);
                            case NOT_FOUND -> notFound();
                            case TOO_MANY ->
                                Problem.of(
                                                409,
                                                "too-many-readers",
                                                "Nobody else",
                                                "A file has at most " + ShareFile.MOST
                                                        + " readers; share it with a role.")
                                        .response();
                        })
                        .orElseGet(() -> Problem.malformed("A reader is person: and an id, or role: and a name.")
                                .response()));
    }

    Response withdraw(Request request, BearerToken token) {
        return own(
                request,
                token,
                (id, sharer) -> Reader.parse(request.variable("reader"))
                        .filter(reader -> sharing.withdraw(id, sharer, reader))
                        .map(gone -> Response.of(204))
                        .orElseGet(SharesEndpoint::notFound));
    }

    private static Response own(Request request, BearerToken token, BiFunction<FileId, Sharer, Response> then) {
        return Caller.atHome(
                token,
                caller -> Ids.of(request)
                        .map(id -> then.apply(id, new Sharer(caller.person(), caller.session())))
                        .orElseGet(SharesEndpoint::notFound));
    }

    private static Response notFound() {
        return Problem.notFound().response();
    }
}
