package dev.sallyport.resource;

import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.BearerToken;
import java.util.function.Function;

/** The person who calls and the session they call in, from the token and from nothing else (T48). */
record Caller(PersonId person, SessionId session) {
    /** What {@code then} answers to the person; or 403 where a client acts for itself and there is no person. */
    static Response of(BearerToken token, Function<Caller, Response> then) {
        return token.claims()
                .session()
                .map(session -> then.apply(new Caller(PersonId.of(token.claims().subject()), session)))
                .orElseGet(() -> Problem.forbidden("This is a person's; the token is of a client that acts for itself.")
                        .response());
    }
}
