package dev.sallyport.auth.endpoint;

import dev.sallyport.domain.credential.ProvePassword;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.BearerToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What several calls answer alike. Nothing of it may be cached. */
final class Answers {
    private static final Duration BUSY = Duration.ofSeconds(2);

    private Answers() {}

    static Response json(int status, Object value) {
        return Response.json(status, value).header("cache-control", "no-store");
    }

    static Response noContent() {
        return Response.of(204).header("cache-control", "no-store");
    }

    static Response accepted() {
        return json(202, Map.of("status", "accepted"));
    }

    static Response invalid(String pointer, String detail) {
        return Problem.invalid(List.of(new Problem.FieldError(pointer, detail))).response();
    }

    static Response badLink() {
        return Problem.of(400, "bad-link", "The link is not good", "It has expired, was used before, or is not whole.")
                .response();
    }

    /** The hashing pool is full (T44). */
    static Response overloaded() {
        return Problem.of(503, "overloaded", "Too much at once", "Try again in a moment.")
                .retryAfter(BUSY);
    }

    static Response foreignOrigin() {
        return Problem.of(403, "foreign-origin", "Not from a browser", "Browsers sign in at login_web.")
                .response();
    }

    /** The same for every name, whether or not it is somebody's (T24). */
    static Response unproven(ProvePassword.Unproven why, Instant now) {
        return switch (why) {
            case ProvePassword.Wrong() ->
                Problem.of(401, "invalid-credentials", "That did not match", "The name or the password is wrong.")
                        .response();
            case ProvePassword.Suspended(Instant until) ->
                Problem.of(
                                429,
                                "account-suspended",
                                "Sign-in is suspended",
                                "Too many attempts failed. Wait, or use the link that was sent to the account's address.")
                        .retryAfter(Duration.between(now, until));
            case ProvePassword.Crowded(Duration wait) ->
                Problem.of(429, "rate-limited", "Too fast", "Other attempts on this name are being judged.")
                        .retryAfter(wait);
            case ProvePassword.Busy() -> overloaded();
        };
    }

    /** For calls that manage an account: by the product's own apps alone, and not by a client that a person allowed something else. */
    static Response forPerson(BearerToken token, Function<PersonId, Response> then) {
        Optional<PersonId> person = token.claims()
                .session()
                .filter(session -> token.claims().client().isFirstParty())
                .map(session -> PersonId.of(token.claims().subject()));
        return person.map(then)
                .orElseGet(() -> Problem.forbidden("This is for a person at one of the product's own apps.")
                        .response());
    }

    /** What is left of a token's life in seconds, a begun second counting whole: the moment since it was made is not its loss. */
    static long seconds(Instant now, Instant expires) {
        return Duration.between(now, expires).plusMillis(999).toSeconds();
    }
}
