package dev.sallyport.walls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command of Sallyport as a process of its own, on the settings and the data of a test's house. */
final class CommandLine {
    private final Path folder;

    /** @param folder where {@link RunningHouse} has its settings and its data */
    CommandLine(Path folder) {
        this.folder = folder;
    }

    /** What it said, and its exit code. */
    record Ended(int exit, String text) {}

    Ended run(String... words) throws IOException, InterruptedException {
        return run(Map.of(), words);
    }

    /** @param environment further variables */
    Ended run(Map<String, String> environment, String... words) throws IOException, InterruptedException {
        List<String> command = Program.with(List.of("-Xmx64m"));
        command.addAll(List.of(words));
        command.addAll(List.of(
                "--config",
                folder.resolve("sallyport.yaml").toString(),
                "--data",
                folder.resolve("data").toString()));
        Path said = Files.createTempFile(folder, "command", ".log");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
        }
        return new Ended(process.exitValue(), Files.readString(said));
    }
}
