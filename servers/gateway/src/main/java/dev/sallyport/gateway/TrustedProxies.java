package dev.sallyport.gateway;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Request;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The proxies whose {@code Forwarded} and {@code X-Forwarded-*} are believed; none unless they are configured (T36).
 *
 * <p>The client is the rightmost address that is not a trusted proxy's: what stands left of it was written by somebody we do
 * not know. Where a value is not a literal address, the proxy that handed it on counts as the client. Where both kinds of
 * header came and disagree, one of them was the client's own, and neither is believed.
 */
public record TrustedProxies(List<AddressRange> ranges) {
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public TrustedProxies {
        ranges = List.copyOf(ranges);
    }

    /** The same request, from the client that a trusted proxy speaks for, and by the name that the proxy gave it. */
    @Spec("RFC 7239 §8.1")
    public Request believed(Request request) {
        return trusts(request.peer().value()) ? spokenFor(request) : request;
    }

    /** The same of whoever sent the request, who is trusted for another reason. */
    Request spokenFor(Request request) {
        Origin origin = origin(request.peer().value(), request.secure(), request.headers());
        return new Request(
                request.method(),
                request.path(),
                request.query(),
                request.headers(),
                request.body(),
                new Address(origin.client()),
                origin.secure(),
                named(request),
                request.variables(),
                // What the proxy showed of its own is not its client's.
                Optional.empty());
    }

    /** Whether the request came from one of them. */
    boolean speakFor(Request request) {
        return trusts(request.peer().value());
    }

    private static String named(Request request) {
        List<String> names = request.headers().all("x-request-id");
        return names.size() == 1 && NAME.matcher(names.getFirst()).matches() ? names.getFirst() : request.id();
    }

    private Origin origin(InetAddress peer, boolean secure, Headers headers) {
        var itself = new Origin(peer, secure);
        Optional<Origin> standard = headers.has("forwarded")
                ? Optional.of(walk(itself, ForwardedElement.ofForwarded(headers.all("forwarded"))))
                : Optional.empty();
        Optional<Origin> custom = headers.has("x-forwarded-for") || headers.has("x-forwarded-proto")
                ? Optional.of(walk(itself, custom(headers)))
                : Optional.empty();
        if (standard.isPresent() && custom.isPresent() && !standard.equals(custom)) {
            return itself;
        }
        return standard.or(() -> custom).orElse(itself);
    }

    private static Optional<List<ForwardedElement>> custom(Headers headers) {
        return Optional.of(
                ForwardedElement.ofForwardedFor(headers.all("x-forwarded-for"), headers.all("x-forwarded-proto")));
    }

    private Origin walk(Origin itself, Optional<List<ForwardedElement>> elements) {
        Origin nearest = itself;
        for (ForwardedElement element : elements.orElse(List.of()).reversed()) {
            boolean secure = element.proto().isEmpty()
                    ? nearest.secure()
                    : element.proto().equals("https");
            Optional<InetAddress> node = LiteralAddress.parseNode(element.node());
            nearest = new Origin(node.orElse(nearest.client()), secure);
            if (node.isEmpty() || !trusts(node.get())) {
                return nearest;
            }
        }
        return nearest;
    }

    private boolean trusts(InetAddress address) {
        return ranges.stream().anyMatch(range -> range.has(address));
    }

    private record Origin(InetAddress client, boolean secure) {}
}
