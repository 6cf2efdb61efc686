package dev.sallyport.resource.document;

import dev.sallyport.domain.document.FollowChanges;
import dev.sallyport.domain.document.FollowChanges.Followed;
import dev.sallyport.domain.document.Visitor;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** {@code GET /v1/documents/{collection}/changes}: what changes, as Server-Sent Events (WHATWG HTML §9.2), until the token ends. */
final class ChangesEndpoint {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    /** Who shows no token is asked to come again after this time. */
    private static final Duration WITHOUT_TOKEN = Duration.ofMinutes(15);

    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final Collection collection;
    private final FollowChanges following;
    private final InstantSource clock;

    ChangesEndpoint(Collection collection, FollowChanges following, InstantSource clock) {
        this.collection = collection;
        this.following = following;
        this.clock = clock;
    }

    Response follow(Request request, Visitor visitor, Optional<Instant> expires) {
        Optional<String> said = request.headers()
                .first("last-event-id")
                .or(() -> request.params().flatMap(params -> params.first("after")));
        if (said.filter(text -> !NUMBER.matcher(text).matches()).isPresent()) {
            return Problem.malformed("Last-Event-ID, or after, is the id of an event, or 0 for everything.")
                    .response();
        }
        OptionalLong after =
                said.map(text -> OptionalLong.of(Long.parseLong(text))).orElseGet(OptionalLong::empty);
        return switch (following.follow(collection.rules(), visitor, after)) {
            case Followed.NotFound() -> Problem.notFound().response();
            case Followed.TooMany() ->
                Problem.of(503, "too-many-followers", "Too many follow", "Come again later.")
                        .retryAfter(AGAIN);
            case Followed.From from -> {
                Instant until = expires.orElseGet(() -> clock.instant().plus(WITHOUT_TOKEN));
                var stream = new ChangeStream(following, from, until, clock);
                yield Response.of(200)
                        .header("content-type", "text/event-stream")
                        .header("cache-control", "no-store")
                        .header("x-accel-buffering", "no")
                        .body(new ResponseBody.Stream(stream, OptionalLong.empty()));
            }
        };
    }
}
