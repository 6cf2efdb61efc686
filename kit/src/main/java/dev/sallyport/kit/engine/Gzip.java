package dev.sallyport.kit.engine;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A stream that compresses what goes through it (RFC 1952). Each piece is sent on whole, for nobody knows when the next one
 * comes. Holds memory outside the heap until it is released.
 */
final class Gzip extends PassedOn {
    /** Magic, deflate, no flags, no time, no hint, an unknown system. */
    private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final CRC32 sum = new CRC32();
    private long length;
    private boolean begun;
    private boolean released;

    Gzip(WriteStream<Buffer> inner) {
        super(inner);
    }

    @Override
    public Future<Void> write(Buffer piece) {
        if (released) {
            return Future.failedFuture("the answer is over");
        }
        byte[] bytes = piece.getBytes();
        sum.update(bytes);
        length += bytes.length;
        deflater.setInput(bytes);
        return on(deflated(Deflater.SYNC_FLUSH));
    }

    @Override
    public Future<Void> end() {
        if (released) {
            return Future.failedFuture("the answer is over");
        }
        deflater.finish();
        Buffer last =
                deflated(Deflater.NO_FLUSH).appendIntLE((int) sum.getValue()).appendIntLE((int) length);
        return on(last).compose(written -> over());
    }

    private Buffer deflated(int flush) {
        Buffer out = Buffer.buffer();
        if (!begun) {
            begun = true;
            out.appendBytes(HEAD);
        }
        byte[] some = new byte[8 * 1024];
        int count = deflater.deflate(some, 0, some.length, flush);
        while (count > 0) {
            out.appendBytes(some, 0, count);
            count = count < some.length ? 0 : deflater.deflate(some, 0, some.length, flush);
        }
        return out;
    }

    /** Gives the memory back; nothing can be written after. */
    void release() {
        if (!released) {
            released = true;
            deflater.end();
        }
    }
}
