package dev.sallyport.auth.endpoint;

import dev.sallyport.domain.person.VerifyEmail;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.JsonBody;

/** {@code POST /v1/auth/email/verify}: confirms a registration by the link of the letter. */
public final class VerifyEmailCall {
    private final VerifyEmail verify;

    public VerifyEmailCall(VerifyEmail verify) {
        this.verify = verify;
    }

    public Response handle(Request request) {
        return JsonBody.read(
                request,
                UnlockCall.Body.class,
                body -> verify.verify(body.token(), request.peer()) ? Answers.noContent() : Answers.badLink());
    }
}
