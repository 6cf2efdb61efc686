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
    /** The jar of the program that was built; {@code ./test} names it. */
    private static final Optional<String> JAR = Optional.ofNullable(System.getProperty("sallyport.jar"));

    /** The file with the options that the launcher gives to {@code java} for it. */
    private static final Optional<String> OPTIONS = Optional.ofNullable(System.getProperty("sallyport.options"));

    private Program() {}

    /**
     * The words that start it; those for Sallyport itself come behind them.
     *
     * @param options for the Java machine; {@code -cp} and a jar where it is to be another build
     */
    static List<String> with(List<String> options) {
        boolean another = options.contains("-cp");
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        OPTIONS.filter(file -> !another).ifPresent(file -> command.add("@" + file));
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        if (another) {
            command.add("dev.sallyport.app.Main");
        } else if (JAR.isPresent()) {
            command.addAll(List.of("-jar", JAR.get()));
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
