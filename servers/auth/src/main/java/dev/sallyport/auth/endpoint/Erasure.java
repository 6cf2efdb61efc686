package dev.sallyport.auth.endpoint;

import dev.sallyport.auth.page.Pages;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.credential.ProvePassword;
import dev.sallyport.domain.person.AskToErase;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.privacy.EraseAccount;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.JsonBody;
import dev.sallyport.kit.route.BearerToken;
import jakarta.validation.constraints.Size;
import java.time.InstantSource;
import java.util.Optional;

/** {@code POST /v1/auth/erase} and {@code /confirm}: the account and everything in it goes, once its mailbox agrees. */
public final class Erasure {
    private final AskToErase asking;
    private final EraseAccount erasing;
    private final Pages pages;
    private final InstantSource clock;

    public Erasure(AskToErase asking, EraseAccount erasing, Pages pages, InstantSource clock) {
        this.asking = asking;
        this.erasing = erasing;
        this.pages = pages;
        this.clock = clock;
    }

    /** The body of the first call: the password once more, where the person has one. */
    public record Asked(@Size(min = 1, max = 1024) Optional<Secret> password) {}

    public Response ask(Request request, BearerToken token) {
        return Answers.forPerson(
                token, person -> JsonBody.read(request, Asked.class, body -> asked(request, person, body)));
    }

    private Response asked(Request request, PersonId person, Asked body) {
        var ask = new AskToErase.Ask(
                person,
                body.password(),
                request.cookie(WebCookies.KNOWN_BROWSER).orElse(""),
                pages.language(request),
                request.peer());
        return switch (asking.ask(ask)) {
            case AskToErase.Outcome.Asked() -> Answers.accepted();
            case AskToErase.Outcome.PasswordWanted() -> Answers.invalid("/password", "is missing");
            // The token is good, so this is no 401: apps would take it for the end of the session.
            case AskToErase.Outcome.Unproven(ProvePassword.Wrong wrong) ->
                Answers.invalid("/password", "is not your password");
            case AskToErase.Outcome.Unproven(var why) -> Answers.unproven(why, clock.instant());
            case AskToErase.Outcome.NoSuchPerson() ->
                Problem.forbidden("There is no such account any more.").response();
        };
    }

    /** The mailbox agrees. */
    public Response confirm(Request request) {
        return JsonBody.read(
                request,
                UnlockCall.Body.class,
                body -> erasing.confirmed(body.token(), request.peer()) ? Answers.accepted() : Answers.badLink());
    }
}
