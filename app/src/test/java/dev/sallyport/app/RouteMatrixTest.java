package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.app.Visitors.Visitor;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.Access;
import dev.sallyport.kit.route.Route;
import dev.sallyport.kit.route.Router;
import dev.sallyport.kit.route.Server;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every route of every server with every kind of caller (T47). The handlers are exchanged for one that says that the lock
 * was opened, so that nothing but the lock answers; what it should answer is said here once more, by the kind of lock.
 */
class RouteMatrixTest {
    private static final int OPENED = 299;
    private static final Scope OF_THE_PERSON = Scope.of("email", "files", "openid", "profile");

    @TempDir
    static Path folder;

    private static Visitors visitors;
    private static Map<String, Visitor> callers;

    @BeforeAll
    static void open() throws Exception {
        visitors = new Visitors(folder);
        callers = visitors.all();
    }

    @AfterAll
    static void close() {
        visitors.close();
    }

    private static List<Route> routes() {
        return visitors.house.servers().stream()
                .flatMap(server -> server.routes().stream())
                .toList();
    }

    @Test
    void T47_every_route_answers_every_caller_as_its_lock_says() {
        var wrong = new ArrayList<String>();
        for (Server server : visitors.house.servers()) {
            for (Route route : server.routes()) {
                callers.forEach((who, visitor) -> {
                    int answer = knock(route, visitor);
                    int expected = expected(route, who);
                    if (answer != expected) {
                        wrong.add("%s %s %s to %s: %d instead of %d"
                                .formatted(server.name(), route.method(), route.template(), who, answer, expected));
                    }
                });
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(routes()).hasSizeGreaterThan(40);
    }

    @Test
    void the_house_has_every_kind_of_lock_so_that_each_is_tried() {
        assertThat(routes().stream()
                        .map(route -> route.access().getClass().getSimpleName())
                        .distinct())
                .containsExactlyInAnyOrder(
                        "Open", "FromBrowser", "ForBrowser", "ForPage", "ForBearer", "ForClient", "ForAdmin");
        assertThat(routes().stream().map(Route::access))
                .anyMatch(access -> access instanceof Access.ForBrowser(var cookie, var handler)
                        && cookie == Access.Cookie.REFRESH);
    }

    private static int knock(Route route, Visitor visitor) {
        Request request = visitor.comes(Request.of(route.method(), "/"));
        var probe =
                new Route(route.method(), route.template(), opening(route.access()), route.bodyLimit(), route.sunset());
        return visitors.house.guards().lock(probe).handle(request).status();
    }

    /** The same lock before a handler that only says that it was reached. */
    private static Access opening(Access access) {
        Response opened = Response.of(OPENED);
        return switch (access) {
            case Access.Open open -> new Access.Open(open.because(), request -> opened);
            case Access.FromBrowser from -> new Access.FromBrowser(from.because(), request -> opened);
            case Access.ForBrowser browser -> new Access.ForBrowser(browser.cookie(), (request, session) -> opened);
            case Access.ForPage page -> new Access.ForPage((request, session) -> opened);
            case Access.ForBearer bearer -> new Access.ForBearer(bearer.scopes(), (request, token) -> opened);
            case Access.ForClient client -> new Access.ForClient((request, authenticated) -> opened);
            case Access.ForAdmin admin -> new Access.ForAdmin(admin.permission(), (request, person) -> opened);
        };
    }

    /** What the contract says (DESIGN of the two gates), apart from how the locks are built. */
    private static int expected(Route route, String who) {
        boolean safe = route.method().equals("GET");
        return switch (route.access()) {
            case Access.Open open -> OPENED;
            case Access.FromBrowser from -> ofOurOwnPages(who, safe);
            case Access.ForBrowser browser ->
                switch (who) {
                    case "nobody" -> 401;
                    case "browser" -> OPENED;
                    case "browser without its CSRF token", "browser on another site's page" -> safe ? OPENED : 403;
                    default -> 400;
                };
            case Access.ForPage page -> ofOurOwnPages(who, safe);
            case Access.ForBearer bearer ->
                switch (who) {
                    case "person", "administrator", "client" -> OF_THE_PERSON.covers(bearer.scopes()) ? OPENED : 403;
                    case "person with another scope" -> bearer.scopes().isEmpty() ? OPENED : 403;
                    default -> 401;
                };
            case Access.ForClient client ->
                switch (who) {
                    case "client secret" -> OPENED;
                    case "nobody", "wrong client secret" -> 401;
                    default -> who.startsWith("browser") ? 401 : 400;
                };
            case Access.ForAdmin admin ->
                switch (who) {
                    case "administrator" -> OPENED;
                    case "person", "person with another scope", "client" -> 403;
                    default -> 401;
                };
        };
    }

    private static int ofOurOwnPages(String who, boolean safe) {
        return switch (who) {
            case "nobody", "browser", "browser without its CSRF token" -> OPENED;
            case "browser on another site's page" -> safe ? OPENED : 403;
            default -> 400;
        };
    }

    /** Behind the lock of a bearer the handlers themselves must see that a client is no person. */
    @Test
    void T47_a_client_that_acts_for_itself_comes_to_no_persons_data() {
        for (Server server : visitors.house.servers()) {
            var router = new Router(server.routes(), visitors.house.guards());
            for (Route route : server.routes()) {
                if (route.access() instanceof Access.ForBearer) {
                    String path = route.template().replaceAll("\\{[a-z]+}", "0193a000-0000-7000-8000-000000000001");
                    Response answer = router.handle(callers.get("client").comes(Request.of(route.method(), path)));
                    assertThat(answer.status()).as(route.method() + " " + path).isBetween(400, 499);
                }
            }
        }
    }

    @Test
    void T47_what_lies_under_admin_is_for_administrators() {
        assertThat(routes().stream().filter(route -> route.template().startsWith("/v1/admin")))
                .isNotEmpty()
                .allSatisfy(route -> assertThat(route.access()).isInstanceOf(Access.ForAdmin.class));
    }

    @Test
    void T47_an_open_door_says_why_and_none_that_changes_something_is_open_by_accident() {
        var open = new TreeSet<String>();
        for (Route route : routes()) {
            if (route.access() instanceof Access.Open(Access.Because because, var handler)) {
                assertThat(because.reason()).as(route.template()).isNotBlank();
                if (!route.method().equals("GET")) {
                    open.add(route.method() + " " + route.template());
                }
            }
        }
        assertThat(open)
                .as("whoever opens a door that changes something adds it here, too")
                .containsExactlyInAnyOrder(OPEN_ON_PURPOSE);
    }

    private static final String[] OPEN_ON_PURPOSE = {
        "POST /csp-report",
        "POST /jfr",
        "POST /oauth2/authorize",
        "POST /oauth2/logout",
        "POST /oauth2/register",
        "POST /sign-in/from/{id}",
        "PUT /oauth2/register/{id}",
        "DELETE /oauth2/register/{id}",
        "POST /v1/auth/email/change",
        "POST /v1/auth/email/undo",
        "POST /v1/auth/erase/confirm",
        "OPTIONS /v1/uploads",
        "OPTIONS /v1/uploads/{id}",
        "POST /v1/auth/email/verify",
        "POST /v1/auth/login_mobile",
        "POST /v1/auth/password/forgot",
        "POST /v1/auth/password/reset",
        "POST /v1/auth/refresh_mobile",
        "POST /v1/auth/register",
        "POST /v1/auth/set_up",
        "POST /v1/auth/unlock"
    };

    @Test
    void every_server_but_the_worker_has_a_door() {
        assertThat(visitors.house.servers().stream().map(Server::name))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Room.values()).map(Room::wireName).toList());
        assertThat(visitors.house.servers().stream()
                        .filter(server -> server.routes().isEmpty())
                        .map(Server::name))
                .containsExactly("worker");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/metrics",
                "/health",
                "/health/live",
                "/health/ready",
                "/v1/metrics",
                "/v1/health/ready",
                "/web/v1/metrics",
                "/monitor/metrics"
            })
    void the_monitor_is_not_reached_from_the_street(String path) throws Exception {
        assertThat(visitors.ask(path)).isIn(401, 404);
    }
}
