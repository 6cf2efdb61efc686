package dev.sallyport.monitor;

import dev.sallyport.kit.http.Request;
import java.util.List;
import java.util.Locale;

/**
 * Whether a browser was asked for this machine by a name that is always its own. No foreign name that points here is: a page of
 * somebody else's, whose name was bound anew to this machine (DNS rebinding), gets nothing.
 */
public final class Here {
    private static final List<String> NAMES = List.of("localhost", "127.0.0.1", "[::1]");

    private Here() {}

    public static boolean isAsked(Request request) {
        return request.headers()
                .first("host")
                .map(host -> host.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]+$", ""))
                .filter(NAMES::contains)
                .isPresent();
    }
}
