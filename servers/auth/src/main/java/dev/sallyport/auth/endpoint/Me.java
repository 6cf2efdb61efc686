package dev.sallyport.auth.endpoint;

import dev.sallyport.domain.person.WhoAmI;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.BearerToken;

/** {@code GET /v1/auth/me}. */
public final class Me {
    private final WhoAmI whoAmI;

    public Me(WhoAmI whoAmI) {
        this.whoAmI = whoAmI;
    }

    public Response handle(Request request, BearerToken token) {
        return Answers.forPerson(
                token,
                person -> whoAmI.of(person)
                        .map(p -> Answers.json(200, UserView.of(p)))
                        .orElseGet(() -> Problem.unauthorized("The account is not active.")
                                .response()));
    }
}
