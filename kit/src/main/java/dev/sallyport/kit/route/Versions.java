package dev.sallyport.kit.route;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.HttpDate;
import dev.sallyport.kit.http.TargetPath;

/** Tells the callers of an older version that it goes, when, and what takes its place (L20). */
final class Versions {
    private Versions() {}

    @Spec("RFC 9745 §2.1")
    @Spec("RFC 8594 §3")
    static Handler told(Route route, Handler inner) {
        if (route.sunset().isEmpty()) {
            return inner;
        }
        Route.Sunset end = route.sunset().get();
        PathTemplate successor = PathTemplate.parse(end.successor());
        String deprecation = "@" + end.deprecated().getEpochSecond();
        String sunset = HttpDate.of(end.gone());
        return request -> inner.handle(request)
                .header("deprecation", deprecation)
                .header("sunset", sunset)
                .header(
                        "link",
                        "<" + TargetPath.encode(successor.fill(request.variables())) + ">; rel=\"successor-version\"");
    }
}
