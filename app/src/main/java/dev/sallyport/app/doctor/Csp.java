package dev.sallyport.app.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One Content-Security-Policy: its directives and their sources. */
record Csp(Map<String, List<String>> directives) {
    /** All that are in force for the answer. Several on one line are several. */
    static List<Csp> of(Answer answer) {
        List<Csp> all = new ArrayList<>();
        for (String field : answer.all("content-security-policy")) {
            for (String policy : field.split(",", -1)) {
                all.add(read(policy));
            }
        }
        return all;
    }

    /** Of two directives with one name the first counts (CSP3 §2.2.1). */
    static Csp read(String policy) {
        Map<String, List<String>> directives = new LinkedHashMap<>();
        for (String directive : policy.split(";", -1)) {
            List<String> words = List.of(directive.strip().split("\\s+"));
            String name = words.getFirst().toLowerCase(Locale.ROOT);
            if (!name.isEmpty()) {
                directives.putIfAbsent(name, words.subList(1, words.size()));
            }
        }
        return new Csp(directives);
    }

    boolean has(String directive) {
        return directives.containsKey(directive);
    }

    /** The sources of the directive or of the one that stands in for it; nothing where everything is allowed. */
    Optional<List<String>> sources(String directive) {
        return Optional.ofNullable(directives.get(directive))
                .or(() -> Optional.ofNullable(directives.get("default-src")));
    }

    /** Whether the directive allows nothing at all. */
    boolean closes(String directive) {
        return sources(directive)
                .map(sources -> sources.isEmpty() || sources.equals(List.of("'none'")))
                .orElse(false);
    }

    List<String> nonces() {
        return directives.values().stream()
                .flatMap(List::stream)
                .filter(source -> source.startsWith("'nonce-") && source.endsWith("'"))
                .map(source -> source.substring("'nonce-".length(), source.length() - 1))
                .distinct()
                .toList();
    }
}
