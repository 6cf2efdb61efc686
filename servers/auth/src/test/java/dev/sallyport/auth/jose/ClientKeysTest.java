package dev.sallyport.auth.jose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.fetch.Fetch;
import dev.sallyport.kit.fetch.FetchLimits;
import dev.sallyport.kit.fetch.Fetched;
import dev.sallyport.kit.fetch.GuardedFetch;
import dev.sallyport.kit.fetch.Transport;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.token.ForeignJwt;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** RFC 7591 §2: keys at a {@code jwks_uri}, by the guarded fetch itself over a server that is made up. */
class ClientKeysTest {
    private static final URI AT = URI.create("https://keys.example.test/jwks");

    private final TestClient client = new TestClient();
    private final Instant[] now = {Instant.parse("2026-11-24T12:00:00Z")};
    private final List<InetAddress> connections = new ArrayList<>();
    private String published = client.jwks();
    private int status = 200;
    private final GuardedFetch fetch = new GuardedFetch(
            (request, address, limits) -> {
                connections.add(address);
                return new Transport.Reply.Answer(
                        status, Headers.of("cache-control", "max-age=600"), published.getBytes(StandardCharsets.UTF_8));
            },
            host -> List.of(InetAddress.ofLiteral(host.startsWith("inside") ? "10.0.0.1" : "93.184.215.14")),
            FetchLimits.USUAL,
            () -> now[0]);
    private final ClientKeys keys = new ClientKeys(fetch, () -> now[0]);

    @AfterEach
    void stop() {
        fetch.close();
    }

    private boolean verifies(com.nimbusds.jose.jwk.ECKey key) {
        ForeignJwt jwt = ForeignJwt.read(TestClient.sign(key, "JWT", Map.of("sub", "shop")))
                .orElseThrow();
        return keys.verified(jwt, Algorithm.ES256, ClientKeySource.at(AT)).isPresent();
    }

    @Test
    void keys_are_fetched_once_and_again_when_a_new_one_is_named_but_not_at_every_token() {
        assertThat(verifies(client.key)).isTrue();
        assertThat(verifies(client.key)).isTrue();
        assertThat(connections).hasSize(1);
        var next = TestClient.key("k2");
        published = "{\"keys\":[" + next.toPublicJWK().toJSONString() + "]}";
        assertThat(verifies(next)).as("too soon").isFalse();
        now[0] = now[0].plus(ClientKeys.SOONEST).plusSeconds(1);
        assertThat(verifies(next)).isTrue();
        assertThat(connections).hasSize(2);
        assertThat(verifies(client.key)).as("withdrawn").isFalse();
        for (int i = 0; i < 100; i++) {
            assertThat(verifies(TestClient.key("unknown-" + i % 3))).isFalse();
        }
        assertThat(connections).hasSize(2);
    }

    @Test
    void the_last_good_set_serves_for_an_hour_while_its_server_is_away() {
        assertThat(verifies(client.key)).isTrue();
        status = 503;
        now[0] = now[0].plusSeconds(1_200);
        assertThat(verifies(client.key)).isTrue();
        assertThat(connections).hasSize(2);
        now[0] = now[0].plus(ClientKeys.STALE);
        assertThat(verifies(client.key)).isFalse();
    }

    @Test
    void T05_a_key_set_inside_our_network_is_not_fetched() {
        assertThat(keys.all(ClientKeySource.at(URI.create("https://inside.example.test/jwks")))
                        .keys())
                .isEmpty();
        assertThat(keys.all(ClientKeySource.at(URI.create("http://keys.example.test/jwks")))
                        .keys())
                .isEmpty();
        assertThat(connections).isEmpty();
    }

    @Test
    void an_inline_set_is_never_fetched_and_nonsense_is_no_set() {
        Fetch never = (uri, oldest) -> {
            throw new AssertionError("fetched " + uri);
        };
        var inline = new ClientKeys(never, () -> now[0]);
        assertThat(inline.all(ClientKeySource.inline(client.jwks())).keys()).hasSize(1);
        assertThat(inline.all(ClientKeySource.inline("nonsense")).keys()).isEmpty();
        assertThat(inline.all(ClientKeySource.NONE).keys()).isEmpty();
        published = "<html>";
        assertThat(keys.all(ClientKeySource.at(AT)).keys()).isEmpty();
        assertThat(fetch.get(AT.toString())).isInstanceOf(Fetched.Got.class);
    }
}
