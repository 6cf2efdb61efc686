package dev.sallyport.kit.token;

import dev.sallyport.domain.Spec;

/** JSON strings for the hot path. */
final class JsonText {
    private JsonText() {}

    static String quoted(String text) {
        return quote(new StringBuilder(text.length() + 2), text).toString();
    }

    @Spec("RFC 8259 §7")
    static StringBuilder quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                json.append("\\u%04x".formatted((int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"');
    }
}
