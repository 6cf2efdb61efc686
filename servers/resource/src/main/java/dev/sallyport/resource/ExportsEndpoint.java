package dev.sallyport.resource;

import dev.sallyport.domain.file.FileLinks;
import dev.sallyport.domain.job.Progress;
import dev.sallyport.domain.privacy.AskForExport;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.BearerToken;
import dev.sallyport.kit.route.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** {@code /v1/profile/exports}: everything that is kept about a person, as one archive. */
final class ExportsEndpoint {
    private final AskForExport exports;

    ExportsEndpoint(AskForExport exports) {
        this.exports = exports;
    }

    Response ask(Request request, BearerToken token) {
        return Caller.atHome(token, caller -> switch (exports.ask(caller.person(), caller.session(), request.peer())) {
            case AskForExport.Asked.Begun(AskForExport.Seen begun) ->
                Response.json(202, Shown.of(begun))
                        .header(
                                "location",
                                "/v1/profile/exports/" + begun.export().id());
            case AskForExport.Asked.Before(AskForExport.Seen other, Instant next) ->
                Problem.of(
                                429,
                                "export-made-lately",
                                "An export was asked for a short while ago",
                                "It is /v1/profile/exports/" + other.export().id()
                                        + "; another may be asked for later.")
                        .retryAfter(Duration.between(other.export().asked(), next));
        });
    }

    Response list(Request request, BearerToken token) {
        return Caller.atHome(
                token,
                caller -> fresh(Response.json(
                        200,
                        new All(exports.all(caller.person()).stream()
                                .map(Shown::of)
                                .toList()))));
    }

    Response one(Request request, BearerToken token) {
        return Caller.atHome(
                token,
                caller -> id(request)
                        .flatMap(id -> exports.one(id, caller.person()))
                        .map(seen -> fresh(Response.json(200, Shown.of(seen))))
                        .orElseGet(() -> Problem.notFound().response()));
    }

    private static Optional<UUID> id(Request request) {
        try {
            return Optional.of(UUID.fromString(request.variable("id")));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    private static Response fresh(Response response) {
        return response.header("cache-control", "private, no-store");
    }

    /** The person's exports on the wire, newest first. */
    record All(List<Shown> items) {}

    /**
     * One export on the wire.
     *
     * @param status one of waiting, running, ready, failed
     * @param progress from 0 to 1
     * @param archive where it can be fetched without a token, for ten minutes; ask again for another link
     */
    record Shown(
            String id,
            String status,
            String askedAt,
            Optional<Double> progress,
            Optional<String> archive,
            Optional<String> expiresAt) {
        static Shown of(AskForExport.Seen seen) {
            var export = seen.export();
            return new Shown(
                    export.id().toString(),
                    seen.state().name().toLowerCase(Locale.ROOT),
                    export.asked().toString(),
                    export.progress().map(Shown::part),
                    seen.link().map(FileLinks.Link::url),
                    seen.link().map(link -> export.expires().toString()));
        }

        private static double part(Progress progress) {
            return (double) progress.done() / progress.all();
        }
    }
}
