package dev.sallyport.gateway;

import java.util.List;

/** The configuration's {@code cors}: origins whose pages may call the API gate with a bearer token (L10). */
public record CorsConfiguration(List<WebOrigin> allow) {
    public CorsConfiguration {
        allow = List.copyOf(allow);
    }

    public static CorsConfiguration defaults() {
        return new CorsConfiguration(List.of());
    }
}
