package dev.sallyport.kit.engine;

import dev.sallyport.kit.http.Onlooker.Collector;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;

/** A copy of a body that goes by, up to a length: what came, and not what goes out. */
final class Collected {
    private final Collector collector;
    private final long declared;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean over;

    /** @param declared the length of the body in bytes, where it is known; else negative */
    Collected(Collector collector, long declared) {
        this.collector = collector;
        this.declared = declared;
    }

    /** A piece goes by, and is left as it is. */
    void passes(ByteBuf piece) {
        if (over) {
            return;
        }
        int length = piece.readableBytes();
        if (kept.size() + length > collector.most()) {
            over = true;
            kept.reset();
            collector.tooLong();
            return;
        }
        byte[] bytes = new byte[length];
        piece.getBytes(piece.readerIndex(), bytes);
        kept.writeBytes(bytes);
        if (kept.size() == declared) {
            // Before the client has it all, and asks again.
            whole();
        }
    }

    /** The last piece goes by. The origin has said all; whether the client takes all is another matter. */
    void ends(ByteBuf last) {
        passes(last);
        if (!over) {
            whole();
        }
    }

    private void whole() {
        over = true;
        collector.whole(kept.toByteArray());
    }
}
