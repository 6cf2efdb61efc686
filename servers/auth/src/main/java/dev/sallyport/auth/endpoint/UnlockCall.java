package dev.sallyport.auth.endpoint;

import dev.sallyport.domain.credential.Unlock;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.JsonBody;
import jakarta.validation.constraints.Size;

/** {@code POST /v1/auth/unlock}: lifts a suspension by the link of the letter (T23). */
public final class UnlockCall {
    private final Unlock unlock;

    public UnlockCall(Unlock unlock) {
        this.unlock = unlock;
    }

    /** The body. */
    public record Body(@Size(min = 1, max = 256) String token) {}

    public Response handle(Request request) {
        return JsonBody.read(
                request,
                Body.class,
                body -> unlock.unlock(body.token(), request.peer()) ? Answers.noContent() : Answers.badLink());
    }
}
