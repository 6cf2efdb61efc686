package dev.sallyport.kit.trace;

import dev.sallyport.kit.http.Request;

/** Methods as spans name them. */
final class Methods {
    private static final String OTHER = "_OTHER";

    private Methods() {}

    /** The method, or one word for all that are none of ours. */
    static String known(Request request) {
        return switch (request.method()) {
            case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" -> request.method();
            default -> OTHER;
        };
    }
}
