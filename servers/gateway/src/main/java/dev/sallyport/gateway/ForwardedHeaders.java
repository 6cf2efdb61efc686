package dev.sallyport.gateway;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Request;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the gateway itself says to a server of another process about where a request came from. */
final class ForwardedHeaders {
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?|\\[[0-9A-Fa-f:.]{2,45}\\](?::[0-9]{1,5})?");

    private ForwardedHeaders() {}

    static boolean isHost(String text) {
        return HOST.matcher(text).matches();
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
                .set("x-forwarded-for", address)
                .set("x-forwarded-proto", proto)
                .set("x-request-id", request.id())
                .set(
                        "forwarded",
                        "for=" + node + ";proto=" + proto
                                + host.map(h -> ";host=\"" + h + "\"").orElse(""));
        Headers named = host.map(h -> told.set("x-forwarded-host", h)).orElse(told);
        return request.with(request.certificate()
                .map(shown -> ClientCertFields.told(named, shown))
                .orElse(named));
    }
}
