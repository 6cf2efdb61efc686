package dev.sallyport.kit.engine;

import dev.sallyport.kit.http.RequestBody;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;

/** A stream that takes so many bytes and fails with {@link RequestBody.TooLarge} at the next (T43). */
final class Capped extends PassedOn {
    private final long most;
    private long taken;

    Capped(WriteStream<Buffer> inner, long most) {
        super(inner);
        this.most = most;
    }

    @Override
    public Future<Void> write(Buffer piece) {
        taken += piece.length();
        return taken > most ? Future.failedFuture(new RequestBody.TooLarge(most)) : on(piece);
    }

    @Override
    public Future<Void> end() {
        return taken > most ? Future.failedFuture(new RequestBody.TooLarge(most)) : over();
    }
}
