package dev.sallyport.kit.engine;

import dev.sallyport.kit.fetch.FetchLimits;
import dev.sallyport.kit.fetch.FetchTarget;
import dev.sallyport.kit.fetch.Transport;
import dev.sallyport.kit.http.Headers;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/**
 * Connects to the address it is told, while the server's name goes into SNI, into the check of its certificate and into
 * {@code Host}. HTTP/1.1, a connection for each request.
 */
final class PinnedClient implements Transport {
    private static final int CONNECT_MILLIS = 3_000;
    private static final int LONGEST_HEAD = 16 * 1024;

    private final Loops loops;
    private final Lazy<SslContext> tls;

    /** @param trusted whom to trust; absent: the platform's authorities */
    PinnedClient(Loops loops, Optional<TrustManagerFactory> trusted) {
        this.loops = loops;
        this.tls = new Lazy<>(() -> tls(trusted));
    }

    private static SslContext tls(Optional<TrustManagerFactory> trusted) {
        SslContextBuilder builder = SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS");
        trusted.ifPresent(builder::trustManager);
        try {
            return builder.build();
        } catch (SSLException e) {
            throw new IllegalStateException("this platform has no TLS", e);
        }
    }

    @Override
    public Reply send(Outgoing request, InetAddress address, FetchLimits limits) {
        var reply = new CompletableFuture<Reply>();
        FetchTarget target = request.target();
        var reading = new Reading(limits.bodyBytes(), reply);
        ChannelFuture connected = new Bootstrap()
                .group(loops.group())
                .channel(loops.connecting())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        prepare(channel, target);
                        channel.pipeline().addLast(reading);
                    }
                })
                .connect(new InetSocketAddress(address, target.port()));
        connected.addListener(done -> {
            if (done.isSuccess()) {
                ask(connected, request, reading, reply);
            } else {
                reply.complete(new Reply.Unreachable(done.cause().toString()));
            }
        });
        // Whatever decides the reply, waiting too long included, also ends the connection.
        var _ = reply.thenRun(() -> {
            var _ = connected.channel().close();
        });
        return await(reply, limits);
    }

    private void prepare(SocketChannel channel, FetchTarget target) {
        if (target.tls()) {
            SslHandler handler = tls.get().newHandler(channel.alloc(), target.host(), target.port());
            handler.setHandshakeTimeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS);
            channel.pipeline().addLast(handler);
        }
        channel.pipeline().addLast(new HttpResponseDecoder(new HttpDecoderConfig().setMaxHeaderSize(LONGEST_HEAD)));
    }

    private static Reply await(CompletableFuture<Reply> reply, FetchLimits limits) {
        try {
            return reply.get(limits.time().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            reply.complete(new Reply.TooSlow());
            return new Reply.TooSlow();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a request to another server failed where it may not", e);
        } catch (InterruptedException e) {
            reply.complete(new Reply.TooSlow());
            Thread.currentThread().interrupt();
            return new Reply.TooSlow();
        }
    }

    /** Connected, on the event loop; the handshake, where there is one, comes first. */
    private static void ask(
            ChannelFuture connected, Outgoing request, Reading reading, CompletableFuture<Reply> reply) {
        SslHandler handshake = connected.channel().pipeline().get(SslHandler.class);
        if (handshake != null) {
            handshake.handshakeFuture().addListener(shaken -> {
                if (shaken.isSuccess()) {
                    send(connected, request, reading);
                } else {
                    reply.complete(new Reply.Unreachable(shaken.cause().toString()));
                }
            });
        } else {
            send(connected, request, reading);
        }
    }

    private static void send(ChannelFuture connected, Outgoing request, Reading reading) {
        reading.begin();
        FetchTarget target = request.target();
        Headers own = Headers.of("connection", "close");
        if (!request.headers().has("host")) {
            own = own.with("host", host(target));
        }
        if (request.body().length > 0) {
            own = own.with("content-length", Integer.toString(request.body().length));
        }
        ByteBuf asked = Http1Head.request(
                connected.channel().alloc(),
                request.method(),
                target.path(),
                request.headers(),
                name -> name.equals("connection") || name.equals("content-length"),
                own,
                request.body().length);
        var _ = connected.channel().writeAndFlush(asked.writeBytes(request.body()));
    }

    private static String host(FetchTarget target) {
        String host = target.host().indexOf(':') >= 0 ? "[" + target.host() + "]" : target.host();
        return target.port() == (target.tls() ? 443 : 80) ? host : host + ":" + target.port();
    }

    /** Reads the answer, as much of it as is taken. */
    private static final class Reading extends SimpleChannelInboundHandler<HttpObject> {
        private final int most;
        private final CompletableFuture<Reply> reply;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private Optional<HttpResponse> head = Optional.empty();
        private boolean asked;

        Reading(int most, CompletableFuture<Reply> reply) {
            this.most = most;
            this.reply = reply;
        }

        /** The request is sent now; what fails before that, the connection's own future tells. */
        void begin() {
            asked = true;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject part) throws Exception {
            if (part.decoderResult().isFailure()) {
                broken(part.decoderResult().cause().toString());
            } else if (part instanceof HttpResponse response) {
                head = response.status().codeClass() == HttpStatusClass.INFORMATIONAL
                        ? Optional.empty()
                        : Optional.of(response);
            }
            if (part instanceof HttpContent content && head.isPresent() && !reply.isDone()) {
                take(content);
            }
        }

        private void take(HttpContent content) throws java.io.IOException {
            ByteBuf piece = content.content();
            if (body.size() + piece.readableBytes() > most) {
                reply.complete(new Reply.TooLarge());
                return;
            }
            piece.readBytes(body, piece.readableBytes());
            if (content instanceof LastHttpContent) {
                reply.complete(answer(head.get()));
            }
        }

        private Reply answer(HttpResponse response) {
            try {
                return new Reply.Answer(
                        response.status().code(), Headers.copyOf(response.headers()), body.toByteArray());
            } catch (IllegalArgumentException control) {
                return new Reply.Broken("a header field has a character that is not allowed there");
            }
        }

        private void broken(String why) {
            if (asked) {
                reply.complete(new Reply.Broken(why));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            broken("the connection was closed before the answer was complete");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            broken(cause.toString());
        }
    }
}
