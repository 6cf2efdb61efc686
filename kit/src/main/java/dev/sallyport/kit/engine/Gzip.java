package dev.sallyport.kit.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Compresses a body piece by piece (RFC 1952). Each piece is sent on whole, for nobody knows when the next one comes. Holds
 * memory outside the heap until it is released.
 */
final class Gzip {
    /** Magic, deflate, no flags, no time, no hint, an unknown system. */
    private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final CRC32 sum = new CRC32();
    private long length;
    private boolean begun;
    private boolean released;

    /** The piece, coded; takes it over. */
    ByteBuf piece(ByteBuf piece) {
        take(piece);
        return deflated(Deflater.SYNC_FLUSH);
    }

    /** The last piece and the end of the body, coded; takes it over. */
    ByteBuf last(ByteBuf piece) {
        take(piece);
        deflater.finish();
        return deflated(Deflater.NO_FLUSH).writeIntLE((int) sum.getValue()).writeIntLE((int) length);
    }

    private void take(ByteBuf piece) {
        byte[] bytes = ByteBufUtil.getBytes(piece);
        piece.release();
        sum.update(bytes);
        length += bytes.length;
        deflater.setInput(bytes);
    }

    private ByteBuf deflated(int flush) {
        ByteBuf out = Unpooled.buffer();
        if (!begun) {
            begun = true;
            out.writeBytes(HEAD);
        }
        byte[] some = new byte[8 * 1024];
        int count = deflater.deflate(some, 0, some.length, flush);
        while (count > 0) {
            out.writeBytes(some, 0, count);
            count = count < some.length ? 0 : deflater.deflate(some, 0, some.length, flush);
        }
        return out;
    }

    /** Gives the memory back; nothing can be coded after. */
    void release() {
        if (!released) {
            released = true;
            deflater.end();
        }
    }
}
