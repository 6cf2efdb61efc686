package dev.sallyport.frontend;

import static dev.sallyport.kit.route.Route.Open;
import static dev.sallyport.kit.route.Route.because;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.Access.Because;
import dev.sallyport.kit.route.Route;
import dev.sallyport.kit.route.Server;
import dev.sallyport.kit.told.Content;
import dev.sallyport.kit.told.Field;
import dev.sallyport.kit.told.Operation;
import dev.sallyport.kit.told.Told;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Serves the web app and the few pages around it. */
public final class FrontendServer implements Server {
    private static final Because PUBLIC = because("the app is public; what it shows comes from the gates");

    /** Where the app answers; its router (web/src/router.tsx) has the same list. */
    static final List<String> APP_PATHS = List.of(
            "/",
            "/register",
            "/forgot-password",
            "/reset-password",
            "/verify-email",
            "/change-email",
            "/undo-email",
            "/erase-account",
            "/unlock",
            "/set-up",
            "/docs",
            "/account",
            "/account/sessions",
            "/account/apps",
            "/account/sign-in-methods",
            "/account/activity",
            "/account/files",
            "/admin/people",
            "/admin/jobs");

    private final Assets assets;
    private final Pages pages;
    private final InstantSource clock;
    private final URI publicUrl;
    private final ApiText api;

    /**
     * @param publicUrl where the house is reached, for security.txt
     * @param api makes the document of the API; asked once, when somebody wants to read it
     */
    public FrontendServer(
            Assets assets, RandomSource random, InstantSource clock, URI publicUrl, Supplier<byte[]> api) {
        this.assets = assets;
        this.pages = new Pages(random, assets.index());
        this.clock = clock;
        this.publicUrl = publicUrl;
        this.api = new ApiText(api);
    }

    @Override
    public String name() {
        return "frontend";
    }

    @Override
    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (String path : APP_PATHS) {
            routes.add(Open("GET", path, request -> pages.app(), PUBLIC));
        }
        routes.addAll(List.of(
                Open("GET", "/assets/**", this::asset, PUBLIC),
                Open("GET", "/favicon.svg", this::asset, PUBLIC),
                Open("GET", "/v1/openapi.json", api::handle, because("what the calls are is no secret")),
                Open("GET", "/problems/{name}", this::problem, because("errors explain themselves to anybody")),
                Open("GET", "/robots.txt", request -> robots(), because("robots have no account")),
                Open(
                        "GET",
                        "/.well-known/security.txt",
                        request -> security(),
                        because("who finds a hole must find us")),
                Open("GET", "/**", this::nothing, because("that nothing is here is no secret"))));
        return List.copyOf(routes);
    }

    @Override
    public Told told() {
        Told told = Told.of(List.of(Operation.of("GET", "/v1/openapi.json", "Get this document")
                        .headers(Field.text("If-None-Match", "Versions that the caller has."))
                        .gives(
                                200,
                                "The document (OpenAPI 3.1).",
                                Content.object(
                                        "OpenApi",
                                        Field.text("openapi", "The version of the specification.")
                                                .always()),
                                Field.text("ETag", "Which version it is."))
                        .gives(304, "The caller has it.")))
                .silent("/assets/**", "files of the pages")
                .silent("/favicon.svg", "a picture of the pages")
                .silent("/problems/{name}", "a page for people")
                .silent("/robots.txt", "a text for robots (RFC 9309)")
                .silent("/.well-known/security.txt", "a text for people (RFC 9116)")
                .silent("/**", "it says that nothing is here");
        for (String path : APP_PATHS) {
            told = told.silent(path, "a page for people");
        }
        return told;
    }

    private Response asset(Request request) {
        Optional<Asset> asset = assets.find(request.path().substring(1));
        return asset.map(found -> found.answer(request)).orElseGet(() -> nothing(request));
    }

    private Response problem(Request request) {
        var text = ProblemTexts.BY_NAME.get(request.variable("name"));
        return text == null ? nothing(request) : pages.plain(200, text.title(), text.meaning());
    }

    /** A page for people, a problem for programs. */
    private Response nothing(Request request) {
        boolean person = request.headers().all("accept").stream().anyMatch(a -> a.contains("text/html"));
        return person
                ? pages.plain(404, "Nothing is here", "There is no page at " + request.path() + ".")
                : Problem.notFound().response();
    }

    private static Response robots() {
        return Response.text(200, "text/plain", "User-agent: *\nDisallow: /\n")
                .header("cache-control", "public, max-age=86400");
    }

    @Spec("RFC 9116 §2.5")
    private Response security() {
        var expires = clock.instant().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(180));
        String text = "Contact: mailto:security@" + publicUrl.getHost() + "\nExpires: " + expires
                + "\nPreferred-Languages: en\nCanonical: " + publicUrl.resolve("/.well-known/security.txt") + "\n";
        return Response.text(200, "text/plain", text).header("cache-control", "public, max-age=86400");
    }
}
