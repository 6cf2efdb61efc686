package dev.sallyport.kit.route;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.TargetPath;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Tells the callers of an older version that it goes, when, and what takes its place (L20). */
final class Versions {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

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
        String sunset = HTTP_DATE.format(end.gone());
        return request -> inner.handle(request)
                .header("deprecation", deprecation)
                .header("sunset", sunset)
                .header(
                        "link",
                        "<" + TargetPath.encode(successor.fill(request.variables())) + ">; rel=\"successor-version\"");
    }
}
