package dev.sallyport.auth.endpoint;

import dev.sallyport.auth.page.Pages;
import dev.sallyport.domain.person.VerifyEmail;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.JsonBody;

/** {@code POST /v1/auth/email/verify}: confirms a registration by the link of the letter. */
public final class VerifyEmailCall {
    private final VerifyEmail verify;
    private final Pages pages;

    public VerifyEmailCall(VerifyEmail verify, Pages pages) {
        this.verify = verify;
        this.pages = pages;
    }

    public Response handle(Request request) {
        return JsonBody.read(
                request,
                UnlockCall.Body.class,
                body -> verify.verify(body.token(), pages.language(request), request.peer())
                        ? Answers.noContent()
                        : Answers.badLink());
    }
}
