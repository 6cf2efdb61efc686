package dev.sallyport.auth.authorize;

import dev.sallyport.domain.client.Client;
import dev.sallyport.kit.http.Params;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What an authorization request asks, before it is checked.
 *
 * @param pushed whether it came by PAR
 */
record Asked(Params params, Client client, boolean pushed) {
    /** The parameter, where it is there and not empty (RFC 6749 §3.1). */
    Optional<String> parameter(String name) {
        return params.first(name).filter(value -> !value.isEmpty());
    }

    /** The words of a parameter that is a list separated by spaces. */
    List<String> words(String name) {
        return parameter(name)
                .map(text -> Arrays.stream(text.split(" ", -1))
                        .filter(w -> !w.isEmpty())
                        .toList())
                .orElse(List.of());
    }
}
