package dev.sallyport.walls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How Sallyport is started as a process of its own: as the launcher starts it, where the run names the program that was built, and
 * else from the classes under test.
 */
final class Program {
    /** Names a file with what {@code java} is given, jar included; {@code ./test} writes one. */
    private static final Optional<String> BUILT = Optional.ofNullable(System.getProperty("sallyport.program"));

    private Program() {}

    /**
     * The words that start it; those for Sallyport itself come behind them.
     *
     * @param options for the Java machine; {@code -cp} and a jar where it is to be another build
     */
    static List<String> with(List<String> options) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        if (options.contains("-cp")) {
            command.add("dev.sallyport.app.Main");
        } else if (BUILT.isPresent()) {
            command.add("@" + BUILT.get());
        } else {
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.sallyport.app.Main"));
        }
        return command;
    }

    /** The words that run this command of it. */
    static List<String> command(String... words) {
        var command = with(List.of());
        command.addAll(List.of(words));
        return command;
    }
}
