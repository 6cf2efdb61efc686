package dev.sallyport.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Walks through a list page by page, as a caller does. */
final class Pages {
    private Pages() {}

    /** Every item, by pages of {@code limit}; each page but the last is full, and only the last has no cursor. */
    static <T> List<T> walk(int limit, Function<Slice, Page<T>> list) {
        var all = new ArrayList<T>();
        Optional<String> after = Optional.empty();
        do {
            Page<T> page = list.apply(new Slice(after, limit));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            if (page.next().isPresent()) {
                assertThat(page.items()).hasSize(limit);
            }
            all.addAll(page.items());
            after = page.next();
        } while (after.isPresent());
        return all;
    }

    /** A cursor that the store did not make stands behind the last item. */
    static <T> void refuseForeignCursors(Function<Slice, Page<T>> list) {
        for (String foreign : List.of("", "x", "1", "1.", ".", "-1.0", "9999999999999.x", "1 OR 1=1", "\u0000", "🗝")) {
            assertThat(list.apply(new Slice(Optional.of(foreign), 10)).items())
                    .as("behind %s", foreign)
                    .isEmpty();
        }
    }
}
