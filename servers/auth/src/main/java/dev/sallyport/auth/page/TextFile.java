package dev.sallyport.auth.page;

import dev.sallyport.kit.json.Bound.Mistake;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A file of messages: lines of {@code key = text} in UTF-8, comments that begin with {@code #}, and nothing to escape. Each
 * entry knows its line, so that a mistake can be told with it.
 */
final class TextFile {
    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");

    /** A text and where it stands, from 1. */
    record Entry(String text, int line) {
        /** The names between braces. */
        TreeSet<String> places() {
            var names = new TreeSet<String>();
            PLACE.matcher(text).results().forEach(place -> names.add(place.group(1)));
            return names;
        }
    }

    private TextFile() {}

    /** The entries of {@code content}; what cannot be read is added to {@code mistakes} under the file's name and line. */
    static SequencedMap<String, Entry> read(String name, String content, List<Mistake> mistakes) {
        var entries = new LinkedHashMap<String, Entry>();
        int number = 0;
        for (String line : content.split("\\R", -1)) {
            number++;
            String text = line.strip();
            int equals = text.indexOf('=');
            String at = name + ":" + number;
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            if (equals < 1) {
                mistakes.add(new Mistake(at, shortened(text), "write key = text, or # before a comment"));
            } else if (text.indexOf('\\') >= 0) {
                mistakes.add(new Mistake(
                        at, shortened(text), "write every character as it is, in UTF-8, without a backslash"));
            } else if (text.codePoints().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
                mistakes.add(new Mistake(at, "", "holds a control character"));
            } else {
                String key = text.substring(0, equals).strip();
                var entry = new Entry(text.substring(equals + 1).strip(), number);
                Entry before = entries.putIfAbsent(key, entry);
                if (before != null) {
                    mistakes.add(new Mistake(at, key, "stands in line " + before.line() + " already"));
                }
            }
        }
        return entries;
    }

    /** The texts alone. */
    static Map<String, String> texts(SequencedMap<String, Entry> entries) {
        var texts = new LinkedHashMap<String, String>();
        entries.forEach((key, entry) -> texts.put(key, entry.text()));
        return texts;
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
