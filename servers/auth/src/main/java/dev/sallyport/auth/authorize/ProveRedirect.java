package dev.sallyport.auth.authorize;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.Client;
import dev.sallyport.kit.http.Params;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Proves that a redirect URI belongs to the client: the only maker of a {@link VerifiedRedirect}. */
final class ProveRedirect {
    /** Never, whatever a registration says (T02). */
    private static final Set<String> NEVER = Set.of("javascript", "data", "vbscript", "file", "blob", "about");

    private final String issuer;
    private final Screens screens;

    ProveRedirect(String issuer, Screens screens) {
        this.issuer = issuer;
        this.screens = screens;
    }

    /** The way back, or empty when the request names none of the client's redirect URIs: then nothing may be sent there. */
    Optional<VerifiedRedirect> prove(Params params, Client client) {
        Optional<ResponseMode> mode = params.first("response_mode").flatMap(ResponseMode::of);
        return uri(params, client)
                .filter(ProveRedirect::isSafe)
                .map(uri -> new VerifiedRedirect(
                        uri, mode.orElse(ResponseMode.QUERY), params.first("state"), issuer, client, screens));
    }

    /** The way back from the sign-in of a device's flow: our own page, for a device has none. */
    VerifiedRedirect ofDevice(Client client) {
        return new VerifiedRedirect(issuer + "/device", ResponseMode.QUERY, Optional.empty(), issuer, client, screens);
    }

    private static Optional<String> uri(Params params, Client client) {
        List<String> sent = params.all("redirect_uri");
        if (sent.size() > 1) {
            return Optional.empty();
        }
        List<String> own = client.redirectUris();
        if (sent.isEmpty()) {
            return own.size() == 1 ? Optional.of(own.getFirst()) : Optional.empty();
        }
        return own.stream().anyMatch(registered -> isSame(registered, sent.getFirst()))
                ? Optional.of(sent.getFirst())
                : Optional.empty();
    }

    /** The same text, to the letter (T01); only the port of a loopback address is free. */
    @Spec("RFC 9700 §4.1.3")
    @Spec("RFC 8252 §7.3")
    private static boolean isSame(String registered, String sent) {
        if (registered.equals(sent)) {
            return true;
        }
        return List.of("http://127.0.0.1", "http://[::1]").stream()
                .filter(loopback -> registered.startsWith(loopback + ":") || registered.startsWith(loopback + "/"))
                .filter(loopback -> sent.startsWith(loopback + ":") || sent.startsWith(loopback + "/"))
                .anyMatch(loopback -> portless(registered, loopback).equals(portless(sent, loopback)));
    }

    /** What stands behind a loopback address and its port, if that is a port. */
    private static String portless(String uri, String loopback) {
        String rest = uri.substring(loopback.length());
        return rest.replaceFirst("^:[0-9]{1,5}(?=/|\\?|$)", "");
    }

    private static boolean isSafe(String uri) {
        try {
            URI parsed = URI.create(uri);
            String scheme = parsed.getScheme();
            return scheme != null
                    && !NEVER.contains(scheme.toLowerCase(java.util.Locale.ROOT))
                    && parsed.getRawFragment() == null
                    && parsed.getRawUserInfo() == null;
        } catch (IllegalArgumentException noUri) {
            return false;
        }
    }
}
