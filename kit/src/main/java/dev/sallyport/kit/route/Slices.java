package dev.sallyport.kit.route;

import dev.sallyport.domain.page.Slice;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The border where {@code ?limit=&after=} becomes a {@link Slice}. */
public final class Slices {
    private static final int USUAL = 50;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");
    private static final Pattern CURSOR = Pattern.compile("[A-Za-z0-9._~-]{1,2000}");

    private Slices() {}

    /** What {@code then} answers to the slice; or 400 for a limit or a cursor that is none. */
    public static Response of(Request request, Function<Slice, Response> then) {
        return request.params()
                .filter(params -> params.repeated().isEmpty())
                .flatMap(Slices::slice)
                .map(then)
                .orElseGet(() -> Problem.malformed(
                                "limit is 1 to " + Slice.MOST + ", and after is the next of an earlier page.")
                        .response());
    }

    private static Optional<Slice> slice(Params params) {
        Optional<String> after = params.first("after");
        return after.isPresent() && !CURSOR.matcher(after.get()).matches()
                ? Optional.empty()
                : limit(params.first("limit")).map(limit -> new Slice(after, limit));
    }

    private static Optional<Integer> limit(Optional<String> given) {
        return given.isEmpty()
                ? Optional.of(USUAL)
                : given.filter(text -> NUMBER.matcher(text).matches())
                        .map(Integer::parseInt)
                        .filter(limit -> limit >= 1 && limit <= Slice.MOST);
    }
}
