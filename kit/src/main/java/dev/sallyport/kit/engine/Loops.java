package dev.sallyport.kit.engine;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The threads that wait for sockets, one to a processor, by the platform's own means where there are such. */
final class Loops implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Netty's own search for lost buffers; a test may set it. */
    private static final String LEAKS = "io.netty.leakDetection.level";

    static {
        if (System.getProperty(LEAKS) == null) {
            // It traces one buffer in 128, which costs a twentieth of a gateway's work.
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
    }

    private final boolean epoll = Epoll.isAvailable();
    private final EventLoopGroup group;
    private final Future<?> ticking;
    private volatile int seconds;

    Loops() {
        IoHandlerFactory waiting = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.group = new MultiThreadIoEventLoopGroup(count(), new DefaultThreadFactory("loop", true), waiting);
        long begun = System.nanoTime();
        this.ticking = group.next()
                .scheduleAtFixedRate(
                        () -> seconds = (int) TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun),
                        1,
                        1,
                        TimeUnit.SECONDS);
    }

    static int count() {
        return Math.max(1, Runtime.getRuntime().availableProcessors());
    }

    EventLoopGroup group() {
        return group;
    }

    /** A clock that only moves forward, in whole seconds. */
    int seconds() {
        return seconds;
    }

    Class<? extends ServerSocketChannel> listening() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    Class<? extends SocketChannel> connecting() {
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    Class<? extends DatagramChannel> asking() {
        return epoll ? EpollDatagramChannel.class : NioDatagramChannel.class;
    }

    /** Ends all of them, and with them whatever connection is left. */
    @Override
    public void close() {
        ticking.cancel(false);
        // A socket that was taken just now waits in a queue for its loop, and a loop that ends before leaves it open.
        group.forEach(loop -> loop.submit(() -> {}).awaitUninterruptibly(PATIENCE.toMillis()));
        Future<?> ended = group.shutdownGracefully(0, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended.awaitUninterruptibly(PATIENCE.toMillis())) {
            throw new IllegalStateException("the engine does not stop");
        }
    }
}
