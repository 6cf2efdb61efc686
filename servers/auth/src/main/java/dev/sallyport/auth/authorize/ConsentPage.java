package dev.sallyport.auth.authorize;

import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.session.Session;
import dev.sallyport.kit.http.FormBody;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.PageVisitor;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** {@code /consent}: may this client do that in your name? */
public final class ConsentPage {
    private final FlowPages pages;
    private final Authorization authorization;
    private final Screens screens;
    private final People people;

    ConsentPage(FlowPages pages, Authorization authorization, Screens screens, People people) {
        this.pages = pages;
        this.authorization = authorization;
        this.screens = screens;
        this.people = people;
    }

    public Response get(Request request, PageVisitor visitor) {
        return pages.shown(
                request,
                (opened, form) -> asked(
                        opened,
                        visitor.sessions(),
                        (session, person) -> screens.consent(
                                request,
                                opened.ask().client(),
                                opened.ask().locales(),
                                form,
                                person,
                                opened.ask().scope(),
                                opened.ask().resources())));
    }

    public Response post(Request request, PageVisitor visitor) {
        return FormBody.read(
                request,
                params -> pages.posted(
                        request,
                        params,
                        (opened, form) ->
                                asked(opened, visitor.sessions(), (session, person) -> switch (params.first("decision")
                                        .orElse("")) {
                                    case "allow" -> pages.consented(request, opened, session);
                                    case "switch" -> pages.to("/sign-in", opened.ask(), opened.flow());
                                    default -> pages.denied(opened);
                                })));
    }

    /** Whoever should not be here, because something else comes first, is led there. */
    private Response asked(FlowPages.Opened opened, List<Session> here, BiFunction<Session, Person, Response> then) {
        if (authorization.next(opened.ask(), opened.flow(), here)
                instanceof Authorization.Next.AskConsent(var session)) {
            Optional<Person> person = people.of(session.person());
            return person.map(p -> then.apply(session, p))
                    .orElseGet(() -> pages.to("/sign-in", opened.ask(), opened.flow()));
        }
        return pages.goOn(opened.ask(), opened.flow(), here);
    }
}
