package dev.sallyport.gateway;

import static dev.sallyport.kit.route.Route.ForBrowser;
import static dev.sallyport.kit.route.Route.Open;
import static dev.sallyport.kit.route.Route.because;

import dev.sallyport.kit.http.Decorator;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.TargetPath;
import dev.sallyport.kit.route.Guards;
import dev.sallyport.kit.route.Route;
import dev.sallyport.kit.route.Router;
import java.util.List;
import java.util.function.Function;

/**
 * Answers proxies that ask whether a request may pass: the limits and the lock of its route decide, as if it had come here.
 * There is one door for each gate, for no function takes both credentials (L12). What is not plainly allowed is refused (T41).
 */
final class ForwardAuth {
    private final Handler api;
    private final Handler browser;

    /**
     * @param routes where a request leads by host and path, best first
     * @param limits what counts the requests of the street; a question is counted as the request that it is about
     */
    ForwardAuth(List<String> methods, Function<Request, List<OpenedRoute>> routes, Guards guards, Decorator limits) {
        var gate = new Router(
                methods.stream()
                        .map(method -> ForBrowser(
                                method,
                                Destinations.WEB + "/**",
                                (request, session) -> lock(routes, Inward.mediate(request, session))))
                        .toList(),
                guards);
        this.api = limits.around(request -> lock(routes, Inward.admit(request, Place.Cookies.DROPPED)));
        this.browser = limits.around(request -> gate.handle(request.at(atTheGate(request.path()))));
    }

    /** The two doors, open to trusted proxies alone. */
    List<Route> routes() {
        var because = because("a trusted proxy asks, and the lock is that of the route it asks about");
        return List.of(
                Open("GET", Question.API, request -> judged(request, api), because),
                Open("GET", Question.BROWSER, request -> judged(request, browser), because));
    }

    /** The decorator everywhere but at these doors, which know better what is to be counted. */
    static Decorator butForQuestions(Decorator limits) {
        return inner -> {
            Handler counted = limits.around(inner);
            return request -> Question.isAsked(request.path()) ? inner.handle(request) : counted.handle(request);
        };
    }

    private static Response judged(Request request, Handler gate) {
        return switch (Question.of(request)) {
            case Question.Reading.Stranger stranger ->
                Problem.forbidden("Only proxies that the configuration trusts may ask.")
                        .response();
            case Question.Reading.Unclear unclear ->
                Problem.malformed("Say once by which method and for which target was asked, as X-Forwarded-Method and"
                                + " X-Forwarded-Uri, or as X-Original-Method and X-Original-URI.")
                        .response();
            case Question.Reading.Asked(var question) -> judged(request, question, gate);
        };
    }

    private static Response judged(Request request, Question question, Handler gate) {
        return switch (TargetPath.parse(question.target())) {
            case TargetPath.Refused(var reason) -> Problem.malformed(reason).response();
            case TargetPath.Asterisk asterisk -> noRoute();
            case TargetPath.Good(var path, var query) -> verdict(gate.handle(original(request, question, path, query)));
        };
    }

    /** The request that came to the proxy, without its body, which nobody needs to judge it. */
    private static Request original(Request request, Question question, String path, String query) {
        var headers =
                question.host().map(host -> request.headers().set("host", host)).orElse(request.headers());
        return new Request(
                question.method(),
                path,
                query,
                headers,
                RequestBody.EMPTY,
                request.peer(),
                request.secure(),
                request.id(),
                request.variables(),
                request.certificate());
    }

    /** A proxy lets everything pass that was answered with 2xx, so only a lock that was opened may say that. */
    private static Response verdict(Response answer) {
        return switch (answer.status()) {
            case 200, 400, 401, 403, 429 -> answer;
            default -> noRoute();
        };
    }

    private static Response noRoute() {
        return Problem.forbidden("No route of the configuration leads there by this method.")
                .response();
    }

    private static Response lock(Function<Request, List<OpenedRoute>> routes, Inward inward) {
        return OtherRoutes.by(inward.request().method(), routes.apply(inward.request()))
                .map(route -> route.judge(inward))
                .orElseGet(ForwardAuth::noRoute);
    }

    /** A browser's call of a route lies below {@code /web}; a proxy that guards pages by the cookie asks about them as they are. */
    private static String atTheGate(String path) {
        return path.startsWith(Destinations.WEB + "/") ? path : Destinations.WEB + path;
    }
}
