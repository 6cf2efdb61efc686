package dev.sallyport.storage.sql;

import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Where a list that goes from new to old was left: the time and id of the last item that was given. */
record Cursor(long time, String id) {
    private static final Cursor START = new Cursor(Long.MAX_VALUE, "~");
    private static final Cursor END = new Cursor(Long.MIN_VALUE, "");

    /** A cursor that nobody was given stands behind the last item. */
    static Cursor of(Slice slice) {
        return slice.after().map(Cursor::parse).orElse(START);
    }

    private static Cursor parse(String text) {
        try {
            int dot = text.indexOf('.');
            return dot < 1
                    ? END
                    : new Cursor(
                            Long.parseLong(text.substring(0, dot)),
                            UUID.fromString(text.substring(dot + 1)).toString());
        } catch (IllegalArgumentException foreign) {
            return END;
        }
    }

    static Cursor at(Instant time, UUID id) {
        return new Cursor(Times.millis(time), id.toString());
    }

    @Override
    public String toString() {
        return time + "." + id;
    }

    /** A page of at most {@code slice.limit()} of {@code found}, which holds one more where there is a next page. */
    static <T> Page<T> page(List<T> found, Slice slice, Function<T, String> cursor) {
        if (found.size() <= slice.limit()) {
            return new Page<>(found, Optional.empty());
        }
        List<T> items = found.subList(0, slice.limit());
        return new Page<>(items, Optional.of(cursor.apply(items.getLast())));
    }
}
