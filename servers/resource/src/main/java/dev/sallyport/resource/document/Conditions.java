package dev.sallyport.resource.document;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.document.Expected;
import dev.sallyport.domain.document.Space;
import dev.sallyport.kit.http.Request;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * On what a request makes its change depend.
 *
 * @param match what {@code If-Match} lists, nothing where there is none
 * @param noneMatch what {@code If-None-Match} lists
 */
record Conditions(List<String> match, List<String> noneMatch) {
    static final Conditions NONE = new Conditions(List.of(), List.of());

    private static final List<String> ANY = List.of("*");

    static Conditions of(Request request) {
        return of(request.headers().all("if-match"), request.headers().all("if-none-match"));
    }

    static Conditions of(List<String> match, List<String> noneMatch) {
        return new Conditions(parts(match), parts(noneMatch));
    }

    private static List<String> parts(List<String> fields) {
        return fields.stream()
                .flatMap(field -> Arrays.stream(field.split(",", -1)))
                .map(String::strip)
                .toList();
    }

    /** What must be there; empty where that is said in a way that is not taken here: both fields, or tags that must not match. */
    @Spec("RFC 9110 §13.1.1")
    @Spec("RFC 9110 §13.1.2")
    Optional<Expected> expected(Space space) {
        if (!noneMatch.isEmpty()) {
            return noneMatch.equals(ANY) && match.isEmpty() ? Optional.of(new Expected.Absent()) : Optional.empty();
        }
        if (match.isEmpty()) {
            return Optional.of(new Expected.Anything());
        }
        return Optional.of(
                match.equals(ANY)
                        ? new Expected.Present()
                        : new Expected.OneOf(match.stream()
                                .flatMap(tag -> Tags.version(tag, space).stream())
                                .collect(Collectors.toSet())));
    }
}
