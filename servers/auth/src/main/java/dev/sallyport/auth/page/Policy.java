package dev.sallyport.auth.page;

import dev.sallyport.domain.Spec;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The Content-Security-Policy of a page (L11). */
final class Policy {
    private Policy() {}

    /** For a page without script. */
    @Spec("CSP3 §6.4.1")
    static String plain(String nonce, Onward onward) {
        return switch (onward) {
            case Onward.To(var addresses) ->
                rules(nonce, "script-src 'none'") + "; form-action 'self'" + origins(addresses);
            case Onward.Anywhere() -> rules(nonce, "script-src 'none'");
        };
    }

    /** For a page without script that loads these addresses in frames. */
    static String framing(String nonce, Onward onward, List<URI> frames) {
        return plain(nonce, onward) + (frames.isEmpty() ? "" : "; frame-src" + origins(frames));
    }

    private static String origins(List<URI> addresses) {
        return addresses.stream()
                .map(Policy::origin)
                .filter(origin -> !origin.isEmpty())
                .distinct()
                .map(origin -> " " + origin)
                .collect(Collectors.joining());
    }

    /** For the page whose one script sends its form to the client. Where the client sends the browser on to is its own affair. */
    static String submitting(String nonce, URI target) {
        return rules(nonce, "script-src 'nonce-" + nonce + "'") + "; form-action " + page(target);
    }

    private static String rules(String nonce, String script) {
        return "default-src 'none'; " + script + "; style-src 'nonce-" + nonce + "'; img-src 'self' data:; "
                + "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'; "
                + "report-uri /csp-report";
    }

    /** The address as a source expression without its query, with the two characters encoded that would end it. */
    private static String page(URI address) {
        String path = address.getRawPath() == null ? "" : address.getRawPath();
        String origin = origin(address);
        return origin.endsWith(":") ? origin : origin + path.replace(";", "%3B").replace(",", "%2C");
    }

    /**
     * The address as a source expression: scheme, host and port. The scheme alone where it is an app's own, or where the host
     * is an IPv6 literal, for which CSP has no expression. A path would be ignored after a redirect.
     */
    private static String origin(URI address) {
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        if (scheme.isEmpty()) {
            return "";
        }
        if (!Links.isWeb(address) || address.getHost().startsWith("[")) {
            return scheme + ":";
        }
        String host = address.getHost().toLowerCase(Locale.ROOT);
        return scheme + "://" + host + (address.getPort() < 0 ? "" : ":" + address.getPort());
    }
}
