package dev.sallyport.auth.page;

import dev.sallyport.domain.Spec;
import java.net.URI;
import java.util.List;

/**
 * What a client asks to be allowed.
 *
 * @param scopes scope tokens in the order they are shown; those without a text of their own are named as they are
 * @param resources where it is to hold (RFC 8707)
 * @param details what is asked beyond scopes
 */
@Spec("RFC 6749 §3.3")
public record Asked(List<String> scopes, List<URI> resources, List<Detail> details) {
    public Asked {
        scopes = List.copyOf(scopes);
        resources = List.copyOf(resources);
        details = List.copyOf(details);
    }

    public static Asked scopes(List<String> scopes) {
        return new Asked(scopes, List.of(), List.of());
    }

    public boolean isEmpty() {
        return scopes.isEmpty() && resources.isEmpty() && details.isEmpty();
    }
}
