package dev.sallyport.gateway;

import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

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

    /** In other processes, asked in turn. */
    final class Remote implements Destination {
        private final List<URI> origins;
        private final AtomicInteger turn = new AtomicInteger();

        /** @param origins at least one, such as {@code http://10.0.0.7:8081} */
        public Remote(List<URI> origins) {
            if (origins.isEmpty() || !origins.stream().allMatch(UserRoute::isOrigin)) {
                throw new IllegalArgumentException("a remote server has at least one origin, without a path");
            }
            this.origins = List.copyOf(origins);
        }

        @Override
        public Response handle(Request request) {
            URI origin = origins.get(Math.floorMod(turn.getAndIncrement(), origins.size()));
            return Response.forward(ResponseBody.Forward.to(origin, ForwardedHeaders.told(request))
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
