package dev.sallyport.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where measurements take place: a folder that goes with them, the command that starts the program, and the core that servers
 * are bound to while the load has the others.
 *
 * @param program the Java machine, its options, {@code -jar} and the jar
 * @param pin the command before a command that binds it to one core; empty where the system has none
 * @param all the same for a command that may use every core, though the load is bound to some
 * @param span how long one measurement takes; warming up takes as long again
 */
record Yard(Path folder, List<String> program, List<String> pin, List<String> all, Duration span)
        implements AutoCloseable {
    static Yard open(List<String> program, List<String> pin, List<String> all, Duration span) throws IOException {
        return new Yard(Files.createTempDirectory("sallyport-bench"), program, pin, all, span);
    }

    /** The program bound to its core. */
    List<String> pinned() {
        return after(pin);
    }

    /** The program on all cores. */
    List<String> everywhere() {
        return after(all);
    }

    private List<String> after(List<String> before) {
        var command = new ArrayList<>(before);
        command.addAll(program);
        return command;
    }

    /** The program as it starts without what the rehearsal after the build has prepared. */
    List<String> withoutCache() {
        return program.stream()
                .filter(word -> !word.startsWith("-XX:AOTCache") && !word.startsWith("-Xlog"))
                .toList();
    }

    /** A Java machine with the program's options, for {@code main} of this suite, bound like a server. */
    List<String> bare(Class<?> main, String... arguments) {
        var command = new ArrayList<>(pin);
        command.addAll(withoutCache().subList(0, withoutCache().indexOf("-jar")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
