package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * People at work and a stranger at the doors while something breaks. Whatever happens, nothing that was acknowledged is lost, no
 * session is broken, and no door stands open; how much people noticed becomes a line of a table that the run leaves behind.
 */
final class UnderLoad implements AutoCloseable {
    private static final Set<Path> BEGUN = new HashSet<>();
    private static final int PEOPLE = 6;
    /** Who waits longer than this still feels what happened. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static int runs;

    private final Path table;
    private final Load load;
    private final Stranger stranger;
    private final List<String> lines = new ArrayList<>();

    private UnderLoad(URI street, Path table) {
        this.table = table;
        load = Load.begin(street, "at-work-" + ++runs + "-", PEOPLE);
        stranger = Stranger.begin(street);
    }

    /** @param table the name of a table of its own for each class of tests, for they may run in processes of their own */
    static UnderLoad at(URI street, String table) {
        return new UnderLoad(street, Path.of("target", table + ".md"));
    }

    /** What breaks, and is mended. */
    interface Fault {
        void happens() throws Exception;
    }

    /** Lets it happen, and says what people saw until everything worked again. */
    Load.Seen under(String what, Fault fault) throws Exception {
        calm();
        fault.happens();
        Load.Seen seen = calm();
        lines.add("| %s | %d | %s | %d ms |%n".formatted(what, seen.requests(), seen.told(), seen.longestMillis()));
        return seen;
    }

    /** Waits until everything works; says what was seen until then. */
    private Load.Seen calm() throws InterruptedException {
        Load.Seen all = load.seen();
        for (int i = 0; i < 60; i++) {
            TimeUnit.MILLISECONDS.sleep(500);
            boolean isWaitedFor = load.waiting().compareTo(PATIENCE) > 0;
            Load.Seen seen = load.seen();
            all = all.and(seen);
            if (seen.requests() > 0 && seen.failures().isEmpty() && !isWaitedFor) {
                return all;
            }
        }
        throw new AssertionError("half a minute later it still does not work: " + all.told()
                + "; somebody has waited for " + load.waiting().toMillis() + " ms");
    }

    void nothingIsLost() throws InterruptedException {
        calm();
        assertThat(load.missing()).isEmpty();
        assertThat(stranger.letIn())
                .as("where somebody without a right was let in")
                .isEmpty();
        assertThat(stranger.tries()).isPositive();
    }

    @Override
    public void close() throws IOException {
        load.close();
        stranger.close();
        if (BEGUN.add(table)) {
            Files.writeString(
                    table, "| what happened | requests | not answered well | longest wait |\n|---|---|---|---|\n");
        }
        Files.writeString(table, String.join("", lines), StandardOpenOption.APPEND);
    }
}
