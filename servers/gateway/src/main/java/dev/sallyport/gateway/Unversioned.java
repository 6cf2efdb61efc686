package dev.sallyport.gateway;

import dev.sallyport.kit.http.Decorator;
import dev.sallyport.kit.http.Handler;
import java.util.Map;

/** Calls without a version are calls of the newest stable one (L20). */
final class Unversioned implements Decorator {
    /** First path segment → the newest stable version of what lies there. */
    static final Map<String, String> NEWEST = Map.of("/auth", "/v1");

    @Override
    public Handler around(Handler inner) {
        return request -> inner.handle(request.at(versioned(request.path())));
    }

    static String versioned(String path) {
        int second = path.indexOf('/', 1);
        String version = NEWEST.get(second < 0 ? path : path.substring(0, second));
        return version == null ? path : version + path;
    }
}
