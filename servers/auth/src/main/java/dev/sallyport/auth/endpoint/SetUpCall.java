package dev.sallyport.auth.endpoint;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.credential.PasswordPolicy;
import dev.sallyport.domain.person.CreateFirstAdministrator;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.SetUp;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.JsonBody;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Optional;

/** {@code POST /v1/auth/set_up}: makes the first administrator through the link that the first start printed. */
public final class SetUpCall {
    private final SetUp setUp;
    private final PasswordPolicy policy;

    public SetUpCall(SetUp setUp, PasswordPolicy policy) {
        this.setUp = setUp;
        this.policy = policy;
    }

    /** The body. */
    public record Body(
            @Size(min = 1, max = 256) String token,
            EmailAddress email,
            Secret password,

            @Size(max = 200) @Pattern(regexp = "[^\\p{Cntrl}]*")
            Optional<String> name) {}

    record Made(UserView user) {}

    public Response handle(Request request) {
        return JsonBody.read(request, Body.class, this::setUp);
    }

    private Response setUp(Body body) {
        Optional<String> objection = policy.objection(body.password());
        if (objection.isPresent()) {
            return Answers.invalid("/password", objection.get());
        }
        String name = body.name().orElse("").strip();
        return switch (setUp.setUp(body.token(), body.email(), body.password(), name)) {
            case SetUp.Outcome.BadLink() -> Answers.badLink();
            case SetUp.Outcome.Redeemed(var outcome) -> answer(outcome);
        };
    }

    private static Response answer(CreateFirstAdministrator.Outcome outcome) {
        return switch (outcome) {
            case CreateFirstAdministrator.Outcome.Created(var person) ->
                Answers.json(201, new Made(UserView.of(person)));
            case CreateFirstAdministrator.Outcome.NotFirst() -> Answers.badLink();
            case CreateFirstAdministrator.Outcome.Taken() ->
                Problem.of(
                                409,
                                "address-taken",
                                "The address has an account",
                                "Restart for a new link, and use another address.")
                        .response();
            case CreateFirstAdministrator.Outcome.WeakPassword(String objection) ->
                Answers.invalid("/password", objection);
            case CreateFirstAdministrator.Outcome.Busy() -> Answers.overloaded();
        };
    }
}
