package dev.sallyport.kit.engine;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.forward.Failure;
import dev.sallyport.kit.forward.Sockets;
import dev.sallyport.kit.forward.Terms;
import dev.sallyport.kit.forward.Tries;
import dev.sallyport.kit.forward.Try;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.ResponseBody;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** One request on its way to an origin, and to another where that one does not answer; on the event loop. */
final class Passage {
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    /** What a further try is given at least. */
    private static final Duration LEAST = Duration.ofSeconds(1);

    /** The body of an answer that nobody wants is read up to this length, to keep its connection. */
    private static final long DISCARDED = 64 * 1024;

    private final Forwarder forwarder;
    private final Exchange exchange;
    private final ResponseBody.Forward forward;
    private final Reply reply;
    private final Optional<Sockets> sockets;
    private final int begun;
    private int tried;
    private Optional<RequestBody.TooLarge> tooLarge = Optional.empty();

    Passage(Forwarder forwarder, Exchange exchange, ResponseBody.Forward forward, Reply reply) {
        this.forwarder = forwarder;
        this.exchange = exchange;
        this.forward = forward;
        this.reply = reply;
        this.sockets = forward.sockets().filter(leave -> exchange.isUpgrading());
        this.begun = forwarder.seconds();
    }

    Future<Void> begin() {
        if (sockets.isEmpty()) {
            return first();
        }
        if (!sockets.get().enter()) {
            return reply.problem(new Unanswered(Failure.BUSY, new IOException("all places of WebSockets are taken")));
        }
        return first().onComplete(done -> sockets.get().left());
    }

    private Future<Void> first() {
        return tries().next()
                .map(this::attempt)
                .orElseGet(() -> reply.problem(new Unanswered(Failure.BUSY, new IOException("there is no origin"))));
    }

    private Tries tries() {
        return forward.tries();
    }

    private Terms terms() {
        return forward.terms();
    }

    private Future<Void> attempt(Try attempt) {
        tried++;
        return forwarder
                .open(attempt, forward.head(), terms(), sockets.isPresent())
                .transform((out, failure) ->
                        failure == null ? ask(attempt, out) : unanswered(attempt, Unanswered.unconnected(failure)))
                .onFailure(broke -> attempt.over());
    }

    private Future<Void> ask(Try attempt, HttpClientRequest out) {
        if (exchange.response().closed()) {
            out.reset();
            return unanswered(attempt, Unanswered.abandoned(new IOException("the client left")));
        }
        boolean kept = forwarder.wasKept(out.connection());
        Request head = forward.head();
        Set<String> hop = HopByHop.names(head.headers().all("connection"));
        head.headers().each((name, value) -> {
            if (!hop.contains(name) && !name.equals("content-length")) {
                out.headers().add(name, value);
            }
        });
        exchange.response().closeHandler(gone -> out.reset());
        out.exceptionHandler(Forwarder::alsoTold);
        Future<HttpClientResponse> response = sent(out);
        return response.transform((in, failure) ->
                failure == null ? answer(attempt, in) : unanswered(attempt, Unanswered.silent(failure, kept)));
    }

    private Future<HttpClientResponse> sent(HttpClientRequest out) {
        if (sockets.isEmpty()) {
            Future<HttpClientResponse> response = out.response();
            send(out);
            return response;
        }
        Future<HttpClientResponse> response = WebSocketUpgrade.offer(out);
        out.idleTimeout(silence().toMillis());
        return response;
    }

    private void send(HttpClientRequest out) {
        if (exchange.incoming().isPresent()) {
            IncomingBody body = exchange.incoming().get();
            body.length()
                    .ifPresentOrElse(
                            length -> out.putHeader("content-length", Long.toString(length)),
                            () -> out.setChunked(true));
            body.pipe(new Capped(out, terms().longestBody()))
                    .onSuccess(whole -> out.idleTimeout(silence().toMillis()))
                    .onFailure(broken -> broken(out, broken));
            return;
        }
        byte[] bytes = bytes(exchange.request().body());
        if (bytes.length > 0 || exchange.raw().getHeader("content-length") != null) {
            out.putHeader("content-length", Integer.toString(bytes.length));
            out.end(Buffer.buffer(bytes));
        } else {
            // A request without a body says nothing of its length, and goes on as it came.
            out.end();
        }
        out.idleTimeout(silence().toMillis());
    }

    /** What broke off in front must not look whole behind. */
    private void broken(HttpClientRequest out, Throwable why) {
        if (why instanceof RequestBody.TooLarge limit) {
            tooLarge = Optional.of(limit);
        }
        out.reset();
    }

    /** How long this origin may be silent once it has the whole request: the route's time, and no longer than the client waits. */
    private Duration silence() {
        // A body that streams may have taken its time, and is not sent twice.
        boolean alone = tried == 1 || exchange.incoming().isPresent();
        Duration most = alone ? forwarder.patience() : shorter(forwarder.patience(), longer(left(), LEAST));
        return shorter(terms().read(), most);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private Duration left() {
        return forwarder.patience().minusSeconds(forwarder.seconds() - begun);
    }

    private Future<Void> answer(Try attempt, HttpClientResponse in) {
        int status = in.statusCode();
        if (status == 101 && sockets.isPresent() && WebSocketUpgrade.isAccepted(exchange.raw(), in)) {
            attempt.answered(status, false);
            return reply.leave(in, forwarder.tunnels(), sockets.get()).onComplete(done -> attempt.over());
        }
        if (status < 200 || status > 599) {
            in.exceptionHandler(Forwarder::alsoTold).request().reset();
            return unanswered(
                    attempt, new Unanswered(Failure.BROKEN, new IOException("it answered with status " + status)));
        }
        boolean leaving = status == 503 && HopByHop.isLast(in.headers().getAll("connection"));
        attempt.answered(status, leaving);
        if ((leaving || terms().retryOn().contains(status)) && isRepeatable() && hasTries()) {
            Optional<Try> other = tries().next();
            if (other.isPresent()) {
                discard(in);
                attempt.over();
                return attempt(other.get());
            }
        }
        return reply.pass(in).onFailure(broke -> brokeOff(attempt)).onComplete(done -> {
            attempt.over();
            if (sockets.isPresent()) {
                in.request().connection().close();
            }
        });
    }

    private void brokeOff(Try attempt) {
        attempt.failed(exchange.response().closed() ? Failure.ABANDONED : Failure.BROKEN);
        exchange.raw().connection().close();
    }

    static void discard(HttpClientResponse in) {
        in.exceptionHandler(Forwarder::alsoTold);
        String length = in.getHeader("content-length");
        if (length != null && length.length() < 6 && Long.parseLong(length) <= DISCARDED) {
            in.resume();
        } else {
            in.request().reset();
        }
    }

    private Future<Void> unanswered(Try attempt, Unanswered unanswered) {
        Unanswered what = exchange.response().closed() || tooLarge.isPresent()
                ? Unanswered.abandoned(tooLarge.<Throwable>map(e -> e).orElse(unanswered.cause()))
                : unanswered;
        attempt.failed(what.failure());
        Optional<Try> next = mayTryAgain(what.failure()) ? tries().next() : Optional.empty();
        boolean once = what.failure() == Failure.STALE && isRepeatable() && hasTries();
        attempt.over();
        return next.or(() -> once ? Optional.of(tries().again()) : Optional.empty())
                .map(this::attempt)
                .orElseGet(() -> reply.problem(what));
    }

    private boolean mayTryAgain(Failure failure) {
        return failure != Failure.ABANDONED && hasTries() && (failure.isUnsent() || isRepeatable());
    }

    private boolean hasTries() {
        return tried <= terms().retries() && left().isPositive();
    }

    /** Whether asking twice is the same as asking once, and the body is still here. A proof by DPoP is taken once only. */
    @Spec("RFC 9110 §9.2.2")
    private boolean isRepeatable() {
        return IDEMPOTENT.contains(exchange.request().method())
                && !exchange.request().headers().has("dpop")
                && exchange.incoming().isEmpty();
    }

    private static byte[] bytes(RequestBody small) {
        try {
            return small.stream().readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot break off", e);
        }
    }
}
