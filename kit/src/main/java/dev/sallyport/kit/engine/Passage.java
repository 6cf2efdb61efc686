package dev.sallyport.kit.engine;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.forward.Failure;
import dev.sallyport.kit.forward.Sockets;
import dev.sallyport.kit.forward.Terms;
import dev.sallyport.kit.forward.Tries;
import dev.sallyport.kit.forward.Try;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.ResponseBody;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One request on its way to an origin, and to another where that one does not answer; on the event loop. */
final class Passage implements OriginPool.Asker, OriginConnection.Asker {
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");
    private static final int SWITCHING = 101;

    /** What a further try is given at least. */
    private static final Duration LEAST = Duration.ofSeconds(1);

    private final Forwarder forwarder;
    private final Exchange exchange;
    private final ResponseBody.Forward forward;
    private final Reply reply;
    private final Optional<Sockets> sockets;
    private final int begun;
    private int tried;
    private int reached;
    private boolean waited;
    private boolean kept;
    private Optional<Future<?>> wait = Optional.empty();
    private Optional<Try> attempt = Optional.empty();
    private Optional<OriginConnection> connection = Optional.empty();

    Passage(Forwarder forwarder, Exchange exchange, ResponseBody.Forward forward, Reply reply) {
        this.forwarder = forwarder;
        this.exchange = exchange;
        this.forward = forward;
        this.reply = reply;
        this.sockets = forward.sockets().filter(leave -> exchange.isUpgrading());
        this.begun = forwarder.seconds();
    }

    void begin() {
        if (exchange.isGone()) {
            reply.abandoned();
            return;
        }
        if (sockets.isPresent()) {
            if (!sockets.get().enter()) {
                reply.problem(new Unanswered(Failure.BUSY, new IOException("all places of WebSockets are taken")));
                return;
            }
            reply.whenOver(sockets.get()::left);
        }
        exchange.whenGone(this::left);
        exchange.whenWritable(this::pace);
        tries().next()
                .ifPresentOrElse(
                        this::attempt,
                        () -> reply.problem(new Unanswered(Failure.BUSY, new IOException("there is no origin"))));
    }

    private Tries tries() {
        return forward.tries();
    }

    private Terms terms() {
        return forward.terms();
    }

    private void attempt(Try next) {
        tried++;
        attempt = Optional.of(next);
        OriginPool pool = forwarder.pool(next.origin());
        if (sockets.isPresent()) {
            pool.askToLeave(terms().connect(), this);
        } else {
            pool.ask(terms().connect(), this);
        }
    }

    @Override
    public void unconnected(Throwable cause) {
        if (!reply.isOver()) {
            unanswered(Unanswered.unconnected(cause));
        }
    }

    @Override
    public void connected(OriginConnection to) {
        if (reply.isOver()) {
            to.unused();
            return;
        }
        reached++;
        connection = Optional.of(to);
        kept = to.begin(this, forward.head().method().equals("HEAD"));
        if (!kept) {
            attempt.ifPresent(Try::reached);
        }
        var asking = new Asking(
                forward.parting().said(forward.head(), silence()),
                attempt.orElseThrow().origin());
        if (exchange.incoming().isPresent()) {
            IncomingBody body = exchange.incoming().get();
            asking.streamed(to.wire(), body.length());
            body.pipe(new Body(to));
        } else if (sockets.isPresent()) {
            asking.upgrading(to.wire());
            to.flush();
            to.asked(silence());
        } else {
            asking.whole(to.wire(), exchange);
            to.flush();
            to.asked(silence());
        }
    }

    /** How long this origin may be silent once it has the whole request: the route's time, and no longer than the client waits. */
    private Duration silence() {
        // A body that streams may have taken its time, and is not sent twice.
        boolean alone = (tried == 1 && !waited) || exchange.incoming().isPresent();
        Duration most = alone ? forwarder.patience() : shorter(forwarder.patience(), longer(timeLeft(), LEAST));
        return shorter(terms().read(), most);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private Duration timeLeft() {
        return forwarder.patience().minusSeconds(forwarder.seconds() - begun);
    }

    @Override
    public void head(HttpResponse in) {
        int status = in.status().code();
        if (status == SWITCHING && sockets.isPresent() && WebSocketUpgrade.isAccepted(exchange.raw(), in)) {
            attempt.ifPresent(a -> a.answered(status, false));
            exchange.whenGone(() -> {});
            reply.leave(in, letGo().orElseThrow(), sockets.get(), attempt.orElseThrow());
            return;
        }
        if (status < 200 || status > 599) {
            letGo().ifPresent(OriginConnection::abort);
            unanswered(new Unanswered(Failure.BROKEN, new IOException("it answered with status " + status)));
            return;
        }
        boolean leaving = status == 503 && HopByHop.isLast(in.headers().getAll("connection"));
        attempt.ifPresent(a -> a.answered(status, leaving));
        if ((leaving || terms().retryOn().contains(status)) && isRepeatable() && hasTries()) {
            Optional<Try> other = tries().next();
            if (other.isPresent()) {
                letGo().ifPresent(c -> c.discard(in));
                attempt.ifPresent(Try::over);
                attempt(other.get());
                return;
            }
        }
        connection.ifPresent(c -> c.answering(forwarder.idle()));
        if (!reply.begin(in)) {
            letGo().ifPresent(c -> c.discard(in));
            attempt.ifPresent(Try::over);
        }
    }

    @Override
    public void piece(ByteBuf piece) {
        reply.piece(piece);
        pace();
    }

    @Override
    public void end(ByteBuf last) {
        connection = Optional.empty();
        attempt.ifPresent(Try::over);
        reply.end(last);
    }

    @Override
    public void pause() {
        reply.flush();
    }

    /** The origin is read as fast as the client takes what comes. */
    private void pace() {
        boolean taken = exchange.channel().isWritable();
        connection.ifPresent(c -> c.reading(taken));
    }

    /** The client is read as fast as the origin takes what comes. */
    @Override
    public void writabilityChanged() {
        if (exchange.hasRest()) {
            connection.ifPresent(
                    c -> exchange.conversation().reading(c.channel().isWritable()));
        }
    }

    @Override
    public void broken(Throwable cause) {
        connection = Optional.empty();
        if (reply.isBegun()) {
            attempt.ifPresent(a -> a.failed(Failure.BROKEN));
            attempt.ifPresent(Try::over);
            reply.breakOff();
        } else {
            unanswered(Unanswered.silent(cause, kept));
        }
    }

    /** The client went away. */
    private void left() {
        wait.ifPresent(w -> {
            w.cancel(false);
            tries().leave();
        });
        wait = Optional.empty();
        letGo().ifPresent(OriginConnection::abort);
        attempt.ifPresent(a -> a.failed(Failure.ABANDONED));
        attempt.ifPresent(Try::over);
        reply.abandoned();
    }

    private Optional<OriginConnection> letGo() {
        Optional<OriginConnection> held = connection;
        connection = Optional.empty();
        return held;
    }

    private void unanswered(Unanswered what) {
        attempt.ifPresent(a -> a.failed(what.failure()));
        Optional<Try> next = mayTryAgain(what.failure()) ? tries().next() : Optional.empty();
        boolean once = mayAskTheSame(what.failure());
        attempt.ifPresent(Try::over);
        next.or(() -> once ? Optional.of(tries().again()) : Optional.empty())
                .ifPresentOrElse(this::attempt, () -> waitOr(what));
    }

    private boolean mayTryAgain(Failure failure) {
        return failure != Failure.ABANDONED && hasTries() && (isWhole(failure) || isRepeatable());
    }

    /** Where a connection came to nothing by no fault of the origin's. */
    private boolean mayAskTheSame(Failure failure) {
        boolean stale = failure == Failure.STALE && isRepeatable();
        return hasTries() && (stale || (failure == Failure.DECLINED && isWhole(failure)));
    }

    /** Whether nothing can have come of it, and all of it is still here. What streams is gone once it was begun. */
    private boolean isWhole(Failure failure) {
        return failure.isUnsent()
                && (failure != Failure.DECLINED || exchange.incoming().isEmpty());
    }

    /** Waits where no origin was there to take the request. Nothing of its body is read meanwhile. */
    private void waitOr(Unanswered what) {
        Optional<Duration> pause =
                what.failure().isAbsence() && timeLeft().isPositive() ? tries().pause() : Optional.empty();
        pause.ifPresentOrElse(this::await, () -> reply.problem(what));
    }

    private void await(Duration pause) {
        waited = true;
        wait = Optional.of(exchange.loop().schedule(() -> resume(pause), pause.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void resume(Duration pause) {
        wait = Optional.empty();
        // Origins that took no connection have had nothing of it; only the others count.
        tried = reached;
        tries().resume().ifPresentOrElse(this::attempt, () -> await(pause));
    }

    private boolean hasTries() {
        return tried <= terms().retries() && timeLeft().isPositive();
    }

    /** Whether asking twice is the same as asking once, and the body is still here. A proof by DPoP is taken once only. */
    @Spec("RFC 9110 §9.2.2")
    private boolean isRepeatable() {
        return IDEMPOTENT.contains(exchange.request().method())
                && !exchange.request().headers().has("dpop")
                && exchange.incoming().isEmpty();
    }

    /** The client's body on its way to the origin. What breaks off in front must not look whole behind. */
    private final class Body implements IncomingBody.Sink {
        private final OriginConnection to;
        private long length;

        Body(OriginConnection to) {
            this.to = to;
        }

        @Override
        public void piece(ByteBuf piece) {
            length += piece.readableBytes();
            if (!isCurrent()) {
                piece.release();
            } else if (length > terms().longestBody()) {
                piece.release();
                giveUp(new RequestBody.TooLarge(terms().longestBody()));
            } else {
                to.wire().piece(piece);
                to.flush();
                writabilityChanged();
            }
        }

        @Override
        public void end() {
            if (isCurrent()) {
                to.wire().end();
                to.flush();
                to.asked(silence());
            }
        }

        @Override
        public void broken() {
            giveUp(new Unanswered.BrokenBody());
        }

        private void giveUp(IOException why) {
            if (isCurrent()) {
                letGo().ifPresent(OriginConnection::abort);
                if (reply.isBegun()) {
                    attempt.ifPresent(a -> a.failed(Failure.ABANDONED));
                    attempt.ifPresent(Try::over);
                    reply.breakOff();
                } else {
                    unanswered(Unanswered.abandoned(why));
                }
            }
        }

        private boolean isCurrent() {
            return connection.filter(c -> c == to).isPresent();
        }
    }
}
