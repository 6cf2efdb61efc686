package dev.sallyport.kit.route;

import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Response;
import java.util.Optional;
import java.util.function.Function;

/** The person who calls and the session they call in, from the token and from nothing else (T48). */
public final class Caller {
    private final PersonId person;
    private final SessionId session;

    private Caller(PersonId person, SessionId session) {
        this.person = person;
        this.session = session;
    }

    /** What {@code then} answers to the person; or 403 where a client acts for itself and there is no person. */
    public static Response of(BearerToken token, Function<Caller, Response> then) {
        return in(token.claims())
                .map(then)
                .orElseGet(() -> Problem.forbidden("This is a person's; the token is of a client that acts for itself.")
                        .response());
    }

    /**
     * What {@code then} answers to the person at one of the product's own apps; or 403, for a client that a person allowed to see
     * something may not change it.
     */
    public static Response atHome(BearerToken token, Function<Caller, Response> then) {
        return token.claims().client().isFirstParty()
                ? of(token, then)
                : Problem.forbidden("This is for a person at one of the product's own apps.")
                        .response();
    }

    private static Optional<Caller> in(AccessToken claims) {
        try {
            return claims.session().map(session -> new Caller(PersonId.of(claims.subject()), session));
        } catch (IllegalArgumentException notAPerson) {
            return Optional.empty();
        }
    }

    public PersonId person() {
        return person;
    }

    public SessionId session() {
        return session;
    }
}
