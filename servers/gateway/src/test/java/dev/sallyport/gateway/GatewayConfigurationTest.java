package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.config.ConfigurationFile;
import dev.sallyport.kit.json.Bound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayConfigurationTest {
    @TempDir
    private Path folder;

    /** The two keys of the configuration that are the gateway's. */
    record Keys(GatewayConfiguration gateway, CorsConfiguration cors) {
        static Keys defaults() {
            return new Keys(GatewayConfiguration.defaults(), CorsConfiguration.defaults());
        }
    }

    private Bound<Keys> read(String yaml) throws IOException {
        Path file = folder.resolve("sallyport.yaml");
        Files.writeString(file, yaml);
        return ConfigurationFile.read(Optional.of(file), Map.of(), Keys.class);
    }

    private List<String> mistakes(String yaml) throws IOException {
        return switch (read(yaml)) {
            case Bound.Valid<Keys> valid -> List.of();
            case Bound.Invalid<Keys>(var mistakes) ->
                mistakes.stream().map(ConfigurationFile::told).toList();
        };
    }

    @Test
    void limits_routes_and_origins_are_read() throws IOException {
        assertThat(read("""
                gateway:
                  limits:
                    - { path: /v1/**, rate: 100/s, per: address }
                    - { path: /v1/auth/login_*, rate: 5/m }
                    - { path: /oauth2/register, rate: 10/m }
                  routes:
                    - { path: /v1/orders/**, to: ["http://10.0.0.5:9000", "http://10.0.0.6:9000"], require: { scope: orders } }
                    - { path: /public/**, to: ["http://10.0.0.5:9000"], require: none }
                cors: { allow: ["https://app.example.org"] }
                """)).isInstanceOfSatisfying(Bound.Valid.class, valid -> {
            var keys = (Keys) valid.value();
            assertThat(keys.gateway().limits()).isEqualTo(Limit.USUAL);
            assertThat(keys.gateway().routes().getFirst().demand()).isPresent();
            assertThat(keys.gateway().routes().getLast().demand()).isEmpty();
            assertThat(keys.cors().allow()).containsExactly(WebOrigin.of("https://app.example.org"));
        });
    }

    @Test
    void L18_every_mistake_is_told_at_once_with_its_place_and_what_is_allowed() throws IOException {
        List<String> told = mistakes("""
                gateway:
                  limts: []
                  limits:
                    - { path: v1, rate: 5/m }
                    - { path: /v1/**, rate: 5 per minute }
                    - { path: /v1/**, rate: 5/m, per: person }
                  routes:
                    - { path: /v1/profile, to: ["http://10.0.0.5:9000"], require: none }
                    - { path: /a, to: ["http://10.0.0.5:9000"] }
                    - { path: /b, to: [], require: none }
                cors: { allow: ["https://*.example.org", "https://app.example.org/"] }
                """);

        assertThat(told)
                .anySatisfy(m -> assertThat(m).contains("gateway.limts", "did you mean limits?"))
                .anySatisfy(m -> assertThat(m).contains("gateway.limits.0.path = v1", "beginning with /"))
                .anySatisfy(m -> assertThat(m).contains("gateway.limits.1.rate = 5 per minute", "5/m"))
                .anySatisfy(m -> assertThat(m).contains("gateway.limits.2.per = person", "address"))
                .anySatisfy(m -> assertThat(m).contains("gateway.routes.0", "house's own"))
                .anySatisfy(m -> assertThat(m).contains("gateway.routes.1.require"))
                .anySatisfy(m -> assertThat(m).contains("gateway.routes.2", "at least one origin"))
                .anySatisfy(m -> assertThat(m).contains("cors.allow.0 = https://*.example.org", "no wildcard"))
                .anySatisfy(m -> assertThat(m).contains("cors.allow.1", "no slash at the end"));
    }

    @Test
    void T43_lists_have_a_bound_and_a_path_one_route() throws IOException {
        String limit = "    - { path: /v1/**, rate: 5/m }\n";
        assertThat(mistakes("gateway:\n  limits:\n" + limit.repeat(65))).anyMatch(m -> m.contains("at most 64"));
        String route = "    - { path: /a/**, to: [\"http://10.0.0.5:9000\"], require: none }\n";
        assertThat(mistakes("gateway:\n  routes:\n" + route.repeat(2))).anyMatch(m -> m.contains("two routes for"));
    }

    @Test
    void routes_of_one_path_differ_by_host_or_method_or_the_mistake_names_both() throws IOException {
        String route = "    - { path: /a/**, to: [\"http://10.0.0.5:9000\"], require: none%s }\n";
        String head = "gateway:\n  routes:\n";
        assertThat(mistakes(head
                        + route.formatted("")
                        + route.formatted(", host: a.example.org")
                        + route.formatted(", host: \"*.example.org\", methods: [GET]")
                        + route.formatted(", host: \"*.example.org\", methods: [POST, PUT]")))
                .isEmpty();
        assertThat(mistakes(head
                        + route.formatted(", host: a.example.org, methods: [GET, POST]")
                        + route.formatted("")
                        + route.formatted(", host: a.example.org, methods: [POST]")))
                .singleElement()
                .asString()
                .contains("routes.0 and routes.2", "a.example.org/a/**", "POST", "different paths, hosts or methods");
    }

    @Test
    void L18_every_key_of_a_route_says_what_would_be_right() throws IOException {
        String route = "    - { path: /a, to: [\"http://10.0.0.5:9000\"], require: none, %s }\n";
        assertThat(mistakes("gateway:\n  routes:\n"
                        + route.formatted("host: Shop_1")
                        + route.formatted("methods: [BREW]")
                        + route.formatted("retries: 9")
                        + route.formatted("timeout: { connect: 20s }")
                        + route.formatted("timeout: { read: 2m }")
                        + route.formatted("health: { every: 5s }")
                        + route.formatted("health: { path: health }")
                        + route.formatted("health: { path: /h, timeout: 9s }")
                        + route.formatted("headers: { request: { set: { X-User: a } } }")
                        + route.formatted("limits: [{ rate: often }]")
                        + route.formatted("identity: cookie")
                        + route.formatted("gate: front")
                        + route.formatted("cors: [\"*\"]")
                        + route.formatted("balanse: round-robin")))
                .anySatisfy(m -> assertThat(m).contains("routes.0.host = Shop_1", "shop.example.org"))
                .anySatisfy(m -> assertThat(m).contains("routes.1.methods.0 = BREW", "GET, POST, PUT, PATCH, DELETE"))
                .anySatisfy(m -> assertThat(m).contains("routes.2.retries = 9", "at most 5"))
                .anySatisfy(m -> assertThat(m).contains("routes.3.timeout", "connect must be 10ms to 10s"))
                .anySatisfy(m -> assertThat(m).contains("routes.4.timeout", "read must be 10ms to 45s"))
                .anySatisfy(m -> assertThat(m).contains("routes.5.health.path", "required"))
                .anySatisfy(m -> assertThat(m).contains("routes.6.health", "such as /health"))
                .anySatisfy(m -> assertThat(m).contains("routes.7.health", "no longer than every"))
                .anySatisfy(m -> assertThat(m).contains("routes.8.headers", "x-user", "the house sets it itself"))
                .anySatisfy(m -> assertThat(m).contains("routes.9.limits.0.rate = often", "5/m"))
                .anySatisfy(m -> assertThat(m).contains("routes.10.identity", "bearer, signed, none"))
                .anySatisfy(m -> assertThat(m).contains("routes.11.gate", "api, browser, both"))
                .anySatisfy(m -> assertThat(m).contains("routes.12.cors.0", "no wildcard"))
                .anySatisfy(m -> assertThat(m).contains("routes.13.balanse", "did you mean balance?"));
    }

    @Test
    void L18_what_of_tls_does_not_go_together_is_told() throws IOException {
        assertThat(mistakes("gateway: { tls: { acme: { agree_to_terms: true } } }"))
                .anyMatch(m -> m.contains("acme is for mode acme, and this is off"));
        assertThat(mistakes("gateway: { tls: { mode: files } }")).anyMatch(m -> m.contains("must list 1 to 100"));
        assertThat(mistakes("gateway: { tls: { client_certificates: ask } }"))
                .anyMatch(m -> m.contains("say forwarded"));
        assertThat(mistakes("gateway: { tls: { redirect_from: 80 } }"))
                .anyMatch(m -> m.contains("redirect_from needs"));
        assertThat(mistakes("gateway: { tls: { mode: self-signed, hsts: 800d } }"))
                .anyMatch(m -> m.contains("730d"));
        assertThat(mistakes("""
                gateway:
                  tls:
                    mode: files
                    certificates: [{ chain_file: a.pem, key_file: a.key }]
                    client_certificates: ask
                    redirect_from: 8081
                    hsts: 30d
                """)).isEmpty();
    }
}
