package dev.sallyport.kit.engine;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/** Makes connections to other servers; names are looked up without blocking an event loop. */
final class Dialling {
    private final Loops loops;
    private final Lazy<SslContext> tls = new Lazy<>(Dialling::tls);
    private final Lazy<AddressResolverGroup<InetSocketAddress>> names = new Lazy<>(this::names);

    Dialling(Loops loops) {
        this.loops = loops;
    }

    /** Whom the platform trusts; the certificate must be for the host that was meant. */
    private static SslContext tls() {
        try {
            return SslContextBuilder.forClient()
                    .endpointIdentificationAlgorithm("HTTPS")
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("this platform has no TLS", e);
        }
    }

    private AddressResolverGroup<InetSocketAddress> names() {
        return new DnsAddressResolverGroup(new DnsNameResolverBuilder().datagramChannelType(loops.asking()));
    }

    /**
     * Connects, and encrypts where the origin's scheme is https: done when all of that is.
     *
     * @param patience how long it may take
     * @param pipeline what speaks over the connection
     */
    ChannelFuture dial(EventLoop loop, URI origin, Duration patience, Consumer<SocketChannel> pipeline) {
        boolean secure = "https".equals(origin.getScheme());
        int millis = (int) patience.toMillis();
        var bootstrap = new Bootstrap()
                .group(loop)
                .channel(loops.connecting())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (secure) {
                            SslHandler handler = tls.get().newHandler(channel.alloc(), host(origin), port(origin));
                            handler.setHandshakeTimeout(millis, TimeUnit.MILLISECONDS);
                            channel.pipeline().addLast(handler);
                        }
                        pipeline.accept(channel);
                    }
                });
        ChannelFuture connected = isLiteral(origin)
                ? bootstrap.connect(new InetSocketAddress(InetAddress.ofLiteral(host(origin)), port(origin)))
                : bootstrap.resolver(names.get()).connect(host(origin), port(origin));
        return secure ? encrypted(connected) : connected;
    }

    private static ChannelFuture encrypted(ChannelFuture connected) {
        var done = connected.channel().newPromise();
        connected.addListener(tcp -> {
            if (!tcp.isSuccess()) {
                done.setFailure(tcp.cause());
                return;
            }
            connected
                    .channel()
                    .pipeline()
                    .get(SslHandler.class)
                    .handshakeFuture()
                    .addListener(shaken -> {
                        if (shaken.isSuccess()) {
                            done.setSuccess();
                        } else {
                            done.setFailure(shaken.cause());
                        }
                    });
        });
        return done;
    }

    private static boolean isLiteral(URI origin) {
        String host = host(origin);
        char last = host.charAt(host.length() - 1);
        return host.indexOf(':') >= 0
                || (last >= '0' && last <= '9' && host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9')));
    }

    private static String host(URI origin) {
        String host = origin.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(URI origin) {
        if (origin.getPort() >= 0) {
            return origin.getPort();
        }
        return "https".equals(origin.getScheme()) ? 443 : 80;
    }
}
