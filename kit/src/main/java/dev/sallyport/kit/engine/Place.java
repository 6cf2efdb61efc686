package dev.sallyport.kit.engine;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** One address that is listened on. */
final class Place implements HttpEngine.Listening {
    private static final int BACKLOG = 1_024;
    private static final Duration AHEAD = Duration.ofMillis(100);
    private static final Duration STEP = Duration.ofMillis(20);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    /**
     * A connection is kept open for a moment after the place was told to close, so that a request which is under way to it meets
     * somebody. A client cannot know in time that a connection is about to close (RFC 9112 §9.5).
     */
    private static final Duration MOMENT = Duration.ofMillis(400);

    private final Loops loops;
    private final Listener listener;
    private final Optional<Encryption> encryption;
    private final Dialling dialling;
    private final Map<EventLoop, Forwarder> forwarders = new ConcurrentHashMap<>();
    private final Channel channel;
    private final Future<?> sweeping;

    Place(Loops loops, Dialling dialling, Listener listener, Optional<Encryption> encryption, HttpEngine.Listen where)
            throws HttpEngine.PortTaken {
        this.loops = loops;
        this.dialling = dialling;
        this.listener = listener;
        this.encryption = encryption;
        this.channel = bind(where);
        this.sweeping = loops.group().next().scheduleAtFixedRate(listener::sweep, 1, 1, TimeUnit.SECONDS);
    }

    private Channel bind(HttpEngine.Listen where) throws HttpEngine.PortTaken {
        ChannelFuture bound = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.listening())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel arrived) {
                        arrived(arrived);
                    }
                })
                .bind(where.host(), where.port())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new HttpEngine.PortTaken(where, bound.cause());
        }
        return bound.channel();
    }

    private void arrived(SocketChannel socket) {
        if (encryption.isEmpty()) {
            listener.connections()
                    .open(socket)
                    .ifPresentOrElse(connection -> speak(socket, connection), () -> refuse(socket));
            return;
        }
        Optional<SslHandler> handshake = encryption.get().begin(socket);
        if (handshake.isEmpty()) {
            refuse(socket);
            return;
        }
        socket.pipeline().addLast(handshake.get(), Failures.INSTANCE);
        handshake.get().handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                shaken(socket, handshake.get());
            }
        });
    }

    private static void refuse(Channel one) {
        var _ = one.close();
    }

    /** The handshake is done, and nothing that came after it has been read yet. */
    private void shaken(SocketChannel socket, SslHandler handshake) {
        String protocol = handshake.engine().getApplicationProtocol();
        if (Alpn.VALIDATION.equals(protocol)) {
            return;
        }
        Optional<Connection> connection = listener.connections().open(socket);
        if (connection.isEmpty()) {
            refuse(socket);
            return;
        }
        if (encryption.filter(Encryption::asksClients).isPresent()) {
            connection.get().identified(handshake);
        }
        if (Alpn.HTTP2.equals(protocol)) {
            socket.pipeline().addLast(connection.get());
            Http2Street.speak(socket.pipeline(), listener, connection.get(), forwarder(socket.eventLoop()));
            socket.pipeline().addLast(Failures.INSTANCE);
        } else {
            speak(socket, connection.get());
        }
    }

    private void speak(SocketChannel socket, Connection connection) {
        ChannelPipeline pipeline = socket.pipeline();
        pipeline.addLast(connection);
        pipeline.addLast(new StrictDecoder(listener.limits().headerBytes()));
        pipeline.addLast(new Conversation(listener, connection, forwarder(socket.eventLoop())));
    }

    private Forwarder forwarder(EventLoop loop) {
        return forwarders.computeIfAbsent(
                loop,
                l -> new Forwarder(
                        dialling, l, loops::seconds, listener.limits().idle()));
    }

    @Override
    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** Takes no new connections; returns when the port is free. */
    void leave() {
        channel.close().awaitUninterruptibly();
    }

    @Override
    public void drain(Duration deadline) {
        leave();
        try {
            // Whoever is told to take another connection must find that none is taken here any more: one that waits to
            // be taken when the socket closes is lost.
            for (long spent = 0;
                    !listener.connections().isEmpty() && spent < AHEAD.toMillis();
                    spent += STEP.toMillis()) {
                Thread.sleep(STEP);
            }
            listener.drain();
            listener.connections().each(connection -> {
                if (connection.isShared()) {
                    Http2Street.bidFarewell(connection);
                }
            });
            for (long spent = 0; spent < deadline.toMillis() && isWanted(spent); spent += STEP.toMillis()) {
                if (spent > deadline.toMillis() / 2) {
                    listener.tunnels().close();
                }
                Thread.sleep(STEP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            listener.drain();
        }
        close();
    }

    private boolean isWanted(long spentMillis) {
        return listener.inFlight() > 0 || (!listener.connections().isEmpty() && spentMillis < MOMENT.toMillis());
    }

    @Override
    public void close() {
        sweeping.cancel(false);
        leave();
        listener.connections().close(CLOSING);
        forwarders.values().forEach(Forwarder::close);
    }
}
