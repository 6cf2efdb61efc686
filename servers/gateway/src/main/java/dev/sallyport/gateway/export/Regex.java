package dev.sallyport.gateway.export;

import dev.sallyport.gateway.PathPattern;

/** Path patterns as regular expressions that PCRE and RE2 read alike. */
final class Regex {
    private static final String REST = "/**";

    private Regex() {}

    /** Matches the whole path exactly where the pattern does. */
    static String of(PathPattern pattern) {
        return of(pattern.text());
    }

    static String of(String text) {
        boolean rest = text.endsWith(REST);
        String body = rest ? text.substring(0, text.length() - REST.length()) : text;
        var regex = new StringBuilder("^");
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c == '*') {
                regex.append("[^/]*");
            } else if (isPlain(c)) {
                regex.append(c);
            } else if (c == '.') {
                regex.append("\\.");
            } else {
                regex.append("\\x").append(Integer.toHexString(c));
            }
        }
        return regex.append(rest ? "(?:/|$)" : "$").toString();
    }

    private static boolean isPlain(char c) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter || (c >= '0' && c <= '9') || "/_-~:@,".indexOf(c) >= 0;
    }
}
