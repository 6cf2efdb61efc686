package dev.sallyport.kit.trace;

import dev.sallyport.kit.http.Decorator;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A span for each request that arrives from outside of the process. Stands as far out as it can, so that all that is logged of a
 * request is logged in its course.
 *
 * @param arrival from whom
 * @param trusted whether the sender is one whose word counts
 * @param template the route's template of a request
 */
public record TracedRequests(
        Tracing tracing, Arrival arrival, Predicate<Request> trusted, Function<Request, String> template)
        implements Decorator {
    private static final int FIRST_FAULT = 500;

    /** Until it is known that the span is kept, and somebody will read its name. */
    private static final String UNNAMED = "";

    /** Where requests come from. */
    public enum Arrival {
        /**
         * A trace begins here, whatever the request says: who asks may neither choose the ids by which others search nor have all of
         * a trace kept. What a trusted proxy says becomes a link.
         */
        FROM_THE_STREET,
        /** The trace goes on that a gateway of the house has begun. */
        FROM_A_GATEWAY
    }

    @Override
    public Handler around(Handler inner) {
        return request -> {
            Span span = begin(request);
            Request clean = tracing.isOn() ? request.with(unmarked(request.headers())) : request;
            if (!span.isSampled()) {
                return told(span, span.holds(() -> inner.handle(clean)));
            }
            describe(span, request);
            try {
                return ended(span, told(span, span.holds(() -> inner.handle(clean))));
            } catch (RuntimeException | Error bug) {
                span.fail(bug.getClass().getSimpleName());
                span.end();
                throw bug;
            }
        };
    }

    private Span begin(Request request) {
        Optional<TraceContext> said =
                request.headers().has(TraceContext.FIELD) && trusted.test(request) ? said(request) : Optional.empty();
        if (said.isPresent() && arrival == Arrival.FROM_A_GATEWAY) {
            return tracing.proceed(Span.Kind.SERVER, UNNAMED, said.get());
        }
        return tracing.begin(Span.Kind.SERVER, UNNAMED, said);
    }

    private static Optional<TraceContext> said(Request request) {
        var fields = request.headers().all(TraceContext.FIELD);
        return fields.size() == 1 ? TraceContext.parse(fields.getFirst()) : Optional.empty();
    }

    private static Headers unmarked(Headers headers) {
        return headers.without(TraceContext.FIELD).without(TraceContext.STATE_FIELD);
    }

    private void describe(Span span, Request request) {
        String route = template.apply(request);
        span.named(Methods.known(request) + " " + route)
                .note("http.request.method", Methods.known(request))
                .note("http.route", route)
                .note("url.scheme", request.secure() ? "https" : "http")
                .note("server.address", tracing.host());
    }

    /** What is told of an origin's answer, and what is read for a long one, is so on other threads or later, and in the course of the same span. */
    private static Response told(Span span, Response response) {
        return switch (response.body()) {
            case ResponseBody.Forward forward -> response.body(forward.told(span::carries));
            case ResponseBody.Stream(var stream, var length) ->
                response.body(new ResponseBody.Stream(new TracedStream(span, stream), length));
            case ResponseBody.Bytes bytes -> response;
            case ResponseBody.FilePart part -> response;
        };
    }

    private static Response ended(Span span, Response response) {
        if (response.body() instanceof ResponseBody.Forward forward) {
            return response.body(
                    forward.telling(status -> answered(span, status)).ending(span::end));
        }
        answered(span, response.status());
        if (!(response.body() instanceof ResponseBody.Stream)) {
            span.end();
        }
        return response;
    }

    static void answered(Span span, int status) {
        span.note("http.response.status_code", status);
        if (status >= FIRST_FAULT) {
            span.fail(Integer.toString(status));
        }
    }
}
