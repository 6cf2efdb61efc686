package dev.sallyport.kit.engine;

import dev.sallyport.kit.forward.Sockets;
import dev.sallyport.kit.http.Compression;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Onlooker;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes back to the client of a forwarded request: an origin's answer, or a problem where there is none. On the event loop.
 *
 * @param withheld which fields of the origin's answer go no further, by name in lower case
 * @param compresses whether the answer may be coded on its way
 * @param overlay is set on whatever is answered
 * @param answered gets the status that is sent
 * @param onlooker sees the origin's answer first
 */
record Reply(
        Exchange exchange,
        Predicate<String> withheld,
        boolean compresses,
        Headers overlay,
        Promise<Integer> answered,
        Optional<Onlooker> onlooker) {
    private static final Logger LOG = LoggerFactory.getLogger(Reply.class);

    /** Of these, what the origin says stands beside what is set here. */
    private static final Set<String> ADDED = Set.of("set-cookie", "vary", "link");

    private static final int SMALL = 16 * 1024;
    private static final Pattern FEW_DIGITS = Pattern.compile("[0-9]{1,5}");

    /** The answer goes out; from here on there is no other. */
    Future<Void> pass(HttpClientResponse in) {
        if (onlooker.isPresent()) {
            return new Watched(this, onlooker.get()).pass(in);
        }
        HttpServerResponse out = exchange.response();
        head(in);
        boolean coded = compresses && compressed(in.statusCode());
        if (exchange.isHead() || Answer.hasNoBody(in.statusCode())) {
            in.resume();
            return out.end();
        }
        if (!out.headers().contains("content-length")) {
            out.setChunked(true);
        }
        // What breaks off behind must break off in front as well, and not look whole.
        if (coded) {
            var gzip = new Gzip(out);
            return in.pipe().endOnFailure(false).to(gzip).onComplete(done -> gzip.release());
        }
        return isSmall(in)
                ? in.body().compose(out::end)
                : in.pipe().endOnFailure(false).to(out);
    }

    /** The same, seen by nobody. */
    Reply unwatched() {
        return new Reply(exchange, withheld, compresses, overlay, answered, Optional.empty());
    }

    /** Small answers go out in one piece: head and body in one write, and not in three. */
    private static boolean isSmall(HttpClientResponse in) {
        String length = in.getHeader("content-length");
        return length != null && FEW_DIGITS.matcher(length).matches() && Integer.parseInt(length) <= SMALL;
    }

    /** Sets the fields of an answer that might be coded; whether it is. */
    boolean compressed(int status) {
        MultiMap fields = exchange.response().headers();
        boolean taken = Compression.isAccepted(exchange.request());
        if (status == 304 && taken && fields.contains("etag")) {
            fields.set("etag", Compression.weak(fields.get("etag")));
        }
        Headers told = Headers.copyOf(fields);
        long length = told.first("content-length").map(Long::parseLong).orElse(Long.MAX_VALUE);
        if (!Compression.isWorth(status, told, length)) {
            return false;
        }
        Headers varied = told.set("vary", Compression.varied(told.all("vary")));
        boolean codes = taken && !exchange.isHead();
        fields.clear();
        (codes ? Compression.told(varied) : varied).each(fields::add);
        return codes;
    }

    /** The origin's 101 goes out, and after it bytes go both ways until one side ends. */
    Future<Void> leave(HttpClientResponse in, Tunnels tunnels, Sockets leave) {
        head(in);
        exchange.response().headers().remove("content-length");
        exchange.response().putHeader("connection", "upgrade").putHeader("upgrade", "websocket");
        return tunnels.join(exchange, in, leave);
    }

    private void head(HttpClientResponse in) {
        HttpServerResponse out = exchange.response();
        out.setStatusCode(in.statusCode());
        further(in, out.headers());
        overlay(out.headers());
        Answer.last(exchange);
        answered.tryComplete(in.statusCode());
    }

    /** Adds what goes further of the origin's fields. */
    void further(HttpClientResponse in, MultiMap out) {
        Set<String> hop = HopByHop.names(in.headers().getAll("connection"));
        in.headers().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!hop.contains(lower) && !withheld.test(lower)) {
                out.add(name, value);
            }
        });
    }

    void overlay(MultiMap headers) {
        overlay.each((name, value) -> {
            if (!ADDED.contains(name)) {
                headers.remove(name);
            }
        });
        overlay.each(headers::add);
    }

    /** There is no answer, and nobody else to ask. */
    Future<Void> problem(Unanswered unanswered) {
        HttpServerResponse out = exchange.response();
        if (out.headWritten() || out.closed()) {
            exchange.raw().connection().close();
            return Future.failedFuture(new IOException("broke off", unanswered.cause()));
        }
        LOG.warn(
                "request {} was not answered by its origin: {}",
                exchange.request().id(),
                unanswered.cause().toString());
        Optional<Response> other = onlooker.flatMap(Onlooker::instead);
        if (other.isPresent()) {
            return new Watched(this, onlooker.get()).instead(other.get());
        }
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
}
