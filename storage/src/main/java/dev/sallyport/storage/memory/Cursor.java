package dev.sallyport.storage.memory;

import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A place in a list that goes from new to old: the time and id of the last item that was given, as a text that sorts so. */
record Cursor(String value) implements Comparable<Cursor> {
    private static final Pattern FORM = Pattern.compile("\\d{19}\\.[0-9a-f-]{36}");

    static Cursor at(Instant time, UUID id) {
        return new Cursor("%019d.%s".formatted(time.toEpochMilli(), id));
    }

    @Override
    public int compareTo(Cursor other) {
        return value.compareTo(other.value);
    }

    /** The page behind the slice's cursor; a cursor that was not made here stands behind the last item. */
    static <T> Page<T> page(Stream<T> items, Slice slice, Function<T, Cursor> cursor) {
        Optional<Cursor> after = slice.after().map(Cursor::new);
        boolean foreign = after.filter(c -> !FORM.matcher(c.value()).matches()).isPresent();
        List<T> found = items.filter(item -> !foreign)
                .filter(item -> after.isEmpty() || cursor.apply(item).compareTo(after.get()) < 0)
                .sorted(Comparator.comparing(cursor).reversed())
                .limit(slice.limit() + 1L)
                .toList();
        return first(found, slice, item -> cursor.apply(item).value());
    }

    /** A page of at most {@code slice.limit()} of {@code found}, which holds one more where there is a next page. */
    static <T> Page<T> first(List<T> found, Slice slice, Function<T, String> cursor) {
        if (found.size() <= slice.limit()) {
            return new Page<>(found, Optional.empty());
        }
        List<T> items = found.subList(0, slice.limit());
        return new Page<>(items, Optional.of(cursor.apply(items.getLast())));
    }
}
