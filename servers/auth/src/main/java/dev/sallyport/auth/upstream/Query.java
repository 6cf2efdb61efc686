package dev.sallyport.auth.upstream;

import dev.sallyport.kit.http.Params;
import java.net.URI;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes parameters as forms and queries have them. */
final class Query {
    private Query() {}

    static String of(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(e -> Params.encoded(e.getKey()) + "=" + Params.encoded(e.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** The address with the parameters behind what its query holds already (RFC 6749 §3.1). */
    static String added(URI address, Map<String, String> parameters) {
        return address + (address.getRawQuery() == null ? "?" : "&") + of(parameters);
    }
}
