package dev.sallyport.kit.engine;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;

/** A stream that does something with each piece and passes it on to another, which sets the pace. */
abstract class PassedOn implements WriteStream<Buffer> {
    private final WriteStream<Buffer> inner;

    PassedOn(WriteStream<Buffer> inner) {
        this.inner = inner;
    }

    final Future<Void> on(Buffer piece) {
        return inner.write(piece);
    }

    final Future<Void> over() {
        return inner.end();
    }

    @Override
    public final WriteStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
        inner.exceptionHandler(handler);
        return this;
    }

    @Override
    public final WriteStream<Buffer> setWriteQueueMaxSize(int size) {
        inner.setWriteQueueMaxSize(size);
        return this;
    }

    @Override
    public final boolean writeQueueFull() {
        return inner.writeQueueFull();
    }

    @Override
    public final WriteStream<Buffer> drainHandler(Handler<Void> handler) {
        inner.drainHandler(handler);
        return this;
    }
}
