package dev.sallyport.kit.engine;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.forward.Failure;
import dev.sallyport.kit.forward.Terms;
import dev.sallyport.kit.forward.Tries;
import dev.sallyport.kit.forward.Try;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request on its way to an origin, and to another where that one does not answer; on the event loop. */
final class Passage {
    private static final Logger LOG = LoggerFactory.getLogger(Passage.class);

    /** Of these, what the origin says stands beside what is set here. */
    private static final Set<String> ADDED = Set.of("set-cookie", "vary");

    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    /** The body of an answer that nobody wants is read up to this length, to keep its connection. */
    private static final long DISCARDED = 64 * 1024;

    private final Forwarder forwarder;
    private final Exchange exchange;
    private final ResponseBody.Forward forward;
    private final Headers overlay;
    private final Promise<Integer> answered;
    private final int begun;
    private int tried;
    private Optional<RequestBody.TooLarge> tooLarge = Optional.empty();

    /**
     * @param overlay is set on whatever is answered
     * @param answered gets the status that is sent
     */
    Passage(
            Forwarder forwarder,
            Exchange exchange,
            ResponseBody.Forward forward,
            Headers overlay,
            Promise<Integer> answered) {
        this.forwarder = forwarder;
        this.exchange = exchange;
        this.forward = forward;
        this.overlay = overlay;
        this.answered = answered;
        this.begun = forwarder.seconds();
    }

    Future<Void> begin() {
        return tries().next()
                .map(this::attempt)
                .orElseGet(() -> giveUp(new Unanswered(Failure.BUSY, new IOException("there is no origin"))));
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
                .open(attempt, forward.head(), terms())
                .transform((out, failure) ->
                        failure == null ? ask(attempt, out) : unanswered(attempt, Unanswered.unconnected(failure)));
    }

    private Future<Void> ask(Try attempt, HttpClientRequest out) {
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
        Future<HttpClientResponse> response = out.response();
        send(out);
        return response.transform((in, failure) ->
                failure == null ? answer(attempt, in) : unanswered(attempt, Unanswered.silent(failure, kept)));
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
        }
        out.end(Buffer.buffer(bytes));
        out.idleTimeout(silence().toMillis());
    }

    /** What broke off in front must not look whole behind. */
    private void broken(HttpClientRequest out, Throwable why) {
        if (why instanceof RequestBody.TooLarge limit) {
            tooLarge = Optional.of(limit);
        }
        out.reset();
    }

    /** How long this origin may be silent: the route's time, and no longer than the client still waits. */
    private Duration silence() {
        Duration left = left();
        return terms().read().compareTo(left) < 0 ? terms().read() : left;
    }

    private Duration left() {
        return forwarder.patience().minusSeconds(forwarder.seconds() - begun);
    }

    private Future<Void> answer(Try attempt, HttpClientResponse in) {
        int status = in.statusCode();
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
        return pass(in).onFailure(broke -> brokeOff(attempt)).onComplete(done -> attempt.over());
    }

    private void brokeOff(Try attempt) {
        attempt.failed(exchange.response().closed() ? Failure.ABANDONED : Failure.BROKEN);
        exchange.raw().connection().close();
    }

    private static void discard(HttpClientResponse in) {
        in.exceptionHandler(Forwarder::alsoTold);
        String length = in.getHeader("content-length");
        if (length != null && length.length() < 6 && Long.parseLong(length) <= DISCARDED) {
            in.resume();
        } else {
            in.request().reset();
        }
    }

    /** The answer goes out; from here on there is no other. */
    private Future<Void> pass(HttpClientResponse in) {
        HttpServerResponse out = exchange.response();
        out.setStatusCode(in.statusCode());
        Set<String> hop = HopByHop.names(in.headers().getAll("connection"));
        in.headers().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!hop.contains(lower) && !forward.withheld().test(lower)) {
                out.headers().add(name, value);
            }
        });
        overlay(out.headers());
        Answer.last(exchange);
        answered.tryComplete(in.statusCode());
        if (exchange.isHead() || Answer.hasNoBody(in.statusCode())) {
            in.resume();
            return out.end();
        }
        if (!out.headers().contains("content-length")) {
            out.setChunked(true);
        }
        // What breaks off behind must break off in front as well, and not look whole.
        return in.pipe().endOnFailure(false).to(out);
    }

    private void overlay(MultiMap headers) {
        overlay.each((name, value) -> {
            if (!ADDED.contains(name)) {
                headers.remove(name);
            }
        });
        overlay.each(headers::add);
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
                .orElseGet(() -> giveUp(what));
    }

    private boolean mayTryAgain(Failure failure) {
        return failure != Failure.ABANDONED && hasTries() && (failure.isUnsent() || isRepeatable());
    }

    private boolean hasTries() {
        return tried <= terms().retries() && left().isPositive();
    }

    /** Whether asking twice is the same as asking once, and the body is still here. */
    @Spec("RFC 9110 §9.2.2")
    private boolean isRepeatable() {
        return IDEMPOTENT.contains(exchange.request().method())
                && exchange.incoming().isEmpty();
    }

    private Future<Void> giveUp(Unanswered unanswered) {
        HttpServerResponse out = exchange.response();
        if (out.headWritten() || out.closed()) {
            exchange.raw().connection().close();
            return Future.failedFuture(new IOException("broke off", unanswered.cause()));
        }
        LOG.warn(
                "request {} was not answered by its origin: {}",
                exchange.request().id(),
                unanswered.cause().toString());
        out.headers().clear();
        Response problem = unanswered.told();
        overlay.each((name, value) -> {
            if (!problem.headers().has(name)) {
                out.headers().add(name, value);
            }
        });
        answered.tryComplete(problem.status());
        return Answer.bytes(exchange, problem, ((ResponseBody.Bytes) problem.body()).bytes());
    }

    private static byte[] bytes(RequestBody small) {
        try {
            return small.stream().readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot break off", e);
        }
    }
}
