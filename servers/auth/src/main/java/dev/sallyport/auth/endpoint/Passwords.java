package dev.sallyport.auth.endpoint;

import dev.sallyport.auth.page.Pages;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.credential.PasswordPolicy;
import dev.sallyport.domain.credential.ResetPassword;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.Letters;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.JsonBody;
import jakarta.validation.constraints.Size;
import java.time.InstantSource;
import java.util.Optional;

/** {@code POST /v1/auth/password/forgot} and {@code /reset}: a new password by way of the mailbox. */
public final class Passwords {
    private final Letters letters;
    private final ResetPassword reset;
    private final PasswordPolicy policy;
    private final Pages pages;
    private final InstantSource clock;

    public Passwords(Letters letters, ResetPassword reset, PasswordPolicy policy, Pages pages, InstantSource clock) {
        this.letters = letters;
        this.reset = reset;
        this.policy = policy;
        this.pages = pages;
        this.clock = clock;
    }

    /** The body of {@code forgot}. */
    public record Forgot(EmailAddress email) {}

    /** The body of {@code reset}. */
    public record Reset(@Size(min = 1, max = 256) String token, Secret password) {}

    /** The same for every address, in the same time (T24). */
    public Response forgot(Request request) {
        return JsonBody.read(request, Forgot.class, body -> {
            letters.forgotten(body.email(), pages.language(request), clock.instant());
            return Answers.accepted();
        });
    }

    public Response reset(Request request) {
        return JsonBody.read(request, Reset.class, body -> {
            Optional<String> objection = policy.objection(body.password());
            return objection.map(said -> Answers.invalid("/password", said)).orElseGet(() -> switch (reset.reset(
                    body.token(), body.password(), request.peer())) {
                case DONE -> Answers.noContent();
                case BAD_LINK -> Answers.badLink();
                case BUSY -> Answers.overloaded();
            });
        });
    }
}
