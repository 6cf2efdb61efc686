package dev.sallyport.kit.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class BoundedPoolTest {
    @Test
    void T44_work_beyond_the_threads_and_the_queue_is_refused_at_once() throws Exception {
        var open = new CountDownLatch(1);
        var running = new CountDownLatch(2);
        try (var pool = new BoundedPool("test", 2, 1);
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2; i++) {
                callers.execute(() -> pool.run(() -> {
                    running.countDown();
                    open.await();
                    return "done";
                }));
            }
            running.await();
            var waiting = callers.submit(() -> pool.run(() -> "waited"));
            while (pool.waiting() == 0) {
                Thread.onSpinWait();
            }
            assertThat(pool.run(() -> "too much")).isEqualTo(new BoundedPool.Ran.Full<String>());
            open.countDown();
            assertThat(waiting.get()).isEqualTo(new BoundedPool.Ran.Done<>("waited"));
        }
    }

    @Test
    void what_the_work_throws_comes_out() {
        try (var pool = new BoundedPool("test", 1, 1)) {
            assertThatThrownBy(() -> pool.run(() -> {
                        throw new IllegalArgumentException("no");
                    }))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no");
        }
    }
}
