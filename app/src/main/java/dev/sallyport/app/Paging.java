package dev.sallyport.app;

import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.kit.json.Json;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** Which part of a list is shown, and how. */
final class Paging {
    @Option(names = "--limit", paramLabel = "N", description = "How many, 1 to 200; 50 by default.")
    private int limit = 50;

    @Option(names = "--after", paramLabel = "CURSOR", description = "Go on behind the cursor that a list ended with.")
    private String after = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    boolean fits() {
        return limit >= 1 && limit <= Slice.MOST;
    }

    Slice slice() {
        return new Slice(after.isEmpty() ? Optional.empty() : Optional.of(after), limit);
    }

    /** Prints the page as JSON where that was asked for; whether it was. */
    <T, V> boolean printed(Errand errand, Page<T> page, Function<T, V> view) {
        if (json) {
            errand.out()
                    .println(Json.text(
                            new Shown.Items<>(page.items().stream().map(view).toList(), page.next())));
        }
        return json;
    }

    /** Says how to see the rest, where there is one. */
    static void more(Errand errand, Page<?> page) {
        page.next().ifPresent(cursor -> errand.out().println("There are more: --after " + cursor));
    }
}
