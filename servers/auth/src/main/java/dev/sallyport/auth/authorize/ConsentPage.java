package dev.sallyport.auth.authorize;

import dev.sallyport.auth.page.Account;
import dev.sallyport.domain.session.Session;
import dev.sallyport.kit.http.FormBody;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.PageVisitor;
import java.util.List;
import java.util.function.BiFunction;

/** {@code /consent}: may this client do that in your name? */
public final class ConsentPage {
    private final FlowPages pages;
    private final Authorization authorization;
    private final Screens screens;

    ConsentPage(FlowPages pages, Authorization authorization, Screens screens) {
        this.pages = pages;
        this.authorization = authorization;
        this.screens = screens;
    }

    public Response get(Request request, PageVisitor visitor) {
        return pages.shown(
                request,
                (opened, form) -> asked(
                        request,
                        opened,
                        visitor.sessions(),
                        (session, account) -> screens.consent(request, opened.ask(), form, account)));
    }

    public Response post(Request request, PageVisitor visitor) {
        return FormBody.read(
                request,
                params -> pages.posted(
                        request,
                        params,
                        (opened, form) -> asked(
                                request,
                                opened,
                                visitor.sessions(),
                                (session, account) -> decided(request, params, opened, session))));
    }

    private Response decided(Request request, Params params, FlowPages.Opened opened, Session session) {
        return switch (params.first("decision").orElse("")) {
            case "allow" -> pages.consented(request, opened, session);
            case "another" -> pages.to(request, "/sign-in", opened.ask(), opened.flow());
            default -> pages.denied(request, opened);
        };
    }

    /** Whoever should not be here, because something else comes first, is led there. */
    private Response asked(
            Request request, FlowPages.Opened opened, List<Session> here, BiFunction<Session, Account, Response> then) {
        if (authorization.next(opened.ask(), opened.flow(), here)
                instanceof Authorization.Next.AskConsent(var session)) {
            return screens.account(session)
                    .map(account -> then.apply(session, account))
                    .orElseGet(() -> pages.to(request, "/sign-in", opened.ask(), opened.flow()));
        }
        return pages.goOn(request, opened.ask(), opened.flow(), here);
    }
}
