package dev.sallyport.kit.engine;

import dev.sallyport.domain.Spec;

/** The field {@code Host}: a name or an address, and perhaps a port. Everybody behind reads it, each with a parser of their own. */
final class HostField {
    private static final int LONGEST = 255;
    private static final int LAST_PORT = 65_535;

    private HostField() {}

    /** Whether it is so; of names, only those that DNS could know. An empty one, a user's name or a path is none (RFC 9110 §4.2.4). */
    @Spec("RFC 9112 §3.2")
    static boolean isWellFormed(String host) {
        if (host.isEmpty() || host.length() > LONGEST) {
            return false;
        }
        int end = host.charAt(0) == '[' ? host.indexOf(']') + 1 : nameEnd(host);
        boolean named = host.charAt(0) == '[' ? isAddress(host, end) : end > 0;
        return named && (end == host.length() || isPort(host, end));
    }

    private static int nameEnd(String host) {
        int i = 0;
        while (i < host.length() && isOfName(host.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isOfName(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '.' || c == '-' || c == '_';
    }

    /** IPv6 in brackets, as far as signs tell. */
    private static boolean isAddress(String host, int end) {
        for (int i = 1; i < end - 1; i++) {
            char c = host.charAt(i);
            boolean hex = isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
            if (!hex && c != ':' && c != '.') {
                return false;
            }
        }
        return end > "[:]".length();
    }

    private static boolean isPort(String host, int colon) {
        int digits = host.length() - colon - 1;
        if (host.charAt(colon) != ':' || digits < 1 || digits > 5) {
            return false;
        }
        int port = 0;
        for (int i = colon + 1; i < host.length(); i++) {
            if (!isDigit(host.charAt(i))) {
                return false;
            }
            port = port * 10 + host.charAt(i) - '0';
        }
        return port <= LAST_PORT;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
