package dev.sallyport.storage.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;

/**
 * Two connections to a Redis.
 *
 * @param together every command goes by it, in the order in which they are given
 * @param heard what is announced comes by it
 */
record RedisLink(
        StatefulConnection<String, String> together,
        RedisClusterAsyncCommands<String, String> commands,
        StatefulRedisPubSubConnection<String, String> heard)
        implements AutoCloseable {
    boolean isOpen() {
        return together.isOpen();
    }

    /** Does not wait for a server that hangs. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    public void close() {
        together.closeAsync();
        heard.closeAsync();
    }
}
