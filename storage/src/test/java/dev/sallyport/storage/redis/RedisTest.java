package dev.sallyport.storage.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is so without any Redis. */
class RedisTest {
    /** Commands beside a house open its ports, ask the database alone, and close. */
    @Test
    void it_may_be_closed_without_having_been_begun() {
        var redis = new Redis(RedisServer.settings("redis://127.0.0.1:1"), System::nanoTime);
        redis.close();
        assertThat(redis.trouble()).isPresent();
    }
}
