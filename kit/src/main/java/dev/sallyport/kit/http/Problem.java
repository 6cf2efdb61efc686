package dev.sallyport.kit.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sallyport.domain.Spec;
import dev.sallyport.kit.json.Json;
import java.time.Duration;
import java.util.List;

/**
 * An error as a client sees it. The words are chosen from constants; what only the operator may know goes to the log under
 * the request's id.
 *
 * @param type a path under {@code /problems/}, where a page explains it
 * @param errors each mistake of the request by JSON pointer, where there are any
 */
@Spec("RFC 9457 §3.1")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(String type, String title, int status, String detail, List<FieldError> errors) {
    public Problem {
        errors = List.copyOf(errors);
    }

    /**
     * One mistake.
     *
     * @param pointer where (RFC 6901), as {@code /email}; empty for the whole body
     * @param detail what would be right
     */
    public record FieldError(String pointer, String detail) {}

    public static Problem of(int status, String name, String title, String detail) {
        return new Problem("/problems/" + name, title, status, detail, List.of());
    }

    public static Problem malformed(String detail) {
        return of(400, "malformed-request", "The request cannot be read", detail);
    }

    public static Problem invalid(List<FieldError> errors) {
        return new Problem(
                "/problems/invalid-request",
                "The request has mistakes",
                422,
                "Each entry of errors says where and what would be right.",
                errors);
    }

    public static Problem notFound() {
        return of(404, "not-found", "Nothing is here", "There is no such address, or not for you.");
    }

    public static Problem methodNotAllowed(String allowed) {
        return of(405, "method-not-allowed", "Not by this method", "Allowed here: " + allowed + ".");
    }

    public static Problem tooLarge(long limit) {
        return of(413, "too-large", "The request is too large", "At most " + limit + " bytes are taken here.");
    }

    public static Problem unsupportedMediaType(String wanted) {
        return of(415, "unsupported-media-type", "Not in this form", "Send the body as " + wanted + ".");
    }

    public static Problem unauthorized(String detail) {
        return of(401, "unauthorized", "Who are you?", detail);
    }

    public static Problem forbidden(String detail) {
        return of(403, "forbidden", "Not allowed", detail);
    }

    public static Problem internal() {
        return of(
                500,
                "internal",
                "Something broke on our side",
                "It was logged under the id in X-Request-Id. Trying again is safe if the method is.");
    }

    /** The problem as a response of its status. */
    public Response response() {
        return Response.of(status)
                .header("content-type", "application/problem+json")
                .header("cache-control", "no-store")
                .body(Json.bytes(this));
    }

    /** As {@link #response()}, with the whole seconds to wait (RFC 9110 §10.2.3), at least 1. */
    public Response retryAfter(Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return response().header("retry-after", Long.toString(seconds));
    }
}
