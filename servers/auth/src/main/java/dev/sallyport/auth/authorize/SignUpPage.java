package dev.sallyport.auth.authorize;

import dev.sallyport.auth.page.ErrorReason;
import dev.sallyport.auth.page.FlowFields;
import dev.sallyport.auth.page.Notice;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.credential.PasswordPolicy;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.PersonName;
import dev.sallyport.domain.person.Register;
import dev.sallyport.kit.http.FormBody;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.PageVisitor;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code /sign-up}: somebody new on their way to a client. The account is opened as {@code /v1/auth/register} opens it, so the page
 * does not say whether the address has one already (T24); the flow waits while the person looks into their mailbox.
 */
public final class SignUpPage {
    private static final Duration BUSY = Duration.ofSeconds(2);

    private final FlowPages pages;
    private final HomePage home;
    private final Newcomers newcomers;
    private final Screens screens;

    SignUpPage(FlowPages pages, HomePage home, Newcomers newcomers, Screens screens) {
        this.pages = pages;
        this.home = home;
        this.newcomers = newcomers;
        this.screens = screens;
    }

    /**
     * How accounts are opened here.
     *
     * @param open whether strangers may
     */
    public record Newcomers(Register register, PasswordPolicy passwords, boolean open) {}

    /** Without a client there is nothing to go on to; the product's own page for newcomers is in its web app. */
    public Response get(Request request, PageVisitor visitor) {
        if (!newcomers.open()) {
            return screens.error(request, ErrorReason.NOT_FOUND);
        }
        Optional<String> handle = request.params().flatMap(p -> p.first("flow"));
        return handle.isEmpty() || home.isHome(handle.get(), request)
                ? Response.seeOther("/register")
                : pages.shown(
                        request,
                        (opened, form) -> shown(
                                request,
                                opened,
                                form,
                                new Typed(opened.ask().loginHint().orElse(""), "", ""),
                                Optional.empty()));
    }

    private record Typed(String email, String name, String password) {
        static Typed of(Params params) {
            return new Typed(
                    params.first("email").orElse("").strip(),
                    params.first("name").orElse(""),
                    params.first("password").orElse(""));
        }
    }

    private Response shown(
            Request request, FlowPages.Opened opened, FlowFields form, Typed typed, Optional<Notice> notice) {
        int shortest = newcomers.passwords().minLength();
        return screens.signUp(request, opened.ask(), form, typed.email(), typed.name(), shortest, notice);
    }

    public Response post(Request request, PageVisitor visitor) {
        return newcomers.open()
                ? FormBody.read(
                        request,
                        params -> pages.posted(
                                request, params, (opened, form) -> asked(request, opened, form, Typed.of(params))))
                : screens.error(request, ErrorReason.NOT_FOUND);
    }

    private Response asked(Request request, FlowPages.Opened opened, FlowFields form, Typed typed) {
        Optional<EmailAddress> email = EmailAddress.parse(typed.email());
        Optional<PersonName> name = PersonName.parse(typed.name());
        var password = Secret.of(typed.password());
        if (email.isEmpty()) {
            return shown(request, opened, form, typed, Optional.of(new Notice.UnfitAddress()));
        }
        if (name.isEmpty()) {
            return shown(request, opened, form, typed, Optional.of(new Notice.UnfitName()));
        }
        if (newcomers.passwords().objection(password).isPresent()) {
            int shortest = newcomers.passwords().minLength();
            return shown(request, opened, form, typed, Optional.of(new Notice.UnfitPassword(shortest)));
        }
        var application = new Register.Application(
                email.get(), password, name.get().value(), screens.language(request), request.peer());
        return switch (newcomers.register().register(application)) {
            case Register.Outcome.Accepted() -> screens.letterSent(request, opened.ask(), form, typed.email());
            case Register.Outcome.Busy() -> shown(request, opened, form, typed, Optional.of(new Notice.Busy(BUSY)));
        };
    }
}
