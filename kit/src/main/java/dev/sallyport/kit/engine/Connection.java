package dev.sallyport.kit.engine;

import dev.sallyport.domain.privacy.Address;
import dev.sallyport.kit.http.ClientCertificate;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * One connection from a client: who is at its other end, since when it owes us a whole request, and when anything last moved
 * over it (T43). It stands first in its pipeline, to see bytes come.
 */
final class Connection extends ChannelInboundHandlerAdapter {
    /** The connection owes nothing: a request of it is being answered. */
    private static final int BUSY = Integer.MAX_VALUE;

    private final Channel channel;
    private final IntSupplier seconds;
    private final Address peer;
    private volatile int owing;
    private volatile int moved;
    private volatile boolean unhurried;
    private volatile boolean shared;
    private Optional<ClientCertificate> certificate = Optional.empty();
    private int streams;
    private long written;

    Connection(Channel channel, IntSupplier seconds) {
        this.channel = channel;
        this.seconds = seconds;
        this.peer = address(channel);
        this.owing = seconds.getAsInt();
        this.moved = owing;
    }

    private static Address address(Channel channel) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
            return new Address(InetAddress.getLoopbackAddress());
        }
        String address = remote.getAddress().getHostAddress();
        int zone = address.indexOf('%');
        return new Address(InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone)));
    }

    Channel channel() {
        return channel;
    }

    Address peer() {
        return peer;
    }

    boolean isSecure() {
        return channel.pipeline().get(SslHandler.class) != null;
    }

    /** What the client showed in its handshake. */
    Optional<ClientCertificate> certificate() {
        return certificate;
    }

    /** The handshake is done, and the client was asked to show a certificate. */
    void identified(SslHandler handshake) {
        try {
            var chain = Stream.of(handshake.engine().getSession().getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .toList();
            certificate = Optional.of(new ClientCertificate(chain));
        } catch (SSLPeerUnverifiedException noneShown) {
            certificate = Optional.empty();
        }
    }

    /** A whole request has arrived, or as much of it as is waited for here. */
    void busy() {
        streams++;
        owing = BUSY;
    }

    /** A request is answered; where it was the only one, the next one is waited for. */
    void idle() {
        if (--streams == 0) {
            owing = seconds.getAsInt();
        }
    }

    /** The connection leaves HTTP; silence is no longer counted here. */
    void leave() {
        unhurried = true;
    }

    /** Several requests at a time go over it. */
    void share() {
        shared = true;
    }

    boolean isShared() {
        return shared;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        int now = seconds.getAsInt();
        if (moved != now) {
            moved = now;
        }
        context.fireChannelRead(message);
    }

    /** Closes where a request has been owed, or nothing has moved, for more than {@code patience} seconds. */
    void closeIfSlow(int patience) {
        int now = seconds.getAsInt();
        int since = owing;
        if (unhurried) {
            return;
        }
        if (since != BUSY && now - since > patience) {
            close();
        } else if (now - moved >= patience - 2) {
            channel.eventLoop().execute(() -> closeIfStill(patience));
        }
    }

    /** On the event loop, where it can be seen whether the client takes what it is sent. */
    private void closeIfStill(int patience) {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        long progress = out == null
                ? 0
                : out.totalPendingWriteBytes() * 31 + out.currentProgress() + System.identityHashCode(out.current());
        if (progress != written) {
            written = progress;
            moved = seconds.getAsInt();
        } else if (seconds.getAsInt() - moved >= patience) {
            close();
        }
    }

    /** Something was sent, and taken by the client's side. */
    void moved() {
        moved = seconds.getAsInt();
    }

    void close() {
        var _ = channel.close();
    }
}
