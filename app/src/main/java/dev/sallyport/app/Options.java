package dev.sallyport.app;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a house may be told on the command line. */
final class Options {
    @Mixin
    private Sources sources;

    @Option(names = "--only", paramLabel = "SERVERS", description = "Run these servers alone: auth,gateway")
    private String only;

    @Option(names = "--port", paramLabel = "PORT", description = "The port to listen on; 0 takes a free one.")
    private Integer port;

    /** To be filled by picocli. */
    Options() {}

    Options(Sources sources, Optional<String> only, Optional<Integer> port) {
        this.sources = sources;
        this.only = only.orElse(null);
        this.port = port.orElse(null);
    }

    /** The settings, or nothing where there were mistakes: those have been told then. */
    Optional<Settings> settings(Machine machine, PrintWriter err) {
        Map<String, String> keys = new HashMap<>();
        Optional.ofNullable(only).ifPresent(names -> keys.put("SALLYPORT_SERVERS", "[" + names + "]"));
        Optional.ofNullable(port).ifPresent(number -> keys.put("SALLYPORT_LISTEN", number.toString()));
        return sources.settings(machine, keys, err);
    }
}
