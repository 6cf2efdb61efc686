package dev.sallyport.kit.trace;

import dev.sallyport.kit.forward.Terms;
import dev.sallyport.kit.forward.Tries;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.ResponseBody;

/** How a trace goes on in another process. */
public final class TracedCalls {
    private TracedCalls() {}

    /** To a server of the house elsewhere. Its log lines are to be found by the same ids, even where no spans are kept. */
    public static ResponseBody.Forward toTheHouse(String server, Tries tries, Terms terms, Request head) {
        Span current = Span.current();
        if (current.isSampled()) {
            return kept(current, server, tries, terms, head);
        }
        Request marked = current == Span.NONE ? head : marked(head, current);
        return ResponseBody.Forward.to(tries, terms, marked);
    }

    /**
     * To an origin that is not the house's. Where the house keeps no spans it says nothing of traces, for "not kept" would be
     * heard as a wish.
     */
    public static ResponseBody.Forward toOthers(String name, Tries tries, Terms terms, Request head) {
        Span current = Span.current();
        if (current.isSampled()) {
            return kept(current, name, tries, terms, head);
        }
        return ResponseBody.Forward.to(tries, terms, current.isTold() ? marked(head, current) : head);
    }

    private static ResponseBody.Forward kept(Span current, String name, Tries tries, Terms terms, Request head) {
        Span span = current.child(Span.Kind.CLIENT, Methods.known(head) + " " + name)
                .note("http.request.method", Methods.known(head))
                .note("sallyport.destination", name);
        return ResponseBody.Forward.to(tries, terms, marked(head, span))
                .telling(status -> TracedRequests.answered(span, status))
                .ending(span::end);
    }

    /** A message of the house's own to somebody else's server; unchanged where the house keeps no spans. */
    public static Headers told(Headers headers) {
        Span current = Span.current();
        return current.isTold() ? marked(headers, current) : headers;
    }

    private static Request marked(Request request, Span span) {
        return request.with(marked(request.headers(), span));
    }

    private static Headers marked(Headers headers, Span span) {
        return headers.without(TraceContext.STATE_FIELD)
                .set(TraceContext.FIELD, span.context().toField());
    }
}
