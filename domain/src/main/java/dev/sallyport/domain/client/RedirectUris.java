package dev.sallyport.domain.client;

import dev.sallyport.domain.Spec;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which redirect URIs a client may have (T01, T02): {@code https}, {@code http} on this machine (RFC 8252 §7.3), or a scheme of an
 * app's own that holds a dot, such as {@code org.example.app:/callback} (RFC 8252 §7.1).
 */
public final class RedirectUris {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern OWN_SCHEME = Pattern.compile("[a-z][a-z0-9+-]*(\\.[a-z0-9+-]+)+");
    private static final int LONGEST = 2000;

    private RedirectUris() {}

    /** What is wrong with the URI, or empty when it will do. */
    @Spec("RFC 6749 §3.1.2")
    @Spec("RFC 8252 §7.1")
    @Spec("RFC 8252 §7.3")
    public static Optional<String> objection(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException notOne) {
            return Optional.of("is not a URI");
        }
        if (text.length() > LONGEST) {
            return Optional.of("is longer than " + LONGEST + " characters");
        }
        if (!uri.isAbsolute()) {
            return Optional.of("must be absolute, as https://app.example.org/callback");
        }
        if (uri.getRawFragment() != null) {
            return Optional.of("must have no fragment");
        }
        if (text.indexOf('*') >= 0) {
            return Optional.of("must have no wildcard; it is compared letter by letter");
        }
        return place(uri);
    }

    private static Optional<String> place(URI uri) {
        String scheme = uri.getScheme();
        if (!scheme.equals(scheme.toLowerCase(Locale.ROOT))) {
            return Optional.of("must have its scheme in small letters");
        }
        if (uri.getRawUserInfo() != null) {
            return Optional.of("must have no user name");
        }
        return switch (scheme) {
            case "https" -> uri.getHost() == null ? Optional.of("must name a host") : Optional.empty();
            case "http" ->
                uri.getHost() != null && LOOPBACK.contains(uri.getHost())
                        ? Optional.empty()
                        : Optional.of("must be https; http is for localhost, 127.0.0.1 and [::1] alone");
            default ->
                OWN_SCHEME.matcher(scheme).matches() && !uri.isOpaque()
                        ? Optional.empty()
                        : Optional.of(
                                "must be https, or a scheme of the app's own with a dot: org.example.app:/callback");
        };
    }
}
