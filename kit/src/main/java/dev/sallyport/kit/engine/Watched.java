package dev.sallyport.kit.engine;

import dev.sallyport.kit.http.Compression;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Onlooker;
import dev.sallyport.kit.http.Onlooker.Collector;
import dev.sallyport.kit.http.Onlooker.Sight;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.WriteStream;

/** The {@link Reply} to a request whose answer somebody wants to see first. On the event loop. */
record Watched(Reply reply, Onlooker onlooker) {
    /** The answer goes out, or what the onlooker gives in its place. */
    Future<Void> pass(HttpClientResponse in) {
        Headers told;
        try {
            told = Headers.copyOf(further(in));
        } catch (IllegalArgumentException control) {
            return reply.unwatched().pass(in);
        }
        return switch (onlooker.saw(in.statusCode(), told)) {
            case Sight.Passes(var headers) -> passed(in, headers);
            case Sight.Wanted(var headers, var collector) -> collected(in, headers, collector);
            case Sight.Instead(var response) -> {
                Passage.discard(in);
                yield instead(response);
            }
        };
    }

    private MultiMap further(HttpClientResponse in) {
        MultiMap fields = MultiMap.caseInsensitiveMultiMap();
        reply.further(in, fields);
        return fields;
    }

    private Future<Void> passed(HttpClientResponse in, Headers headers) {
        HttpServerResponse out = head(in.statusCode(), headers);
        boolean coded = reply.compresses() && reply.compressed(in.statusCode());
        if (reply.exchange().isHead() || Answer.hasNoBody(in.statusCode())) {
            in.resume();
            return out.end();
        }
        return piped(in, out, coded);
    }

    /** What is kept is what came, not what goes out. */
    private Future<Void> collected(HttpClientResponse in, Headers headers, Collector collector) {
        HttpServerResponse out = head(in.statusCode(), headers);
        String length = in.getHeader("content-length");
        long declared = length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : -1;
        boolean coded = reply.compresses() && reply.compressed(in.statusCode());
        chunked(out);
        if (coded) {
            var gzip = new Gzip(out);
            return through(in, new Collected(gzip, collector, declared)).onComplete(done -> gzip.release());
        }
        return through(in, new Collected(out, collector, declared));
    }

    private static Future<Void> piped(HttpClientResponse in, HttpServerResponse out, boolean coded) {
        chunked(out);
        if (coded) {
            var gzip = new Gzip(out);
            return through(in, gzip).onComplete(done -> gzip.release());
        }
        return through(in, out);
    }

    private static void chunked(HttpServerResponse out) {
        if (!out.headers().contains("content-length")) {
            out.setChunked(true);
        }
    }

    private static Future<Void> through(HttpClientResponse in, WriteStream<Buffer> out) {
        return in.pipe().endOnFailure(false).to(out);
    }

    private HttpServerResponse head(int status, Headers headers) {
        HttpServerResponse out = reply.exchange().response();
        out.setStatusCode(status);
        headers.each((name, value) -> out.headers().add(name, value));
        reply.overlay(out.headers());
        Answer.last(reply.exchange());
        reply.answered().tryComplete(status);
        return out;
    }

    /** What is answered in the place of an origin. */
    Future<Void> instead(Response response) {
        MultiMap fields = MultiMap.caseInsensitiveMultiMap();
        response.headers().each(fields::add);
        reply.overlay(fields);
        var told = new Response(response.status(), Headers.copyOf(fields), response.body());
        Response coded = reply.compresses() ? Compression.coded(reply.exchange().request(), told) : told;
        reply.answered().tryComplete(coded.status());
        return Answer.bytes(reply.exchange(), coded, ((ResponseBody.Bytes) coded.body()).bytes());
    }
}
