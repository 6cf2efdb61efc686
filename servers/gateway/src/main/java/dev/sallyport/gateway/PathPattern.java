package dev.sallyport.gateway;

import java.util.Comparator;

/**
 * A set of normalised paths: {@code /v1/files/**} is {@code /v1/files} and all below it, {@code *} is any text without
 * {@code /}, everything else stands for itself.
 */
public record PathPattern(String text) {
    private static final String REST = "/**";
    private static final int LONGEST = 200;

    /** The narrower pattern first: the longer fixed beginning, then the one that ends where it ends. */
    static final Comparator<PathPattern> NARROWEST_FIRST = Comparator.comparingInt(PathPattern::fixedLength)
            .reversed()
            .thenComparing(pattern -> pattern.text.endsWith(REST));

    /** @throws IllegalArgumentException when it is none */
    public static PathPattern of(String text) {
        boolean visible = text.chars().allMatch(c -> c > ' ' && c < 0x7f && "?#;%\\".indexOf(c) < 0);
        String body = text.endsWith(REST) ? text.substring(0, text.length() - REST.length()) : text;
        boolean shaped = text.startsWith("/") && !body.contains("**") && !body.contains("//");
        boolean dotted = (body + "/").contains("/./") || (body + "/").contains("/../");
        if (!visible || !shaped || dotted || text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "must be a path such as /v1/orders/** or /v1/auth/login_*, beginning with / and with ** only at its end");
        }
        return new PathPattern(text);
    }

    /** Whether it is one path, or one path and all below. */
    boolean isPlain() {
        return base().indexOf('*') < 0;
    }

    /** The pattern without its {@code /**}. */
    String base() {
        return text.endsWith(REST) ? text.substring(0, text.length() - REST.length()) : text;
    }

    boolean matches(String path) {
        if (!text.endsWith(REST)) {
            return glob(text, path, path.length());
        }
        int length = text.length() - REST.length();
        if (text.indexOf('*') > length) {
            // Most patterns, each looked at for most requests: nothing is copied.
            return path.regionMatches(0, text, 0, length) && (path.length() == length || path.charAt(length) == '/');
        }
        String base = base();
        int end = endOfSegments(path, (int) base.chars().filter(c -> c == '/').count());
        return end >= 0 && glob(base, path, end);
    }

    private int fixedLength() {
        int star = base().indexOf('*');
        return star < 0 ? base().length() : star;
    }

    /** Where the first {@code count} segments of the path end, or -1 when it has fewer. */
    private static int endOfSegments(String path, int count) {
        int end = 0;
        for (int i = 0; i < count; i++) {
            if (end >= path.length()) {
                return -1;
            }
            int next = path.indexOf('/', end + 1);
            end = next < 0 ? path.length() : next;
        }
        return end;
    }

    /** Whether {@code glob} is all of {@code path} up to {@code end}; a star never crosses a slash, so this is linear per star. */
    private static boolean glob(String glob, String path, int end) {
        int g = 0;
        int p = 0;
        int star = -1;
        int resume = 0;
        while (p < end) {
            if (g < glob.length() && glob.charAt(g) == '*') {
                star = g++;
                resume = p;
            } else if (g < glob.length() && glob.charAt(g) == path.charAt(p)) {
                g++;
                p++;
            } else if (star >= 0 && path.charAt(resume) != '/') {
                g = star + 1;
                p = ++resume;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == '*') {
            g++;
        }
        return g == glob.length();
    }
}
