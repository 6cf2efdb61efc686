package dev.sallyport.kit.engine;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/** Makes connections to other servers; names are looked up without blocking an event loop. */
final class Dialling {
    private final Loops loops;
    private final Optional<TrustManagerFactory> authorities;
    private final Lazy<SslContext> tls =
            new Lazy<>(() -> tls(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1));
    private final Lazy<SslContext> ownTls = new Lazy<>(() -> tls(ApplicationProtocolNames.HTTP_1_1));
    private final Lazy<AddressResolverGroup<InetSocketAddress>> names = new Lazy<>(this::names);

    /** @param authorities whom to trust; absent: the platform's */
    Dialling(Loops loops, Optional<TrustManagerFactory> authorities) {
        this.loops = loops;
        this.authorities = authorities;
    }

    /** The certificate must be for the host that was meant. */
    private SslContext tls(String... protocols) {
        SslContextBuilder builder = SslContextBuilder.forClient();
        authorities.ifPresent(builder::trustManager);
        try {
            return builder.endpointIdentificationAlgorithm("HTTPS")
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            protocols))
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
     * @param alone whether it is to be HTTP/1.1, for a connection that shall leave it
     */
    ChannelFuture dial(EventLoop loop, URI origin, Duration patience, boolean alone) {
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
                            SslHandler handler = (alone ? ownTls : tls)
                                    .get()
                                    .newHandler(channel.alloc(), host(origin), port(origin));
                            handler.setHandshakeTimeout(millis, TimeUnit.MILLISECONDS);
                            channel.pipeline().addLast(handler, Failures.INSTANCE);
                        }
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

    /** Whether both agreed to speak HTTP/2. */
    static boolean isHttp2(Channel connected) {
        SslHandler handler = connected.pipeline().get(SslHandler.class);
        return handler != null && ApplicationProtocolNames.HTTP_2.equals(handler.applicationProtocol());
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
