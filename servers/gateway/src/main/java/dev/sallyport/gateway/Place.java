package dev.sallyport.gateway;

import dev.sallyport.kit.http.Compression;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;

/**
 * One line of the gateway's table: which paths, and where they lead.
 *
 * @param lock whether the gateway itself locks these paths
 * @param cookies which cookies the server behind may see: its pages and its browser-gate calls all, others none
 */
record Place(PathPattern path, Destination destination, Lock lock, Cookies cookies, Content content) {
    /** Where the lock of these paths is. */
    enum Lock {
        /** At the gateway's own routes. */
        HERE,
        /** At the server behind. */
        BEHIND
    }

    /** What becomes of cookies at the API gate. */
    enum Cookies {
        DROPPED,
        /** The two of the token endpoint stay: the refresh token of a single-page app and its CSRF token (L04). */
        REFRESH_ONLY,
        KEPT
    }

    /** Who says what a browser may do with the answers. */
    enum Content {
        /** Data: nothing may be done, and nothing kept. */
        API,
        /** Files of people's: nothing may be done; the server says how long they may be kept. */
        FILES,
        /** Pages: the server says, with a nonce of its own. */
        PAGES
    }

    Response send(Inward inward) {
        Response response = destination.handle(inward.request());
        boolean remote = response.body() instanceof ResponseBody.Forward;
        return switch (content) {
            case PAGES -> compressed(inward.request(), response);
            case FILES ->
                remote
                        ? response.header("content-security-policy", SecurityHeaders.NOTHING)
                        : compressed(inward.request(), response);
            case API ->
                remote
                        ? response.header("content-security-policy", SecurityHeaders.NOTHING)
                                .header("cache-control", "no-store")
                        : response;
        };
    }

    /** Of the house's own answers only those are coded that are said to be the same for everybody, so that none tells a secret (BREACH). */
    private static Response compressed(Request request, Response response) {
        boolean same = response.body() instanceof ResponseBody.Bytes
                && response.headers().first("cache-control").orElse("").contains("public");
        return same ? Compression.coded(request, response) : response;
    }
}
