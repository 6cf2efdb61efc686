package dev.sallyport.gateway.export;

import dev.sallyport.gateway.Facts;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.json.Json;
import java.util.List;

/** What a proxy answers itself, in the words of the gateway. */
final class Problems {
    static final Problem MALFORMED = Problem.malformed("The request's head is not HTTP as it is taken here.");
    static final Problem MIXED = Problem.of(
            400,
            "mixed-credentials",
            "Two kinds of credential",
            "The browser gate takes a cookie and nothing else; leave Authorization out.");
    static final Problem LIMITED = Problem.of(
            429,
            "rate-limited",
            "Too many requests",
            "This address asked too often. Wait for the seconds in Retry-After.");
    static final Problem UNANSWERED =
            Problem.of(502, "bad-gateway", "The server behind does not answer", "Try again later.");

    /** One for each status that a proxy makes up. */
    static final List<Problem> ALL = List.of(
            MALFORMED,
            Problem.unauthorized("There is no valid credential; WWW-Authenticate says which is wanted."),
            Problem.forbidden("Not by this caller, or not for anybody."),
            Problem.notFound(),
            Problem.methodNotAllowed(Facts.ALLOW),
            Problem.of(408, "malformed-request", "The request came too slowly", "Send it again."),
            Problem.tooLarge(Facts.LONGEST_BODY),
            Problem.of(414, "too-large", "The address is too long", "Use a shorter path or query."),
            Problem.of(417, "malformed-request", "That is not expected here", "Leave Expect out."),
            LIMITED,
            Problem.of(431, "too-large", "The header fields are too large", "Send fewer or shorter header fields."),
            Problem.of(501, "not-implemented", "No such method", "This method is not known here."),
            UNANSWERED,
            Problem.of(503, "overloaded", "Too busy", "All places are taken. Try again shortly."),
            Problem.of(504, "bad-gateway", "The server behind is too slow", "Try again later."));

    private Problems() {}

    static String text(Problem problem) {
        return Json.text(problem);
    }
}
