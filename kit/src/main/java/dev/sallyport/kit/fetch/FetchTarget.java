package dev.sallyport.kit.fetch;

import dev.sallyport.domain.Spec;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a fetch goes, read by one strict parser: whatever two parsers could read differently is refused (T03).
 *
 * @param host in lower case; a literal IPv6 address without brackets
 * @param literal the address, where the host is one
 * @param path with the query, as in the request line
 */
public record FetchTarget(boolean tls, String host, Optional<InetAddress> literal, int port, String path) {
    private static final int LONGEST = 2_048;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int FIRST_FREE_PORT = 1_024;

    private static final String OCTET = "(0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern NAME =
            Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    /** What reading an address came to. */
    sealed interface Read {
        record Good(FetchTarget target) implements Read {}

        record Bad(String reason) implements Read {}
    }

    /** @param allowPrivate whether {@code http} and any port will do */
    @Spec("RFC 3986 §3.2.2")
    static Read read(String text, boolean allowPrivate) {
        if (text.length() > LONGEST || !StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
            return new Read.Bad("the address is too long or not ASCII");
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return new Read.Bad("the address is no URI");
        }
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        if (!tls && !(allowPrivate && "http".equalsIgnoreCase(uri.getScheme()))) {
            return new Read.Bad("the address does not begin with https://");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            return new Read.Bad("the address has no plain host, or user information, or a fragment");
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? HTTPS : HTTP;
        if ((!allowPrivate && port != HTTPS && port < FIRST_FREE_PORT) || port < 1 || port > 0xffff) {
            return new Read.Bad("the address has a port that is not for web servers");
        }
        return host(uri, tls, port);
    }

    private static Read host(URI uri, boolean tls, int port) {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String whole = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        if (host.startsWith("[") && host.indexOf('%') < 0) {
            String bare = host.substring(1, host.length() - 1);
            return new Read.Good(new FetchTarget(tls, bare, Optional.of(InetAddress.ofLiteral(bare)), port, whole));
        }
        if (IPV4.matcher(host).matches()) {
            return new Read.Good(new FetchTarget(tls, host, Optional.of(InetAddress.ofLiteral(host)), port, whole));
        }
        // A last label that begins with a digit is an IPv4 address in decimal, octal or hexadecimal to some.
        return NAME.matcher(host).matches()
                ? new Read.Good(new FetchTarget(tls, host, Optional.empty(), port, whole))
                : new Read.Bad("the host is neither a name nor an address in its one spelling");
    }
}
