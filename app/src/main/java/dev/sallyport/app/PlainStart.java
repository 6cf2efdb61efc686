package dev.sallyport.app;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A start whose command line is plain: {@code up} or nothing, then options in the form {@code --name value}, each once. It is
 * read without picocli, whose class files are too old for the Java machine's cache: reading them would be a fifth of a start
 * ({@code docs/decisions/start-up.md}). What is not plain is left to picocli, the mistakes among it.
 */
record PlainStart(Options options, boolean demo) {
    private static final Set<String> NAMES = Set.of("--config", "--only", "--port", "--data");
    private static final String DEMO = "--demo";

    static Optional<PlainStart> read(List<String> args) {
        List<String> rest = !args.isEmpty() && args.getFirst().equals("up") ? args.subList(1, args.size()) : args;
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < rest.size(); i++) {
            String name = rest.get(i);
            boolean known = name.equals(DEMO) || (NAMES.contains(name) && i + 1 < rest.size());
            if (!known || values.containsKey(name)) {
                return Optional.empty();
            }
            values.put(name, name.equals(DEMO) ? "" : rest.get(++i));
        }
        if (!values.values().stream().allMatch(PlainStart::isPlain)
                || !values.getOrDefault("--port", "0").matches("\\d{1,5}")) {
            return Optional.empty();
        }
        var sources = new Sources(
                Optional.ofNullable(values.get("--config")).map(Path::of),
                Optional.ofNullable(values.get("--data")).map(Path::of));
        var options = new Options(
                sources,
                Optional.ofNullable(values.get("--only")),
                Optional.ofNullable(values.get("--port")).map(Integer::valueOf));
        return Optional.of(new PlainStart(options, values.containsKey(DEMO)));
    }

    /** No other option, no file of arguments, no quotes to be taken off. */
    private static boolean isPlain(String value) {
        return !value.startsWith("-") && !value.startsWith("@") && value.indexOf('"') < 0;
    }
}
