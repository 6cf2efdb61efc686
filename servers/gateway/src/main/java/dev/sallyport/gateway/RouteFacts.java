package dev.sallyport.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a route of the configuration does, as an operator reads it. */
public final class RouteFacts {
    private RouteFacts() {}

    /** One line: which requests, and what becomes of them. */
    public static String told(UserRoute route) {
        return "%-22s %-34s to %s: %s"
                .formatted(
                        joined(route.verbs().stream().sorted().toList()),
                        route.name(),
                        joined(route.to()),
                        String.join("; ", facts(route)));
    }

    private static List<String> facts(UserRoute route) {
        var facts = new ArrayList<String>();
        facts.add(route.demand().map(Demand::toString).orElse("open"));
        facts.add(
                switch (route.gates()) {
                    case API -> "api gate";
                    case BROWSER -> "browser gate";
                    case BOTH -> "both gates";
                });
        facts.add("identity " + route.identifies().name().toLowerCase(Locale.ROOT));
        if (route.to().size() > 1) {
            facts.add(route.balancing().toString());
        }
        route.strip().ifPresent(strip -> facts.add("without " + strip));
        route.rewrite().ifPresent(rewrite -> facts.add("as " + rewrite));
        route.health().ifPresent(check -> facts.add("health by " + check.path()));
        route.body().ifPresent(bytes -> facts.add("up to " + bytes + " bytes"));
        if (route.compresses()) {
            facts.add("compressed");
        }
        route.version().ifPresent(version -> facts.addAll(version.facts()));
        route.keeps().ifPresent(size -> facts.add("keeps up to " + size.all() + " bytes"));
        route.ownLimits()
                .forEach(limit ->
                        facts.add(limit.rate() + " per " + limit.per().name().toLowerCase(Locale.ROOT)));
        return facts;
    }

    private static String joined(List<?> items) {
        return items.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
