package dev.sallyport.kit.engine;

import dev.sallyport.kit.http.Onlooker.Collector;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;

/** A stream that keeps a copy of what goes through it, up to a length. */
final class Collected extends PassedOn {
    private final Collector collector;
    private final long declared;
    private Buffer kept = Buffer.buffer();
    private boolean over;

    /** @param declared the length of the body in bytes, where it is known; else negative */
    Collected(WriteStream<Buffer> inner, Collector collector, long declared) {
        super(inner);
        this.collector = collector;
        this.declared = declared;
    }

    @Override
    public Future<Void> write(Buffer piece) {
        if (!over && kept.length() + piece.length() > collector.most()) {
            over = true;
            kept = Buffer.buffer();
            collector.tooLong();
        }
        if (!over) {
            kept.appendBuffer(piece);
            if (kept.length() == declared) {
                // Before the client has it all, and asks again.
                whole();
            }
        }
        return on(piece);
    }

    /** The origin has said all; whether the client takes all is another matter. */
    @Override
    public Future<Void> end() {
        if (!over) {
            whole();
        }
        return over();
    }

    private void whole() {
        over = true;
        collector.whole(kept.getBytes());
    }
}
