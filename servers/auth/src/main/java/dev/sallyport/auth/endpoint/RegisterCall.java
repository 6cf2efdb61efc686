package dev.sallyport.auth.endpoint;

import dev.sallyport.auth.AuthConfiguration.Registration;
import dev.sallyport.auth.page.Pages;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.credential.PasswordPolicy;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.Register;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.JsonBody;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Optional;

/** {@code POST /v1/auth/register}. */
public final class RegisterCall {
    private final Register register;
    private final PasswordPolicy policy;
    private final Registration registration;
    private final Pages pages;

    public RegisterCall(Register register, PasswordPolicy policy, Registration registration, Pages pages) {
        this.register = register;
        this.policy = policy;
        this.registration = registration;
        this.pages = pages;
    }

    /** The body. */
    public record Body(
            EmailAddress email,
            Secret password,

            @Size(max = 200) @Pattern(regexp = "[^\\p{Cntrl}]*")
            Optional<String> name) {}

    public Response handle(Request request) {
        return switch (registration) {
            case CLOSED ->
                Problem.forbidden("Accounts are opened by an administrator here.")
                        .response();
            case OPEN -> JsonBody.read(request, Body.class, body -> register(request, body));
        };
    }

    private Response register(Request request, Body body) {
        Optional<String> objection = policy.objection(body.password());
        if (objection.isPresent()) {
            return Answers.invalid("/password", objection.get());
        }
        var application = new Register.Application(
                body.email(), body.password(), body.name().orElse("").strip(), pages.language(request), request.peer());
        return switch (register.register(application)) {
            case Register.Outcome.Accepted() -> Answers.accepted();
            case Register.Outcome.Busy() -> Answers.overloaded();
        };
    }
}
