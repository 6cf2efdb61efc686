package dev.sallyport.resource;

import dev.sallyport.domain.page.Slice;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The border where {@code ?limit=&after=} becomes a {@link Slice}. */
final class Slices {
    private static final int USUAL = 50;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");
    private static final Pattern CURSOR = Pattern.compile("[A-Za-z0-9._~-]{1,200}");

    private Slices() {}

    /** What {@code then} answers to the slice; or 400 for a limit or a cursor that is none. */
    static Response of(Request request, Function<Slice, Response> then) {
        return request.params()
                .filter(params -> params.repeated().isEmpty())
                .flatMap(params -> limit(params.first("limit"))
                        .filter(limit -> params.first("after").stream()
                                .allMatch(after -> CURSOR.matcher(after).matches()))
                        .map(limit -> new Slice(params.first("after"), limit)))
                .map(slice -> answer(slice, then))
                .orElseGet(Slices::refused);
    }

    /** A store refuses a cursor that it did not make with an {@link IllegalArgumentException}. */
    private static Response answer(Slice slice, Function<Slice, Response> then) {
        try {
            return then.apply(slice);
        } catch (IllegalArgumentException e) {
            if (slice.after().isEmpty()) {
                throw e;
            }
            return refused();
        }
    }

    private static Optional<Integer> limit(Optional<String> given) {
        return given.isEmpty()
                ? Optional.of(USUAL)
                : given.filter(text -> NUMBER.matcher(text).matches())
                        .map(Integer::parseInt)
                        .filter(limit -> limit >= 1 && limit <= Slice.MOST);
    }

    private static Response refused() {
        return Problem.malformed("limit is 1 to " + Slice.MOST + ", and after is the next of an earlier page.")
                .response();
    }
}
