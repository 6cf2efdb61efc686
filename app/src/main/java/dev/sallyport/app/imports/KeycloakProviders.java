package dev.sallyport.app.imports;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Which of the house's upstreams is which identity provider of the realm: the one of the same issuer. */
final class KeycloakProviders {
    /** Providers that Keycloak knows by name, and who names people there as they are named to us. */
    private static final Map<String, String> BY_NAME = Map.of(
            "google", "https://accounts.google.com",
            "gitlab", "https://gitlab.com",
            "github", "https://api.github.com/user");

    private final List<Provider> upstreams;
    private final Consumer<Finding> findings;
    private final Map<String, Provider> found = new HashMap<>();

    KeycloakProviders(List<Provider> upstreams, Consumer<Finding> findings) {
        this.upstreams = List.copyOf(upstreams);
        this.findings = findings;
    }

    void read(JsonNode provider) {
        String alias = provider.path("alias").asString("");
        String kind = provider.path("providerId").asString("");
        String issuer = Optional.ofNullable(BY_NAME.get(kind))
                .orElse(provider.path("config").path("issuer").asString(""));
        Optional<Provider> here = upstreams.stream()
                .filter(upstream -> upstream.issuer().equals(issuer))
                .findFirst();
        here.ifPresentOrElse(
                upstream -> found.put(alias, upstream),
                () -> findings.accept(
                        Finding.lost(
                                "provider",
                                alias,
                                "",
                                issuer.isEmpty() ? kind : issuer,
                                "none of upstreams in sallyport.yaml has that issuer; declare it before the import, and people stay linked")));
    }

    /** By the realm's name for each. */
    Map<String, Provider> found() {
        return Map.copyOf(found);
    }
}
