package dev.sallyport.kit.dpop;

import dev.sallyport.domain.Spec;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** An http or https address in its one normal form, without query and fragment, so that two of them can be compared. */
record HttpUri(String scheme, String host, int port, String path) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int HEX = 16;
    private static final String UNRESERVED = "-._~";

    @Spec("RFC 3986 §6.2.2")
    @Spec("RFC 3986 §6.2.3")
    static Optional<HttpUri> of(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
        if (uri.getScheme() == null || uri.getHost() == null || uri.getRawUserInfo() != null) {
            return Optional.empty();
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return Optional.empty();
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? HTTPS : HTTP;
        String path = withoutDots(withoutNeedlessEscapes(uri.getRawPath()));
        return Optional.of(new HttpUri(scheme, uri.getHost().toLowerCase(Locale.ROOT), port, path));
    }

    /** Escapes of characters that need none are undone, and the others written with capitals. */
    private static String withoutNeedlessEscapes(String path) {
        var normal = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%') {
                // The URI's parser has seen to it that two hexadecimal digits follow.
                char escaped = (char) Integer.parseInt(path.substring(i + 1, i + 3), HEX);
                boolean letter = (escaped >= 'a' && escaped <= 'z') || (escaped >= 'A' && escaped <= 'Z');
                boolean needless = letter || (escaped >= '0' && escaped <= '9') || UNRESERVED.indexOf(escaped) >= 0;
                normal.append(
                        needless
                                ? Character.toString(escaped)
                                : path.substring(i, i + 3).toUpperCase(Locale.ROOT));
                i += 2;
            } else {
                normal.append(c);
            }
        }
        return normal.toString();
    }

    /** RFC 3986 §5.2.4. */
    private static String withoutDots(String path) {
        var kept = new java.util.ArrayList<String>();
        String[] segments = path.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            if (segments[i].equals("..") && !kept.isEmpty()) {
                kept.removeLast();
            }
            if (!segments[i].equals(".") && !segments[i].equals("..")) {
                kept.add(segments[i]);
            } else if (last) {
                kept.add("");
            }
        }
        return "/" + String.join("/", kept);
    }
}
