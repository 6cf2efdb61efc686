package dev.sallyport.gateway.export;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Lines of a file, one for each of some things. */
final class Lines {
    private Lines() {}

    static <T> String of(List<T> items, Function<T, String> line) {
        return items.stream().map(item -> line.apply(item) + "\n").collect(Collectors.joining());
    }

    /** What is written for each, by a name that ends in its number; the first is 1. */
    static <T> String numbered(String prefix, List<T> items, Named<T> each) {
        return IntStream.range(0, items.size())
                .mapToObj(i -> each.text(items.get(i), prefix + (i + 1)))
                .collect(Collectors.joining());
    }

    /** What is written for one of several, by a name of its own. */
    @FunctionalInterface
    interface Named<T> {
        String text(T item, String name);
    }
}
