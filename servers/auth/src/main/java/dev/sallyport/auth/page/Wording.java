package dev.sallyport.auth.page;

import dev.sallyport.kit.json.Bound.Mistake;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The words that a theme brings, compared with ours: the same keys, and no names in braces that nobody fills. */
final class Wording {
    private static final SequencedMap<String, TextFile.Entry> OURS = Languages.BuiltIn.ENGLISH;

    /** Keys under these may be new, since only the installation knows its scopes and kinds of permission. */
    private static final List<String> OPEN = List.of("scope.", "detail.type.");

    private Wording() {}

    /** The words of the file, each of which stands in for one of ours. */
    static Map<String, String> read(String name, String content, List<Mistake> mistakes) {
        var entries = TextFile.read(name, content, mistakes);
        entries.forEach((key, entry) -> check(name + ":" + entry.line(), key, entry, mistakes));
        return TextFile.texts(entries);
    }

    /** What a language lacks; empty where it lacks nothing. */
    static Optional<Mistake> gap(String name, Map<String, String> words) {
        var missing = new TreeSet<>(OURS.keySet());
        missing.removeAll(words.keySet());
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(new Mistake(name, "", "lacks " + String.join(", ", missing)));
    }

    private static void check(String at, String key, TextFile.Entry entry, List<Mistake> mistakes) {
        TextFile.Entry ours = OURS.get(key);
        if (ours == null && OPEN.stream().noneMatch(key::startsWith)) {
            mistakes.add(new Mistake(at, key, "there is no such text"));
            return;
        }
        Set<String> places = ours == null ? Set.of() : ours.places();
        var surplus = entry.places();
        surplus.removeAll(places);
        if (!surplus.isEmpty()) {
            mistakes.add(new Mistake(
                    at, braced(surplus), "may name " + (places.isEmpty() ? "nothing in braces" : braced(places))));
        }
        if (entry.text().isEmpty()) {
            mistakes.add(new Mistake(at, key, "must not be empty"));
        }
        if (key.equals("direction") && !Set.of("ltr", "rtl").contains(entry.text())) {
            mistakes.add(new Mistake(at, entry.text(), "must be ltr or rtl"));
        }
    }

    private static String braced(Set<String> names) {
        return names.stream().map(name -> "{" + name + "}").collect(Collectors.joining(" "));
    }
}
