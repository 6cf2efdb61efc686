package dev.sallyport.kit.engine;

import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.DefaultFileRegion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers that come bit by bit, from the virtual thread that made them, at the pace of the client. */
final class Answer {
    private static final Logger LOG = LoggerFactory.getLogger(Answer.class);
    private static final int PIECE = 64 * 1024;

    /** Of a file, sent by the platform: so much at a time, that a client which takes little is seen to take something. */
    private static final int REGION = 256 * 1024;

    private final Duration idle;

    /** @param idle how long a client may take nothing */
    Answer(Duration idle) {
        this.idle = idle;
    }

    /** Sends the response; called on the request's virtual thread, which it holds until the last byte is taken. */
    void send(Exchange exchange, Response response) throws IOException {
        switch (response.body()) {
            case ResponseBody.Stream(var stream, var length) -> {
                try (stream) {
                    stream(exchange, response, stream, length);
                }
            }
            case ResponseBody.FilePart part -> file(exchange, response, part);
            case ResponseBody.Bytes bytes -> throw new IllegalArgumentException("that does not come bit by bit");
            case ResponseBody.Forward forward -> throw new IllegalArgumentException("that is not made here");
        }
    }

    private void stream(Exchange exchange, Response response, InputStream stream, OptionalLong length)
            throws IOException {
        head(exchange, response, length);
        if (exchange.isHead()) {
            return;
        }
        byte[] piece = new byte[PIECE];
        for (int count = stream.read(piece); count >= 0; count = stream.read(piece)) {
            ByteBuf sent = Unpooled.copiedBuffer(piece, 0, count);
            await(exchange, () -> {
                ChannelFuture written = exchange.piece(sent);
                exchange.channel().flush();
                return written;
            });
        }
        await(exchange, () -> exchange.end(Unpooled.EMPTY_BUFFER));
    }

    private void file(Exchange exchange, Response response, ResponseBody.FilePart part) throws IOException {
        try (FileChannel channel = FileChannel.open(part.file(), StandardOpenOption.READ)) {
            head(exchange, response, OptionalLong.of(part.length()));
            if (exchange.isHead()) {
                return;
            }
            boolean byPlatform = !exchange.conversation().connection().isSecure()
                    && !exchange.conversation().connection().isShared();
            long end = part.offset() + part.length();
            int most = byPlatform ? REGION : PIECE;
            for (long at = part.offset(); at < end; at += most) {
                int count = (int) Math.min(most, end - at);
                long from = at;
                if (byPlatform) {
                    await(exchange, () -> exchange.region(new Open(channel, from, count)));
                } else {
                    ByteBuf piece = Unpooled.wrappedBuffer(read(channel, from, count));
                    await(exchange, () -> {
                        ChannelFuture written = exchange.piece(piece);
                        exchange.channel().flush();
                        return written;
                    });
                }
            }
            await(exchange, () -> exchange.end(Unpooled.EMPTY_BUFFER));
        } catch (NoSuchFileException e) {
            throw new IllegalStateException("a handler answered with a file that is not there", e);
        }
    }

    private static ByteBuffer read(FileChannel channel, long from, int count) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(count);
        while (piece.hasRemaining()) {
            if (channel.read(piece, from + piece.position()) < 0) {
                throw new IOException("the file has become shorter");
            }
        }
        return piece.flip();
    }

    /** A part of a file that stays open when the part is sent. */
    private static final class Open extends DefaultFileRegion {
        Open(FileChannel file, long position, long count) {
            super(file, position, count);
        }

        @Override
        protected void deallocate() {
            // Who opened the file closes it.
        }
    }

    private void head(Exchange exchange, Response response, OptionalLong length) throws IOException {
        await(exchange, () -> {
            Headers fields = length.isEmpty()
                    ? response.headers()
                    : response.headers().set("content-length", Long.toString(length.getAsLong()));
            if (exchange.isHead() || Exchange.hasNoBody(response.status())) {
                return exchange.bodiless(response.status(), fields);
            }
            ChannelFuture written = exchange.head(response.status(), fields);
            exchange.channel().flush();
            return written;
        });
    }

    /** Does a step on the event loop, and waits for it; a silent client may not hold it up for longer than the idle time. */
    private void await(Exchange exchange, Supplier<ChannelFuture> step) throws IOException {
        var taken = new CompletableFuture<Void>();
        exchange.loop().execute(() -> {
            try {
                if (exchange.isGone()) {
                    throw new IOException("the client left");
                }
                step.get().addListener(done -> {
                    if (done.isSuccess()) {
                        exchange.conversation().connection().moved();
                        taken.complete(null);
                    } else {
                        taken.completeExceptionally(done.cause());
                    }
                });
            } catch (IOException | RuntimeException e) {
                taken.completeExceptionally(e);
            }
        });
        try {
            taken.get(idle.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IllegalStateException bug) {
                throw bug;
            }
            LOG.debug("an answer was not taken: {}", e.getCause().toString());
            throw new IOException("the client went away", e);
        } catch (TimeoutException e) {
            throw new IOException("the client takes nothing", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while answering", e);
        }
    }
}
