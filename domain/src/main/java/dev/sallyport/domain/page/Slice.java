package dev.sallyport.domain.page;

import java.util.Optional;

/**
 * The part of a list that is asked for: at most {@code limit} items (1 to 200) behind the cursor {@code after}. A
 * cursor that the store did not make stands behind the last item.
 */
public record Slice(Optional<String> after, int limit) {
    public static final int MOST = 200;

    public Slice {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("a page holds 1 to " + MOST + " items, not " + limit);
        }
    }

    public static Slice first(int limit) {
        return new Slice(Optional.empty(), limit);
    }
}
