package dev.sallyport.storage;

import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A place in a list that is sorted by several texts: those of the last item that was given, base64url. None of them holds U+0000. */
public final class PartsCursor {
    private PartsCursor() {}

    public static String of(String... parts) {
        String text = String.join("\0", parts);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The page behind the slice's cursor; an empty one where no store made the cursor.
     *
     * @param start what the list begins behind, as many texts as it is sorted by
     * @param list the page behind some texts
     */
    public static <T> Page<T> page(Slice slice, List<String> start, Function<List<String>, Page<T>> list) {
        Optional<List<String>> from = slice.after().isEmpty()
                ? Optional.of(start)
                : read(slice.after().get());
        return from.filter(parts -> parts.size() == start.size())
                .map(list)
                .orElseGet(() -> new Page<>(List.of(), Optional.empty()));
    }

    private static Optional<List<String>> read(String text) {
        try {
            String joined = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            return Optional.of(List.of(joined.split("\0", -1)));
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }
}
