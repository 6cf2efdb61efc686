package dev.sallyport.gateway;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Request;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** What the gateway itself says to a server of another process about where a request came from. */
final class ForwardedHeaders {
    /** IPv6, with a port or without. */
    private static final Pattern ADDRESS = Pattern.compile("\\[[0-9A-Fa-f:.]{2,45}\\](?::[0-9]{1,5})?");

    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_PORT = 5;

    private ForwardedHeaders() {}

    static boolean isHost(String text) {
        int colon = text.indexOf(':');
        int name = colon < 0 ? text.length() : colon;
        int digits = text.length() - colon - 1;
        boolean usual = isOf(text, 0, name, ForwardedHeaders::isOfName)
                && (colon < 0 || isOf(text, colon + 1, text.length(), c -> c >= '0' && c <= '9'));
        return usual
                ? name >= 1 && name <= LONGEST_NAME && (colon < 0 || (digits >= 1 && digits <= LONGEST_PORT))
                : ADDRESS.matcher(text).matches();
    }

    private static boolean isOfName(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    }

    private static boolean isOf(String text, int from, int to, IntPredicate signs) {
        for (int i = from; i < to; i++) {
            if (!signs.test(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** With the client's address, scheme, host and certificate, and nothing that the client said about them itself. */
    @Spec("RFC 7239 §4")
    static Request told(Request request) {
        InetAddress client = request.peer().value();
        String address = client.getHostAddress();
        String node = client instanceof Inet6Address ? "\"[" + address + "]\"" : address;
        String proto = request.secure() ? "https" : "http";
        Optional<String> host = request.headers().first("host").filter(ForwardedHeaders::isHost);
        Headers told = HeaderHygiene.cleaned(request.headers())
                .set(
                        "x-forwarded-for",
                        address,
                        "x-forwarded-proto",
                        proto,
                        "x-request-id",
                        request.id(),
                        "forwarded",
                        "for=" + node + ";proto=" + proto
                                + host.map(h -> ";host=\"" + h + "\"").orElse(""));
        Headers named = host.map(h -> told.set("x-forwarded-host", h)).orElse(told);
        return request.with(request.certificate()
                .map(shown -> ClientCertFields.told(named, shown))
                .orElse(named));
    }
}
