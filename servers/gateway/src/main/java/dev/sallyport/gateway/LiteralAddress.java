package dev.sallyport.gateway;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** Internet addresses as they are written; never a name, so nothing is ever looked up (T36). */
final class LiteralAddress {
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");

    private LiteralAddress() {}

    /** The address: dotted decimal, or IPv6 without brackets and zone. */
    static Optional<InetAddress> parse(String text) {
        boolean four = IPV4.matcher(text).matches();
        boolean six = text.indexOf(':') >= 0 && IPV6.matcher(text).matches();
        if (!four && !six) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    /** The address of a forwarding header's node: alone, or with a port; IPv6 in brackets or bare. */
    static Optional<InetAddress> parseNode(String node) {
        String text = node.strip();
        if (text.startsWith("[")) {
            int close = text.indexOf(']');
            boolean whole = close > 0 && (close == text.length() - 1 || isPort(text.substring(close + 1)));
            return whole ? parse(text.substring(1, close)) : Optional.empty();
        }
        int colon = text.indexOf(':');
        if (colon > 0 && colon == text.lastIndexOf(':')) {
            return isPort(text.substring(colon)) ? parse(text.substring(0, colon)) : Optional.empty();
        }
        return parse(text);
    }

    private static boolean isPort(String text) {
        return text.length() >= 2
                && text.length() <= 6
                && text.charAt(0) == ':'
                && text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
    }
}
