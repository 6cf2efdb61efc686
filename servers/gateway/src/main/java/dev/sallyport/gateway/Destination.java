package dev.sallyport.gateway;

import dev.sallyport.kit.forward.Terms;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.trace.TracedCalls;

/** Where a server behind the gateway is: in this process, or elsewhere. */
public sealed interface Destination {
    Response handle(Request request);

    /** In this process: a function call. */
    record InProcess(Handler handler) implements Destination {
        @Override
        public Response handle(Request request) {
            return handler.handle(request);
        }
    }

    /** In other processes: an HTTP call. */
    record Remote(Service service, InnerSeal seal) implements Destination {
        @Override
        public Response handle(Request request) {
            return Response.forward(TracedCalls.toTheHouse(
                            service.origins().name(),
                            service.origins().tries(""),
                            Terms.USUAL,
                            ForwardedHeaders.told(request))
                    .parting(seal::sealed)
                    .without(HeaderHygiene::isTheOriginsOwn));
        }
    }

    /** Nowhere: the address is the house's, and nobody lives there. */
    record Nowhere() implements Destination {
        @Override
        public Response handle(Request request) {
            return Problem.notFound().response();
        }
    }
}
