package dev.sallyport.kit.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A path with gaps, such as {@code /v1/files/{id}}. A segment is literal, a {@code {name}} that takes one whole segment, or a
 * literal with {@code *} in it that takes any part of one segment ({@code login_*}); a last segment {@code **} takes the rest
 * of the path, also nothing.
 */
public final class PathTemplate {
    /** Under this name the variables hold what {@code **} took. */
    public static final String REST = "rest";

    private final String text;
    private final List<String> segments;

    private PathTemplate(String text, List<String> segments) {
        this.text = text;
        this.segments = segments;
    }

    /** The template behind the text; throws {@link IllegalArgumentException} when it is none. */
    public static PathTemplate parse(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("a path template begins with /");
        }
        List<String> segments = split(text);
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            boolean last = i == segments.size() - 1;
            if ((segment.isEmpty() && !last) || (segment.equals("**") && !last)) {
                throw new IllegalArgumentException(
                        "a path template has ** at its end only, and no empty segment: " + text);
            }
            if (!segment.equals("**") && segment.contains("**")) {
                throw new IllegalArgumentException("** is a segment of its own: " + text);
            }
            if (variable(segment).isEmpty() && (segment.contains("{") || segment.contains("}"))) {
                throw new IllegalArgumentException("a variable is a whole segment: " + text);
            }
        }
        return new PathTemplate(text, segments);
    }

    /** What stands in the gaps of a normalised path, or empty when the path is another. */
    public Optional<Map<String, String>> match(String path) {
        List<String> found = split(path);
        boolean rest = !segments.isEmpty() && segments.getLast().equals("**");
        int fixed = rest ? segments.size() - 1 : segments.size();
        if (found.size() < fixed || (!rest && found.size() > fixed)) {
            return Optional.empty();
        }
        var variables = new LinkedHashMap<String, String>();
        for (int i = 0; i < fixed; i++) {
            Optional<String> name = variable(segments.get(i));
            if (name.isPresent() && !found.get(i).isEmpty()) {
                variables.put(name.get(), found.get(i));
            } else if (name.isPresent() || !isLike(segments.get(i), found.get(i))) {
                return Optional.empty();
            }
        }
        if (rest) {
            variables.put(REST, String.join("/", found.subList(fixed, found.size())));
        }
        return Optional.of(variables);
    }

    public boolean matches(String path) {
        return match(path).isPresent();
    }

    /** The path with these values in its gaps. */
    public String fill(Map<String, String> variables) {
        var filled = new StringBuilder();
        for (String segment : segments) {
            String key = segment.equals("**") ? REST : variable(segment).orElse("");
            filled.append('/').append(key.isEmpty() ? segment : variables.getOrDefault(key, ""));
        }
        return filled.toString();
    }

    List<String> segments() {
        return segments;
    }

    /** The name in {@code {name}}. */
    static Optional<String> variable(String segment) {
        return segment.length() > 2 && segment.startsWith("{") && segment.endsWith("}")
                ? Optional.of(segment.substring(1, segment.length() - 1))
                : Optional.empty();
    }

    /** The segments of a path; {@code /} has one, the empty one. */
    static List<String> split(String path) {
        var segments = new ArrayList<String>(8);
        int from = 1;
        for (int slash = path.indexOf('/', from); slash >= 0; slash = path.indexOf('/', from)) {
            segments.add(path.substring(from, slash));
            from = slash + 1;
        }
        segments.add(path.substring(Math.min(from, path.length())));
        return segments;
    }

    private static boolean isLike(String pattern, String segment) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return pattern.equals(segment);
        }
        String[] parts = pattern.split("\\*", -1);
        int at = parts[0].length();
        if (!segment.startsWith(parts[0])) {
            return false;
        }
        for (int i = 1; i < parts.length - 1; i++) {
            int next = segment.indexOf(parts[i], at);
            if (next < 0) {
                return false;
            }
            at = next + parts[i].length();
        }
        return segment.length() - at >= parts[parts.length - 1].length() && segment.endsWith(parts[parts.length - 1]);
    }

    @Override
    public String toString() {
        return text;
    }
}
