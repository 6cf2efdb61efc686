package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.route.Access;
import dev.sallyport.kit.route.Route;
import dev.sallyport.kit.route.Router;
import dev.sallyport.kit.route.Server;
import dev.sallyport.kit.told.Operation;
import dev.sallyport.kit.told.Told;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The document of the API tells of every call of the street, and its locks are those of the routes. */
class ApiDocumentTest {
    private static final URI PUBLIC = URI.create("https://id.example.org");

    @TempDir
    static Path folder;

    private static Visitors visitors;
    private static JsonNode tree;

    @BeforeAll
    static void open() throws Exception {
        visitors = new Visitors(folder);
        tree = ApiRoom.document(PUBLIC, visitors.house.street()).tree();
    }

    @AfterAll
    static void close() {
        visitors.close();
    }

    /** The monitor is not reached from the street, and the worker has no door. */
    private static List<Server> ofTheStreet() {
        return visitors.house.servers().stream()
                .filter(server -> !server.name().equals("monitor"))
                .toList();
    }

    @Test
    void every_call_of_the_street_is_told_and_nothing_is_told_that_is_none() {
        List<String> mistakes = ApiRoom.document(PUBLIC, ofTheStreet()).mistakes();
        assertThat(mistakes).as(() -> String.join("\n\n", mistakes)).isEmpty();
    }

    @Test
    void a_call_that_is_forgotten_is_told_with_what_to_write() {
        var forgetful = new Server() {
            @Override
            public String name() {
                return "orders";
            }

            @Override
            public List<Route> routes() {
                return List.of(Route.Open("GET", "/v1/orders", request -> null, Route.because("a test")));
            }
        };
        assertThat(ApiRoom.document(PUBLIC, List.of(forgetful)).mistakes())
                .singleElement()
                .asString()
                .contains("GET /v1/orders of the server orders")
                .contains("Operation.of(\"GET\", \"/v1/orders\"")
                .contains(".silent(\"/v1/orders\"");
    }

    @Test
    void a_call_without_a_heading_is_told() {
        var headless = new Server() {
            @Override
            public String name() {
                return "orders";
            }

            @Override
            public List<Route> routes() {
                return List.of(Route.Open("GET", "/v1/orders", request -> null, Route.because("a test")));
            }

            @Override
            public Told told() {
                return Told.of(List.of(Operation.of("GET", "/v1/orders", "List orders")));
            }
        };
        assertThat(ApiRoom.document(PUBLIC, List.of(headless)).mistakes())
                .singleElement()
                .asString()
                .contains("Calls about orders have no heading");
    }

    @Test
    void what_is_open_is_told_open_and_what_is_locked_is_told_locked() {
        var wrong = new ArrayList<String>();
        for (Server server : visitors.house.street()) {
            for (Route route : server.routes()) {
                JsonNode call = tree.path("paths")
                        .path(route.template())
                        .path(route.method().toLowerCase(Locale.ROOT));
                boolean open = route.access() instanceof Access.Open || route.access() instanceof Access.FromBrowser;
                if (!call.isMissingNode() && open != call.path("security").isEmpty()) {
                    wrong.add(route.method() + " " + route.template() + ": " + call.path("security"));
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(tree.path("paths")
                        .path("/v1/profile")
                        .path("get")
                        .path("security")
                        .path(0)
                        .path("oauth2")
                        .path(0)
                        .asString())
                .isEqualTo("profile");
        assertThat(tree.path("components")
                        .path("securitySchemes")
                        .path("oauth2")
                        .path("flows")
                        .path("password")
                        .path("tokenUrl")
                        .asString())
                .isEqualTo("https://id.example.org/v1/auth/login_mobile");
    }

    @Test
    void every_call_has_a_name_of_its_own() {
        var names = new TreeSet<String>();
        int calls = 0;
        for (JsonNode path : tree.path("paths")) {
            for (JsonNode call : path) {
                names.add(call.path("operationId").asString());
                calls++;
            }
        }
        assertThat(calls).isGreaterThan(60).isEqualTo(names.size());
    }

    @Test
    void a_process_of_the_frontend_alone_serves_the_document_of_the_whole_product(@TempDir Path data) {
        var keys = Map.of(
                "SALLYPORT_DATA", "\"" + data + "\"", "SALLYPORT_LISTEN", "0", "SALLYPORT_SERVERS", "[frontend]");
        var read = Settings.read(Optional.empty(), keys);
        assertThat(read).isInstanceOf(Settings.Read.Good.class);
        try (House house = House.open(((Settings.Read.Good) read).settings(), Machine.real(), false)) {
            Server frontend = house.street().getFirst();
            assertThat(house.street()).hasSize(1);
            Response answer =
                    new Router(frontend.routes(), house.guards()).handle(Request.of("GET", "/v1/openapi.json"));
            JsonNode served = Json.tree(((ResponseBody.Bytes) answer.body()).bytes());
            // Its configuration declares no collections.
            ObjectNode whole = (ObjectNode) tree.path("paths").deepCopy();
            whole.propertyNames().stream()
                    .filter(path -> path.startsWith("/v1/documents/"))
                    .toList()
                    .forEach(whole::remove);
            assertThat(served.path("paths").toString()).isEqualTo(whole.toString());
        }
    }

    /** What gets a token for the page holds it while the page is open, and nobody else can ask in its name. */
    @Test
    void L04_the_client_of_the_page_has_one_way_back_and_no_refresh_token() {
        Client docs = ApiRoom.docs(PUBLIC, Instant.EPOCH);
        assertThat(docs.redirectUris()).containsExactly("https://id.example.org/docs");
        assertThat(docs.grants()).containsExactly(GrantType.AUTHORIZATION_CODE);
        assertThat(docs.isPublic()).isTrue();
        assertThat(docs.metadata().trusted()).isTrue();
        assertThat(docs.id().isFirstParty()).isTrue();
    }

    @Test
    void the_command_writes_what_the_house_serves() throws Exception {
        Path file = folder.resolve("openapi.json");
        String[] line = {"export", "openapi", "--output", file.toString()};
        var out = new StringWriter();
        assertThat(Main.run(line, Machine.real(), new PrintWriter(out), new PrintWriter(out)))
                .as(out.toString())
                .isEqualTo(Exit.DONE);
        assertThat(Files.readString(file)).contains("\"openapi\" : \"3.1.0\"").contains("/v1/files/{id}");
    }
}
