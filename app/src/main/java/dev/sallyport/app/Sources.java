package dev.sallyport.app;

import dev.sallyport.kit.config.ConfigurationFile;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the configuration comes from: a file, variables, and options, each stronger than the one before. */
final class Sources {
    private static final Path USUAL = Path.of("sallyport.yaml");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration; ./sallyport.yaml if there is one.")
    private Path config;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The folder of everything that lasts; ./data by default.")
    private Path data;

    /** To be filled by picocli. */
    Sources() {}

    Sources(Optional<Path> config, Optional<Path> data) {
        this.config = config.orElse(null);
        this.data = data.orElse(null);
    }

    /** The file that is read, where there is one. */
    Optional<Path> file(Machine machine) {
        return Optional.ofNullable(config)
                .or(() -> Optional.ofNullable(machine.environment().get("SALLYPORT_CONFIG"))
                        .map(Path::of))
                .or(() -> Optional.of(USUAL).filter(Files::exists));
    }

    /**
     * The settings, or nothing where there were mistakes: those have been told then.
     *
     * @param options further variables, which win over those of the environment
     */
    Optional<Settings> settings(Machine machine, Map<String, String> options, PrintWriter err) {
        Map<String, String> keys = new HashMap<>(machine.environment());
        keys.putAll(options);
        Optional.ofNullable(data).ifPresent(folder -> keys.put("SALLYPORT_DATA", "\"" + folder + "\""));
        return switch (Settings.read(file(machine), keys)) {
            case Settings.Read.Good(Settings settings) -> {
                settings.warnings().forEach(warning -> err.println("warning: " + warning));
                yield Optional.of(settings);
            }
            case Settings.Read.Bad(var mistakes) -> {
                err.println(
                        mistakes.size() == 1
                                ? "The configuration has a mistake:"
                                : "The configuration has " + mistakes.size() + " mistakes:");
                mistakes.forEach(mistake -> err.println("  " + ConfigurationFile.told(mistake)));
                yield Optional.empty();
            }
        };
    }
}
