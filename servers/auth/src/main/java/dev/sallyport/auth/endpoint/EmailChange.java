package dev.sallyport.auth.endpoint;

import dev.sallyport.auth.page.Pages;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.credential.PasswordPolicy;
import dev.sallyport.domain.credential.ProvePassword;
import dev.sallyport.domain.person.AskToChangeEmail;
import dev.sallyport.domain.person.ChangeEmail;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.UndoEmail;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.JsonBody;
import dev.sallyport.kit.route.BearerToken;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * {@code POST /v1/auth/email}, {@code /change} and {@code /undo}: another address, by way of the new mailbox, and back by way of
 * the old one.
 */
public final class EmailChange {
    private final AskToChangeEmail asking;
    private final ChangeEmail change;
    private final UndoEmail undo;
    private final PasswordPolicy policy;
    private final Pages pages;
    private final InstantSource clock;

    public EmailChange(
            AskToChangeEmail asking,
            ChangeEmail change,
            UndoEmail undo,
            PasswordPolicy policy,
            Pages pages,
            InstantSource clock) {
        this.asking = asking;
        this.change = change;
        this.undo = undo;
        this.policy = policy;
        this.pages = pages;
        this.clock = clock;
    }

    /** The body of the first call: the new address, and the password once more. */
    public record Asked(
            EmailAddress email, @Size(min = 1, max = 1024) Secret password) {}

    public Response ask(Request request, BearerToken token) {
        return Answers.forPerson(
                token, person -> JsonBody.read(request, Asked.class, body -> asked(request, person, body)));
    }

    private Response asked(Request request, PersonId person, Asked body) {
        Instant now = clock.instant();
        var ask = new AskToChangeEmail.Ask(
                person,
                body.email(),
                body.password(),
                request.cookie(WebCookies.KNOWN_BROWSER).orElse(""),
                pages.language(request),
                request.peer());
        return switch (asking.ask(ask)) {
            case AskToChangeEmail.Outcome.Asked() -> Answers.accepted();
            // The token is good, so this is no 401: apps would take it for the end of the session.
            case AskToChangeEmail.Outcome.Unproven(ProvePassword.Wrong wrong) ->
                Answers.invalid("/password", "is not your password");
            case AskToChangeEmail.Outcome.Unproven(var why) -> Answers.unproven(why, now);
            case AskToChangeEmail.Outcome.TooSoon(Instant until) ->
                Problem.of(
                                409,
                                "changed-lately",
                                "The address was changed lately",
                                "It can be changed again when the old mailbox can no longer take the change back.")
                        .retryAfter(Duration.between(now, until));
            case AskToChangeEmail.Outcome.NoSuchPerson() ->
                Problem.forbidden("There is no such account any more.").response();
        };
    }

    /** The new mailbox agrees. */
    public Response change(Request request) {
        return JsonBody.read(
                request,
                UnlockCall.Body.class,
                body -> change.change(body.token(), request.peer()) ? Answers.noContent() : Answers.badLink());
    }

    /** The old mailbox takes it back, with a new password. */
    public Response undo(Request request) {
        return JsonBody.read(request, Passwords.Reset.class, body -> {
            Optional<String> objection = policy.objection(body.password());
            return objection.map(said -> Answers.invalid("/password", said)).orElseGet(() -> switch (undo.undo(
                    body.token(), body.password(), request.peer())) {
                case DONE -> Answers.noContent();
                case BAD_LINK -> Answers.badLink();
                case BUSY -> Answers.overloaded();
            });
        });
    }
}
