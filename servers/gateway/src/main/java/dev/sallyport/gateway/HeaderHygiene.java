package dev.sallyport.gateway;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.Headers;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a client may not say to the servers behind, and they not to a client. A client: who it is by any other way than its credential, where it came from, and
 * how the connection to us is kept (T36, T37, T39). A name counts in every spelling: case, and any sign for the hyphen, for
 * there are servers that read {@code x_user} and {@code X-User} as one.
 */
final class HeaderHygiene {
    /** Fields of one connection. */
    static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings");

    /** Whole names that claim an identity, an origin or another request than the one that came. */
    static final Set<String> CLAIMS = Set.of(
            "forwarded",
            "sallyport-identity",
            "via",
            "x-real-ip",
            "x-client-ip",
            "x-cluster-client-ip",
            "true-client-ip",
            "cf-connecting-ip",
            "fastly-client-ip",
            "client-ip",
            "x-rewrite-url",
            "x-http-method",
            "x-http-method-override",
            "x-method-override",
            "x-host",
            "x-request-id",
            "x-email",
            "x-groups",
            "x-roles",
            "x-role",
            "x-scope",
            "x-scopes",
            "x-subject",
            "x-tenant");

    /** Beginnings of such names. */
    static final List<String> CLAIM_PREFIXES = List.of(
            "x-forwarded",
            "x-original",
            "x-user",
            "x-auth",
            "x-remote",
            "x-identity",
            "x-principal",
            "x-webauth",
            "client-cert",
            "x-client-cert",
            "x-tls-client",
            "x-arr-clientcert",
            "x-amzn-mtls",
            "x-ssl",
            "ssl-client",
            "remote-",
            "x-sallyport");

    /** What frames and types a body, taken in its one spelling: who reads {@code content_length} as the length sees another end (T40). */
    private static final Set<String> SPELLED_ONE_WAY = Set.of("content-length", "content-type");

    /** Whole names that say what a server behind runs on, or that only the gateway may say to a browser (L10). */
    static final Set<String> ORIGINS_OWN = Set.of(
            "server",
            "via",
            "alt-svc",
            "x-request-id",
            "x-runtime",
            "x-generator",
            "x-backend",
            "x-backend-server",
            "x-served-by",
            "x-upstream",
            "x-debug-token",
            "x-debug-token-link");

    /** Beginnings of such names. */
    static final List<String> ORIGINS_OWN_PREFIXES = List.of("access-control-", "x-powered-by", "x-aspnet", "x-envoy-");

    /** Never given up because {@code Connection} names them: they say where the message goes and where it ends. */
    private static final Set<String> NEVER_NOMINATED = Set.of("host", "content-length");

    private HeaderHygiene() {}

    /** The fields that may go further. */
    @Spec("RFC 9110 §7.6.1")
    static Headers cleaned(Headers headers) {
        Set<String> nominated = nominated(headers);
        return headers.without(name -> nominated.contains(name) || isForbidden(name));
    }

    static boolean isForbidden(String name) {
        String spelled = spelled(name);
        return HOP_BY_HOP.contains(spelled)
                || CLAIMS.contains(spelled)
                || (SPELLED_ONE_WAY.contains(spelled) && !spelled.equalsIgnoreCase(name))
                || begins(spelled, CLAIM_PREFIXES);
    }

    /** Whether a field of an answer from behind goes no further. */
    static boolean isTheOriginsOwn(String name) {
        String spelled = spelled(name);
        return ORIGINS_OWN.contains(spelled) || begins(spelled, ORIGINS_OWN_PREFIXES);
    }

    private static boolean begins(String name, List<String> prefixes) {
        for (String prefix : prefixes) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> nominated(Headers headers) {
        if (!headers.has("connection")) {
            return Set.of();
        }
        var names = new HashSet<String>();
        for (String field : headers.all("connection")) {
            for (String name : field.split(",", -1)) {
                names.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        names.removeAll(NEVER_NOMINATED);
        return names;
    }

    /** The one spelling of a name: lower case, and a hyphen for every sign that is neither letter nor digit. */
    private static String spelled(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isPlain(name.charAt(i))) {
                return respelled(name);
            }
        }
        return name;
    }

    private static String respelled(String name) {
        var one = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = Character.toLowerCase(name.charAt(i));
            one.append(isPlain(c) ? c : '-');
        }
        return one.toString();
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }
}
