package dev.sallyport.kit.engine;

import dev.sallyport.kit.forward.Sockets;
import dev.sallyport.kit.forward.Try;
import dev.sallyport.kit.http.Compression;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Onlooker;
import dev.sallyport.kit.http.Onlooker.Sight;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes back to the client of a forwarded request: an origin's answer, or a problem where there is none. On the event loop.
 */
final class Reply {
    private static final Logger LOG = LoggerFactory.getLogger(Reply.class);

    /** Of these, what the origin says stands beside what is set here. */
    private static final Set<String> ADDED = Set.of("set-cookie", "vary", "link");

    private final Exchange exchange;
    private final ResponseBody.Forward forward;
    private final Headers overlay;
    private final Told told;
    private Optional<Headers> waiting = Optional.empty();
    private Optional<Gzip> gzip = Optional.empty();
    private Optional<Collected> collected = Optional.empty();
    private Runnable whenOver = () -> {};
    private int status;
    private boolean bodiless;
    private boolean over;

    /** @param overlay is set on whatever is answered */
    Reply(Exchange exchange, ResponseBody.Forward forward, Headers overlay, Told told) {
        this.exchange = exchange;
        this.forward = forward;
        this.overlay = overlay;
        this.told = told;
    }

    /** What else is to be done in the end. */
    void whenOver(Runnable then) {
        whenOver = then;
    }

    /** Whether the client has been told the status, so that there is no other answer. */
    boolean isBegun() {
        return status != 0;
    }

    boolean isOver() {
        return over;
    }

    /**
     * The answer goes out, as soon as it is seen whether its body is here as well; there is no other from here on.
     *
     * @return whether it does, and not what somebody who saw it gives in its place
     */
    boolean begin(HttpResponse in) {
        Headers further = further(in);
        status = in.status().code();
        bodiless = exchange.isHead() || Exchange.hasNoBody(status);
        if (forward.onlooker().isEmpty()) {
            begin(further);
            return true;
        }
        switch (forward.onlooker().get().saw(status, further)) {
            case Sight.Passes(var headers) -> begin(headers);
            case Sight.Wanted(var headers, var collector) -> {
                long declared = HttpUtil.getContentLength(in, -1L);
                collected = Optional.of(new Collected(collector, bodiless ? -1 : declared));
                begin(headers);
            }
            case Sight.Instead(var response) -> {
                instead(response);
                return false;
            }
        }
        return true;
    }

    private void begin(Headers fields) {
        Headers dressed = overlaid(fields);
        waiting = Optional.of(forward.compresses() ? compressed(dressed) : dressed);
        told.answered(status);
    }

    /** What is answered in the place of an origin. */
    private void instead(Response response) {
        Response dressed = response.with(overlaid(response.headers()));
        Response coded = forward.compresses() ? Compression.coded(exchange.request(), dressed) : dressed;
        send(coded.status(), coded.headers(), ((ResponseBody.Bytes) coded.body()).bytes());
    }

    /** Takes the piece over. */
    void piece(ByteBuf piece) {
        if (over || bodiless) {
            piece.release();
            return;
        }
        collected.ifPresent(c -> c.passes(piece));
        sendHead();
        var _ = exchange.piece(gzip.isPresent() ? gzip.get().piece(piece) : piece);
    }

    /** The answer is complete; small ones go out in one piece. Takes the last of it over. */
    void end(ByteBuf last) {
        if (over) {
            last.release();
            return;
        }
        collected.ifPresent(c -> c.ends(last));
        ByteBuf coded = gzip.isPresent() ? gzip.get().last(last) : last;
        ChannelFuture sent;
        if (waiting.isPresent()) {
            Headers fields = waiting.get();
            waiting = Optional.empty();
            sent = bodiless ? bodiless(fields, coded) : exchange.whole(status, fields, coded);
        } else {
            sent = exchange.end(coded);
        }
        exchange.conversation().delivery().finish(exchange, sent);
        over();
    }

    private ChannelFuture bodiless(Headers fields, ByteBuf none) {
        none.release();
        return exchange.bodiless(status, fields);
    }

    /** No more is to be had just now: what there is goes out. */
    void flush() {
        if (isBegun() && !over && !bodiless) {
            sendHead();
            exchange.channel().flush();
            if (exchange.channel().isWritable()) {
                exchange.conversation().connection().moved();
            }
        }
    }

    private void sendHead() {
        if (waiting.isPresent()) {
            Headers fields = waiting.get();
            waiting = Optional.empty();
            var _ = exchange.head(status, fields);
        }
    }

    /** The fields of an answer that might be coded; where it is, they say so. */
    private Headers compressed(Headers fields) {
        boolean taken = Compression.isAccepted(exchange.request());
        Headers told = status == 304 && taken && fields.has("etag")
                ? fields.set("etag", Compression.weak(fields.first("etag").orElseThrow()))
                : fields;
        long length = told.first("content-length").map(Long::parseLong).orElse(Long.MAX_VALUE);
        if (!Compression.isWorth(status, told, length)) {
            return told;
        }
        Headers varied = told.set("vary", Compression.varied(told.all("vary")));
        if (!taken || exchange.isHead()) {
            return varied;
        }
        gzip = bodiless ? Optional.empty() : Optional.of(new Gzip());
        return Compression.told(varied);
    }

    /** The origin's 101 goes out, and after it bytes go both ways until one side ends. */
    void leave(HttpResponse in, OriginConnection origin, Sockets leave, Try attempt) {
        Headers fields =
                overlaid(further(in)).without("content-length").set("connection", "upgrade", "upgrade", "websocket");
        status = in.status().code();
        told.answered(status);
        var _ = exchange.leave(fields);
        exchange.conversation()
                .listener()
                .tunnels()
                .join(exchange.conversation(), origin, leave)
                .addListener(done -> {
                    attempt.over();
                    exchange.conversation().finish(exchange);
                    over();
                });
    }

    /** What goes further of the origin's fields. */
    private Headers further(HttpResponse in) {
        Headers said = Headers.copyOf(in.headers());
        Set<String> hop = HopByHop.names(said);
        return said.without(name -> hop.contains(name) || forward.withheld().test(name));
    }

    private Headers overlaid(Headers fields) {
        return fields.without(name -> overlay.has(name) && !ADDED.contains(name))
                .with(overlay);
    }

    /** There is no answer, and nobody else to ask. */
    void problem(Unanswered unanswered) {
        if (over) {
            return;
        }
        if (exchange.isGone()) {
            abandoned();
            return;
        }
        LOG.warn(
                "request {} was not answered by its origin: {}",
                exchange.request().id(),
                unanswered.cause().toString());
        Optional<Response> other = forward.onlooker().flatMap(Onlooker::instead);
        if (other.isPresent()) {
            instead(other.get());
            return;
        }
        Response problem = unanswered.told();
        send(problem.status(), problem.headers().orElse(overlay), ((ResponseBody.Bytes) problem.body()).bytes());
    }

    private void send(int answered, Headers fields, byte[] bytes) {
        status = answered;
        told.answered(answered);
        exchange.conversation()
                .delivery()
                .finish(exchange, exchange.whole(answered, fields, Unpooled.wrappedBuffer(bytes)));
        over();
    }

    /** What broke off behind must break off in front as well, and not look whole. */
    void breakOff() {
        exchange.conversation().close();
        abandoned();
    }

    /** There is nobody to answer. */
    void abandoned() {
        if (!over) {
            exchange.conversation().finish(exchange);
            over();
        }
    }

    private void over() {
        if (!over) {
            over = true;
            gzip.ifPresent(Gzip::release);
            whenOver.run();
            told.over();
        }
    }
}
