package dev.sallyport.kit.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The border where a raw request target (RFC 9112 §3.2) becomes a path and a query, or is refused. Whatever two parsers could
 * read differently is refused, never repaired (T38).
 */
public sealed interface TargetPath {
    /**
     * A path that everybody reads in the same way.
     *
     * @param path decoded once
     * @param query raw, without {@code ?}
     */
    record Good(String path, String query) implements TargetPath {}

    /** {@code OPTIONS *}: the server as a whole is asked. */
    record Asterisk() implements TargetPath {}

    /** @param reason in words that may be shown to the caller */
    record Refused(String reason) implements TargetPath {}

    /** Reads a raw target. An absolute one counts by its path; its authority is not believed. */
    static TargetPath parse(String target) {
        if (target.equals("*")) {
            return new Asterisk();
        }
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#' || c == '\\') {
                return new Refused("The request target has a character that must be escaped.");
            }
        }
        String origin = originForm(target);
        int mark = origin.indexOf('?');
        String query = mark < 0 ? "" : origin.substring(mark + 1);
        return path(mark < 0 ? origin : origin.substring(0, mark), query);
    }

    private static String originForm(String target) {
        for (String scheme : new String[] {"http://", "https://"}) {
            if (target.regionMatches(true, 0, scheme, 0, scheme.length())) {
                int end = scheme.length();
                while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
                    end++;
                }
                String rest = target.substring(end);
                return rest.startsWith("/") ? rest : "/" + rest;
            }
        }
        return target;
    }

    private static TargetPath path(String raw, String query) {
        if (!raw.startsWith("/")) {
            return new Refused("The request target must begin with a slash.");
        }
        if (raw.indexOf(';') >= 0) {
            return new Refused("The path must not have parameters.");
        }
        if (raw.indexOf('%') < 0) {
            return segments(raw, query);
        }
        var bytes = new byte[raw.length()];
        int count = 0;
        for (int i = 0; i < raw.length(); i++) {
            int b = raw.charAt(i);
            if (b == '%') {
                b = hex(raw, i + 1);
                if (b < 0x20 || b == 0x7f || b == '/' || b == '\\' || b == ';' || b == '#' || b == '?') {
                    return new Refused("The path has a broken escape, or one of a character that is not taken there.");
                }
                i += 2;
            }
            bytes[count++] = (byte) b;
        }
        try {
            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, count))
                    .toString();
            return segments(decoded, query);
        } catch (CharacterCodingException e) {
            return new Refused("The path is not UTF-8.");
        }
    }

    private static TargetPath segments(String path, String query) {
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) == '%' && hex(path, i + 1) >= 0) {
                return new Refused("The path is escaped twice.");
            }
            if (Character.isISOControl(path.charAt(i))) {
                return new Refused("The path has a control character.");
            }
        }
        int from = 1;
        while (from <= path.length()) {
            int slash = path.indexOf('/', from);
            String segment = path.substring(from, slash < 0 ? path.length() : slash);
            if (segment.equals(".") || segment.equals("..") || (segment.isEmpty() && slash >= 0)) {
                return new Refused("The path has an empty or a dot segment.");
            }
            from = slash < 0 ? path.length() + 1 : slash + 1;
        }
        return new Good(path, query);
    }

    /** The byte of two hex digits, or -1. */
    private static int hex(String text, int at) {
        if (at + 1 >= text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 || text.charAt(at) > 'f' || text.charAt(at + 1) > 'f' ? -1 : high * 16 + low;
    }

    /** A decoded path as it is sent on (RFC 3986 §3.3). */
    static String encode(String path) {
        for (int i = 0; i < path.length(); i++) {
            if (!isPlain(path.charAt(i))) {
                return escaped(path);
            }
        }
        return path;
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "/-._~!$&'()*+,=:@".indexOf(c) >= 0;
    }

    private static String escaped(String path) {
        var encoded = new StringBuilder(path.length() + 8);
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            int c = b & 0xff;
            if (isPlain(c)) {
                encoded.append((char) c);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return encoded.toString();
    }
}
