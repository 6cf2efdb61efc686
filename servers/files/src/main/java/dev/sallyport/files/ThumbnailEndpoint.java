package dev.sallyport.files;

import dev.sallyport.domain.file.ImageScaler.Scaled;
import dev.sallyport.domain.file.MakeThumbnail;
import dev.sallyport.domain.file.ReadFiles;
import dev.sallyport.domain.file.StoredFile;
import dev.sallyport.files.Download.Audience;
import dev.sallyport.kit.http.EntityTags;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.BearerToken;
import dev.sallyport.kit.route.Caller;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code …/{id}/thumbnail?size=256}: small pictures, for whoever may have the file. */
final class ThumbnailEndpoint {
    private static final String USUAL = "256";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");
    private static final Duration SOON = Duration.ofSeconds(2);

    private final ReadFiles reading;
    private final MediaEndpoint media;
    private final MakeThumbnail making;

    ThumbnailEndpoint(ReadFiles reading, MediaEndpoint media, MakeThumbnail making) {
        this.reading = reading;
        this.media = media;
        this.making = making;
    }

    Response own(Request request, BearerToken token) {
        return Caller.of(
                token,
                caller -> Ids.of(request)
                        .flatMap(id -> reading.readable(
                                id, caller.person(), token.claims().roles()))
                        .map(file -> sized(request, file, Audience.ONE))
                        .orElseGet(() -> Problem.notFound().response()));
    }

    Response open(Request request) {
        return media.found(request)
                .map(found -> sized(request, found.file(), found.audience()))
                .orElseGet(() -> Problem.notFound().response());
    }

    private Response sized(Request request, StoredFile file, Audience audience) {
        return size(request)
                .map(size -> answer(request, file, audience, size))
                .orElseGet(() -> Problem.malformed("size is one of " + MakeThumbnail.SIZES + ".")
                        .response());
    }

    private static Optional<Integer> size(Request request) {
        return request.params()
                .filter(params -> params.repeated().isEmpty())
                .map(params -> params.first("size").orElse(USUAL))
                .filter(text -> NUMBER.matcher(text).matches())
                .map(Integer::parseInt)
                .filter(MakeThumbnail.SIZES::contains);
    }

    private Response answer(Request request, StoredFile file, Audience audience, int size) {
        String tag = "\"" + file.digest() + "-" + size + "\"";
        var known = request.headers().all("if-none-match");
        if (!known.isEmpty() && EntityTags.match(known, tag, true)) {
            return audience.dressed(Response.of(304)).header("etag", tag);
        }
        try {
            return switch (making.of(file, size)) {
                case Scaled.Made(byte[] picture) ->
                    audience.dressed(Response.of(200))
                            .header("etag", tag)
                            .header("content-type", MagicNumbers.of(picture).orElseThrow())
                            .body(picture);
                case Scaled.NoPicture() ->
                    Problem.of(404, "no-thumbnail", "No small picture", "There is none of this kind of file.")
                            .response();
                case Scaled.TooLarge() ->
                    Problem.of(404, "no-thumbnail", "No small picture", "The picture is too large to make one of.")
                            .response();
                case Scaled.Busy() ->
                    Problem.of(503, "overloaded", "Not at this moment", "Many pictures are being made; ask again.")
                            .retryAfter(SOON);
            };
        } catch (IOException e) {
            return UploadAnswers.unreachable(e);
        }
    }
}
