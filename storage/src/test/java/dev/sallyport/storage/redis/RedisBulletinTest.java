package dev.sallyport.storage.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.bulletin.Bulletin.Topic;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class RedisBulletinTest {
    private static boolean heard(Semaphore calls) throws InterruptedException {
        return calls.tryAcquire(10, TimeUnit.SECONDS);
    }

    @Test
    void others_hear_what_is_announced_within_a_second_and_whoever_announces_hears_it_once() throws Exception {
        try (RedisServer server = RedisServer.start();
                var here = new RedisBulletin(RedisBucketsTest.connected(server.settings()), "shop", "here");
                var there = new RedisBulletin(RedisBucketsTest.connected(server.settings()), "shop", "there");
                var strange = new RedisBulletin(RedisBucketsTest.connected(server.settings()), "other", "strange")) {
            var own = new Semaphore(0);
            var others = new Semaphore(0);
            var keys = new Semaphore(0);
            var strangers = new Semaphore(0);
            TimeUnit.MILLISECONDS.sleep(500);
            here.listen(Topic.JOBS, own::release);
            there.listen(Topic.JOBS, others::release);
            there.listen(Topic.KEYS, keys::release);
            strange.listen(Topic.JOBS, strangers::release);
            here.announce(Topic.JOBS);
            assertThat(others.tryAcquire(1, TimeUnit.SECONDS)).isTrue();
            TimeUnit.MILLISECONDS.sleep(200);
            assertThat(own.drainPermits()).isOne();
            assertThat(keys.drainPermits()).isZero();
            assertThat(strangers.drainPermits()).isZero();
        }
    }

    @Test
    void after_a_lost_connection_everybody_is_called_since_something_may_have_been_missed() throws Exception {
        try (RedisServer server = RedisServer.start();
                var there = new RedisBulletin(RedisBucketsTest.connected(server.settings()), "shop", "there")) {
            var jobs = new Semaphore(0);
            var keys = new Semaphore(0);
            TimeUnit.MILLISECONDS.sleep(500);
            there.listen(Topic.JOBS, jobs::release);
            there.listen(Topic.KEYS, keys::release);
            server.kill();
            there.announce(Topic.JOBS);
            assertThat(jobs.drainPermits())
                    .as("its own are heard without Redis")
                    .isOne();
            server.begin();
            assertThat(heard(jobs)).isTrue();
            assertThat(heard(keys)).isTrue();
        }
    }
}
