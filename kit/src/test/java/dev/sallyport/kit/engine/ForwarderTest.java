package dev.sallyport.kit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an event loop knows of the servers behind. The test is the clock. */
class ForwarderTest {
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final Loops loops = new Loops();
    private final EventLoop loop = loops.group().next();
    private ServerSocket origin;
    private Forwarder forwarder;
    private final AtomicInteger seconds = new AtomicInteger(1_000);

    @BeforeEach
    void open() throws IOException {
        origin = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        forwarder = new Forwarder(new Dialling(loops, Optional.empty()), loop, seconds::get, Duration.ofSeconds(60));
    }

    @AfterEach
    void close() throws IOException {
        forwarder.close();
        loops.close();
        origin.close();
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + origin.getLocalPort());
    }

    private <T> T on(Callable<T> step) throws InterruptedException, ExecutionException {
        return loop.submit(step).get();
    }

    private int swept() throws Exception {
        return on(() -> {
            forwarder.sweep();
            return forwarder.origins();
        });
    }

    /** Who asks for a connection, and hears of it. */
    private static final class Heard extends CompletableFuture<OriginConnection> implements OriginPool.Asker {
        @Override
        public void connected(OriginConnection connection) {
            complete(connection);
        }

        @Override
        public void unconnected(Throwable cause) {
            completeExceptionally(cause);
        }
    }

    private OriginConnection connection() throws Exception {
        var heard = new Heard();
        on(() -> {
            forwarder.pool(url()).ask(CONNECT, heard);
            return 0;
        });
        return heard.get(5, TimeUnit.SECONDS);
    }

    @Test
    void T43_addresses_that_nobody_asks_any_more_are_forgotten() throws Exception {
        on(() -> {
            for (int i = 0; i < 500; i++) {
                forwarder.pool(URI.create("http://10.1." + i / 250 + "." + i % 250 + ":8080"));
            }
            return 0;
        });
        assertThat(swept()).as("they may be asked in a moment").isEqualTo(500);
        seconds.addAndGet(4);
        assertThat(swept()).isZero();
    }

    @Test
    void T43_an_origin_stays_known_while_a_connection_is_in_use_and_goes_with_the_last_idle_one() throws Exception {
        OriginConnection used = connection();
        seconds.addAndGet(60);
        assertThat(swept()).as("in use").isEqualTo(1);
        on(() -> {
            used.unused();
            return 0;
        });
        assertThat(swept()).as("idle").isEqualTo(1);
        assertThat(connection()).as("the same connection").isSameAs(used);
        on(() -> {
            used.unused();
            return 0;
        });
        seconds.addAndGet(4);
        swept();
        used.channel().closeFuture().await(5, TimeUnit.SECONDS);
        assertThat(swept()).isZero();
        assertThat(used.isOpen()).isFalse();
        assertThat(connection()).as("and is found again").isNotSameAs(used);
    }

    @Test
    void one_that_takes_no_connection_is_forgotten_too() throws Exception {
        origin.close();
        var heard = new Heard();
        on(() -> {
            forwarder.pool(url()).ask(CONNECT, heard);
            return 0;
        });
        assertThat(heard).failsWithin(Duration.ofSeconds(5));
        seconds.addAndGet(4);
        assertThat(swept()).isZero();
    }
}
