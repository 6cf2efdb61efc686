package dev.sallyport.auth.gate;

import dev.sallyport.auth.page.ErrorReason;
import dev.sallyport.auth.page.ErrorView;
import dev.sallyport.auth.page.Pages;
import dev.sallyport.domain.session.Session;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.PageGate;
import java.util.List;

/** Knows the sign-on sessions of a browser, and tells people on a page what was not taken. */
public final class SignOnGate implements PageGate {
    private final SignOnCookies cookies;
    private final Pages pages;

    public SignOnGate(SignOnCookies cookies, Pages pages) {
        this.cookies = cookies;
        this.pages = pages;
    }

    @Override
    public List<Session> bySessionCookie(String cookie) {
        return cookies.read(cookie);
    }

    @Override
    public Response refused(Request request, Problem problem) {
        ErrorReason reason = problem.status() == 403 ? ErrorReason.FOREIGN_ORIGIN : ErrorReason.BAD_REQUEST;
        return pages.error(pages.context(request, ""), ErrorView.of(reason, request.id()));
    }
}
