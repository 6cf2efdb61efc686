package dev.sallyport.kit.engine;

import dev.sallyport.kit.http.RequestBody;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;

/** A stream that takes so many bytes and fails with {@link RequestBody.TooLarge} at the next (T43). */
final class Capped implements WriteStream<Buffer> {
    private final WriteStream<Buffer> inner;
    private final long most;
    private long taken;

    Capped(WriteStream<Buffer> inner, long most) {
        this.inner = inner;
        this.most = most;
    }

    @Override
    public Future<Void> write(Buffer piece) {
        taken += piece.length();
        return taken > most ? Future.failedFuture(new RequestBody.TooLarge(most)) : inner.write(piece);
    }

    @Override
    public Future<Void> end() {
        return taken > most ? Future.failedFuture(new RequestBody.TooLarge(most)) : inner.end();
    }

    @Override
    public WriteStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
        inner.exceptionHandler(handler);
        return this;
    }

    @Override
    public WriteStream<Buffer> setWriteQueueMaxSize(int size) {
        inner.setWriteQueueMaxSize(size);
        return this;
    }

    @Override
    public boolean writeQueueFull() {
        return inner.writeQueueFull();
    }

    @Override
    public WriteStream<Buffer> drainHandler(Handler<Void> handler) {
        inner.drainHandler(handler);
        return this;
    }
}
