package dev.sallyport.app;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The port of the house, for the links that a command prints. */
final class HousePort {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The house's port, where it was started with --port and public_url is not set.")
    private Integer port;

    Map<String, String> asVariables() {
        return Optional.ofNullable(port)
                .map(number -> Map.of("SALLYPORT_LISTEN", number.toString()))
                .orElse(Map.of());
    }
}
