package dev.sallyport.gateway.cache;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.EntityTags;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.HttpDate;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A kept answer as a client gets it. */
final class Answers {
    private static final List<String> OF_THE_CONTENT = List.of("content-type", "content-encoding", "content-language");

    private Answers() {}

    /** @param told what {@code Cache-Status} says */
    @Spec("RFC 9111 §4")
    static Response of(Kept kept, Request request, String told, Instant now) {
        Headers headers = CacheStatus.beside(kept.headers(), told)
                .set("age", Long.toString(kept.age(now).toSeconds()));
        if (!headers.has("cache-control")) {
            // What only Expires said is said in both ways, for an answer without the one is otherwise told not to be
            // kept.
            headers = headers.set("cache-control", "max-age=" + kept.lifetime().toSeconds());
        }
        return isTheSame(kept, request, now)
                ? notModified(headers)
                : new Response(kept.status(), headers, new ResponseBody.Bytes(kept.body()));
    }

    /** Whether the client has it already. */
    @Spec("RFC 9111 §4.3.2")
    private static boolean isTheSame(Kept kept, Request request, Instant now) {
        if (kept.status() != 200) {
            return false;
        }
        List<String> tags = request.headers().all("if-none-match");
        if (!tags.isEmpty()) {
            return kept.tag()
                    .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                    .map(tag -> EntityTags.match(tags, tag, true))
                    .orElseGet(() -> tags.contains("*"));
        }
        Optional<Instant> since =
                request.headers().first("if-modified-since").flatMap(text -> HttpDate.parse(text, now));
        return since.isPresent()
                && kept.modified()
                        .flatMap(text -> HttpDate.parse(text, now))
                        .filter(at -> !at.isAfter(since.get()))
                        .isPresent();
    }

    @Spec("RFC 9110 §15.4.5")
    private static Response notModified(Headers headers) {
        Headers left = headers;
        for (String name : OF_THE_CONTENT) {
            left = left.without(name);
        }
        return new Response(304, left, ResponseBody.EMPTY);
    }
}
