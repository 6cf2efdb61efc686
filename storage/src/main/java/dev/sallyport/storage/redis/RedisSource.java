package dev.sallyport.storage.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Where connections to one Redis come from, whatever its form. What does not answer is connected again: to the new master where
 * sentinels have named another, and to the nodes that a cluster has by then.
 */
final class RedisSource implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration TOPOLOGY = Duration.ofSeconds(15);

    /** Commands that wait to be answered, at most; more are refused, so that a Redis that hangs cannot fill the memory (T43). */
    private static final int WAITING = 10_000;

    private final AbstractRedisClient client;
    private final Supplier<RedisLink> connecting;

    private RedisSource(AbstractRedisClient client, Supplier<RedisLink> connecting) {
        this.client = client;
        this.connecting = connecting;
    }

    static RedisSource of(RedisSettings settings, ClientResources resources) {
        return switch (settings.form()) {
            case RedisSettings.Form.Single() -> single(settings, resources);
            case RedisSettings.Form.Sentinel(String master) -> single(settings, resources);
            case RedisSettings.Form.Cluster() -> cluster(settings, resources);
        };
    }

    private static RedisSource single(RedisSettings settings, ClientResources resources) {
        RedisClient client = RedisClient.create(resources, uri(settings));
        client.setOptions(options(ClientOptions.builder(), settings).build());
        return new RedisSource(client, () -> {
            var heard = client.connectPubSub();
            try {
                var together = client.connect();
                return new RedisLink(together, together.async(), heard);
            } catch (RuntimeException e) {
                heard.close();
                throw e;
            }
        });
    }

    private static RedisSource cluster(RedisSettings settings, ClientResources resources) {
        var nodes =
                settings.places().stream().map(place -> uri(settings, place)).toList();
        RedisClusterClient client = RedisClusterClient.create(resources, nodes);
        var builder = ClusterClientOptions.builder()
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(TOPOLOGY)
                        .build());
        options(builder, settings);
        client.setOptions(builder.build());
        return new RedisSource(client, () -> {
            var heard = client.connectPubSub();
            try {
                var together = client.connect();
                return new RedisLink(together, together.async(), heard);
            } catch (RuntimeException e) {
                heard.close();
                throw e;
            }
        });
    }

    /** @throws RuntimeException when it does not answer */
    RedisLink connect() {
        return connecting.get();
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, CONNECT);
    }

    private static ClientOptions.Builder options(ClientOptions.Builder builder, RedisSettings settings) {
        SslOptions.Builder tls = SslOptions.builder();
        settings.authorities().ifPresent(pem -> tls.trustManager(pem.toFile()));
        return builder.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .requestQueueSize(WAITING)
                .socketOptions(SocketOptions.builder().connectTimeout(CONNECT).build())
                .sslOptions(tls.build());
    }

    private static RedisURI uri(RedisSettings settings, RedisSettings.Place place) {
        return with(settings, RedisURI.builder().withHost(place.host()).withPort(place.port()));
    }

    private static RedisURI uri(RedisSettings settings) {
        return switch (settings.form()) {
            case RedisSettings.Form.Sentinel(String master) -> {
                var builder = RedisURI.builder().withSentinelMasterId(master);
                settings.places().forEach(place -> builder.withSentinel(place.host(), place.port()));
                yield with(settings, builder);
            }
            case RedisSettings.Form.Single() -> uri(settings, settings.places().getFirst());
            case RedisSettings.Form.Cluster() -> uri(settings, settings.places().getFirst());
        };
    }

    private static RedisURI with(RedisSettings settings, RedisURI.Builder builder) {
        builder.withSsl(settings.encrypted())
                .withDatabase(settings.database())
                .withTimeout(CONNECT)
                .withClientName("sallyport");
        settings.password()
                .ifPresent(password -> settings.user()
                        .ifPresentOrElse(
                                user -> builder.withAuthentication(
                                        user, password.reveal().toCharArray()),
                                () -> builder.withPassword(password.reveal().toCharArray())));
        return builder.build();
    }
}
