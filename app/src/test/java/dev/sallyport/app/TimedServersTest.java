package dev.sallyport.app;

import static dev.sallyport.kit.route.Route.Open;
import static dev.sallyport.kit.route.Route.because;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.Route;
import dev.sallyport.kit.route.Router;
import dev.sallyport.kit.route.Server;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimedServersTest {
    @TempDir
    private Path folder;

    private record Room(String name, String path) implements Server {
        @Override
        public List<Route> routes() {
            return List.of(Open("GET", path, request -> Response.of(200), because("it is a test")));
        }
    }

    @Test
    void each_request_counts_for_the_server_that_has_its_route() throws Exception {
        var meters = new SimpleMeterRegistry();
        List<Server> servers = List.of(new Room("auth", "/v1/a/{id}"), new Room("files", "/v1/f"));
        try (var visitors = new Visitors(folder)) {
            List<Router> routers = servers.stream()
                    .map(server -> new Router(server.routes(), visitors.house.guards()))
                    .toList();
            Handler timed =
                    new TimedServers(servers, routers, meters, System::nanoTime).around(request -> Response.of(200));
            timed.handle(Request.of("GET", "/v1/a/17"));
            timed.handle(Request.of("GET", "/v1/a/18"));
            timed.handle(Request.of("GET", "/v1/f"));
            timed.handle(Request.of("GET", "/anything"));
        }
        assertThat(meters.get("sallyport.requests")
                        .tags("server", "auth", "route", "/v1/a/{id}")
                        .timer()
                        .count())
                .isEqualTo(2);
        assertThat(meters.get("sallyport.requests")
                        .tags("server", "files")
                        .timer()
                        .count())
                .isOne();
        assertThat(meters.get("sallyport.requests")
                        .tags("server", "house", "route", Router.NO_ROUTE)
                        .timer()
                        .count())
                .isOne();
    }
}
