package dev.sallyport.gateway;

import dev.sallyport.kit.http.Request;
import java.util.Locale;
import java.util.regex.Pattern;

/** The hosts that a route is for: one, such as {@code shop.example.org}, or all that lie directly below one, such as {@code *.example.org}. */
public record HostPattern(String text) {
    private static final Pattern FORM = Pattern.compile("(\\*\\.)?[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63})*");
    private static final int LONGEST = 253;

    /** @throws IllegalArgumentException when it is none */
    public static HostPattern of(String text) {
        if (text.length() > LONGEST || !FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "must be a host such as shop.example.org or *.example.org, in lower case and without a port");
        }
        return new HostPattern(text);
    }

    /** Whether the request is for such a host; its port does not matter. */
    boolean matches(Request request) {
        String host = request.headers().first("host").orElse("").toLowerCase(Locale.ROOT);
        int port = host.indexOf(':');
        String name = port < 0 ? host : host.substring(0, port);
        if (!text.startsWith("*")) {
            return name.equals(text);
        }
        int dot = name.indexOf('.');
        return dot > 0 && name.substring(dot).equals(text.substring(1));
    }
}
