package dev.sallyport.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A house with the default settings, on free ports and on data that go with it. */
final class PassingHouse {
    private PassingHouse() {}

    static void visit(Consumer<House> visitor) throws IOException {
        visit(List.of(visitor));
    }

    /** Each finds it as the one before has left it, started anew. */
    static void visit(List<Consumer<House>> visitors) throws IOException {
        Path folder = Files.createTempDirectory("sallyport");
        try {
            var keys = Map.of(
                    "SALLYPORT_DATA", "\"" + folder + "\"",
                    "SALLYPORT_LISTEN", "0",
                    "SALLYPORT_MONITOR_LISTEN", "127.0.0.1:" + FreePort.any());
            if (!(Settings.read(Optional.empty(), keys) instanceof Settings.Read.Good(Settings settings))) {
                throw new IllegalStateException("the defaults have a mistake");
            }
            for (Consumer<House> visitor : visitors) {
                // As with --demo: on loopback only, and with an account to sign in to.
                try (House house = House.open(settings, Machine.real(), true)) {
                    visitor.accept(house);
                }
            }
        } finally {
            remove(folder);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
