package dev.sallyport.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The command behind {@code ./bench}: which parts, for how long, and where the JSON goes; after {@code --} the program; the
 * command that binds a server to a core comes as the system property {@code bench.pin}, the one that lets it have all as
 * {@code bench.all}. Exit code 2 when not understood.
 */
final class Bench {
    private static final int USAGE = 2;

    private Bench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> words = List.of(arguments);
        int program = words.indexOf("--");
        switch (Order.read(words.subList(0, program))) {
            case Order.Good(var parts, var seconds, var file) ->
                run(parts, seconds, file, words.subList(program + 1, words.size()));
            case Order.Bad(var reason) -> {
                System.err.println("bench: " + reason);
                System.exit(USAGE);
            }
        }
    }

    private static void run(List<Part> parts, double seconds, Path file, List<String> program)
            throws IOException, InterruptedException {
        List<String> pin = words("bench.pin");
        var span = Duration.ofMillis(Math.round(seconds * 1_000));
        var report = new Report();
        try (var yard = Yard.open(program, pin, words("bench.all"), span)) {
            for (Part part : parts) {
                System.err.println("Measuring " + part.text() + " …");
                List<Row> rows = part.measure(yard);
                report.add(part, rows);
                System.out.println(Report.table(part.text(), rows));
            }
        }
        report.write(file, machine(pin, seconds));
        System.err.println("As JSON: " + file);
    }

    private static List<String> words(String property) {
        return Stream.of(System.getProperty(property, "").split(" "))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Map<String, Object> machine(List<String> pin, double seconds) {
        return Map.of(
                "at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                "system", System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                "java", Runtime.version().toString(),
                "server_bound_by", String.join(" ", pin),
                "seconds", seconds);
    }

    /** What the command line asks for. */
    sealed interface Order {
        /** Seconds that show only that everything works. */
        double QUICK = 1;

        record Good(List<Part> parts, double seconds, Path file) implements Order {
            public Good {
                parts = List.copyOf(parts);
            }
        }

        record Bad(String reason) implements Order {}

        /** Parts by name, all of them where none is named; {@code --seconds N}, {@code --quick} for one second, and {@code --json FILE}. */
        static Order read(List<String> words) {
            var parts = new ArrayList<Part>();
            double seconds = 6;
            Path file = Path.of("target/bench.json");
            for (int i = 0; i < words.size(); i++) {
                String word = words.get(i);
                boolean last = i + 1 == words.size();
                if (word.equals("--seconds") && !last && words.get(i + 1).matches("\\d{1,3}(\\.\\d+)?")) {
                    seconds = Double.parseDouble(words.get(++i));
                } else if (word.equals("--quick")) {
                    seconds = QUICK;
                } else if (word.equals("--json") && !last) {
                    file = Path.of(words.get(++i));
                } else if (Part.named(word).isPresent()) {
                    parts.add(Part.named(word).get());
                } else {
                    return new Bad(
                            "cannot do " + word
                                    + "; there are start, tokens, passwords, gateway, cluster, --seconds N, --quick and --json FILE");
                }
            }
            return new Good(parts.isEmpty() ? List.of(Part.values()) : parts, seconds, file);
        }
    }
}
