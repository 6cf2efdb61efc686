package dev.sallyport.kit.http;

import dev.sallyport.domain.privacy.Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody asks: an immutable value. What a guard proves about it travels beside it as a typed argument, never inside
 * it.
 *
 * @param method in upper case
 * @param path normalised and decoded; it begins with {@code /} and holds no dot segment, no {@code ;} and no control
 *     character (T38)
 * @param query the raw query without {@code ?}, empty where there is none
 * @param peer the address the request came from, after trusted proxies were believed
 * @param secure whether the client's connection was TLS, after trusted proxies were believed
 * @param id the request's id, 1 to 64 of {@code A-Z a-z 0-9 -}
 * @param variables what the route's template found in the path
 * @param certificate what the client showed in its handshake, after trusted proxies were believed
 */
public record Request(
        String method,
        String path,
        String query,
        Headers headers,
        RequestBody body,
        Address peer,
        boolean secure,
        String id,
        Map<String, String> variables,
        Optional<ClientCertificate> certificate) {

    /** A request as a test or another server of the same process makes it, from loopback. */
    public static Request of(String method, String pathAndQuery) {
        int mark = pathAndQuery.indexOf('?');
        String path = mark < 0 ? pathAndQuery : pathAndQuery.substring(0, mark);
        String query = mark < 0 ? "" : pathAndQuery.substring(mark + 1);
        var peer = new Address(InetAddress.getLoopbackAddress());
        return new Request(
                method, path, query, Headers.NONE, RequestBody.EMPTY, peer, false, "local", Map.of(), Optional.empty());
    }

    public Request header(String name, String value) {
        return with(headers.set(name, value));
    }

    public Request with(Headers other) {
        return new Request(method, path, query, other, body, peer, secure, id, variables, certificate);
    }

    public Request with(RequestBody other) {
        return new Request(method, path, query, headers, other, peer, secure, id, variables, certificate);
    }

    public Request json(String text) {
        return header("content-type", "application/json").with(RequestBody.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    public Request form(String text) {
        return header("content-type", "application/x-www-form-urlencoded")
                .with(RequestBody.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    public Request at(String otherPath) {
        return new Request(method, otherPath, query, headers, body, peer, secure, id, variables, certificate);
    }

    public Request from(Address otherPeer) {
        return new Request(method, path, query, headers, body, otherPeer, secure, id, variables, certificate);
    }

    /** The same request, by a client that showed the certificate. */
    public Request shown(ClientCertificate other) {
        return new Request(method, path, query, headers, body, peer, secure, id, variables, Optional.of(other));
    }

    public Request found(Map<String, String> otherVariables) {
        return new Request(
                method, path, query, headers, body, peer, secure, id, Map.copyOf(otherVariables), certificate);
    }

    /** What stood at {@code {name}} of the route's template; a bug when the template has no such name. */
    public String variable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no variable " + name);
        }
        return value;
    }

    /** The query's parameters, or empty when the query is malformed. */
    public Optional<Params> params() {
        return Params.parse(query);
    }

    /** The value of the cookie, where it was sent exactly once. */
    public Optional<String> cookie(String name) {
        return Cookies.find(headers, name);
    }

    /** Whether the method changes nothing by its definition (RFC 9110 §9.2.1). */
    public boolean isSafe() {
        return method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
    }

    /** The media type of the body in lower case without parameters, empty where none was said. */
    public String mediaType() {
        String type = headers.first("content-type").orElse("");
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(java.util.Locale.ROOT);
    }
}
