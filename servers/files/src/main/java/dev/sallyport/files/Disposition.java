package dev.sallyport.files;

import dev.sallyport.domain.Spec;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The {@code Content-Disposition} of a download: always an attachment, so that a browser saves it and does not show it. */
final class Disposition {
    private static final String AS_IT_IS = "!#$&+-.^_`|~";

    private Disposition() {}

    @Spec("RFC 6266 §4.3")
    @Spec("RFC 8187 §3.2.1")
    static String attachment(String name) {
        return "attachment; filename=\"" + ascii(name) + "\"; filename*=UTF-8''" + encoded(name);
    }

    /** For clients that do not know {@code filename*}. */
    private static String ascii(String name) {
        return name.replaceAll("[^\\x20-\\x7e]|[\"\\\\%]", "_");
    }

    private static String encoded(String name) {
        var out = new StringBuilder(name.length() * 2);
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= '0' && c <= '9')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || AS_IT_IS.indexOf(c) >= 0;
            if (plain) {
                out.append(c);
            } else {
                out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return out.toString();
    }
}
