package dev.sallyport.auth.page;

import java.net.URI;
import java.util.Locale;

/** Which addresses a page may link to. */
final class Links {
    private Links() {}

    /** Whether it is an absolute {@code http} or {@code https} address: an allow-list, not a search for evil (T02). */
    static boolean isWeb(URI address) {
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        return (scheme.equals("https") || scheme.equals("http")) && address.getHost() != null;
    }
}
