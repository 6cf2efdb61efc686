package dev.sallyport.auth.page;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.time.Duration;
import java.util.Base64;

/**
 * The pages, each under a Content-Security-Policy with a nonce of its own (L11). Values of others are text wherever they
 * stand (T06): the templates are compiled in jte's HTML mode, which encodes each for its place.
 */
public final class Pages {
    private static final String GENERATED = Pages.class.getPackageName();

    private final TemplateEngine templates =
            TemplateEngine.createPrecompiled(null, ContentType.Html, Pages.class.getClassLoader(), GENERATED);
    private final Languages languages;
    private final String style;
    private final boolean ownLogo;
    private final BrandLogo logo;
    private final RandomSource random;

    public Pages(Theme theme, RandomSource random) {
        this.languages = new Languages(theme);
        this.style = StyleSheet.of(theme);
        this.ownLogo = theme.logo().isPresent();
        this.logo = new BrandLogo(theme);
        this.random = random;
    }

    /**
     * For whom: in the best language, with forms that lead nowhere else.
     *
     * @param uiLocales what the client said by that name, empty where it said nothing
     */
    public PageContext context(Request request, String uiLocales) {
        var language = languages.choose(uiLocales, request.headers().all("accept-language"));
        return new PageContext(language, Onward.HERE);
    }

    /** The tag of the best language for the request, such as {@code de}. */
    public String language(Request request) {
        return languages.choose("", request.headers().all("accept-language")).toLanguageTag();
    }

    public Response signIn(PageContext context, SignInView view) {
        Response page = page(200, context, "sign-in.jte", view);
        return view.notice().map(notice -> noticed(page, notice)).orElse(page);
    }

    public Response signUp(PageContext context, SignUpView view) {
        return switch (view) {
            case SignUpView.Form form -> {
                Response page = page(200, context, "sign-up.jte", form);
                yield form.notice().map(notice -> noticed(page, notice)).orElse(page);
            }
            case SignUpView.Sent sent -> page(200, context, "sign-up-sent.jte", sent);
        };
    }

    public Response consent(PageContext context, ConsentView view) {
        return page(200, context, "consent.jte", view);
    }

    public Response chooseAccount(PageContext context, ChooseAccountView view) {
        return page(200, context, "choose-account.jte", view);
    }

    public Response signOut(PageContext context, SignOutView view) {
        return page(200, context, "sign-out.jte", view);
    }

    /** The one page that frames what is others', and only what it was told to. */
    public Response signedOut(PageContext context, SignedOutView view) {
        String nonce = nonce();
        return answer(
                200, context, "signed-out.jte", nonce, Policy.framing(nonce, context.onward(), view.frames()), view);
    }

    public Response device(PageContext context, DeviceView view) {
        return switch (view) {
            case DeviceView.Code code -> {
                Response page = page(200, context, "device.jte", code);
                yield code.notice().map(notice -> noticed(page, notice)).orElse(page);
            }
            case DeviceView.Confirm confirm -> page(200, context, "device-confirm.jte", confirm);
            case DeviceView.Done done -> page(200, context, "device-done.jte", done);
        };
    }

    public Response error(PageContext context, ErrorView view) {
        return patient(page(view.reason().status, context, "error.jte", view), view.left());
    }

    /** The one page with a script, which presses its button; without script the person does. */
    public Response formPost(PageContext context, FormPostView view) {
        String nonce = nonce();
        return answer(200, context, "form-post.jte", nonce, Policy.submitting(nonce, view.target()), view);
    }

    /** {@code GET /brand/logo}: the theme's mark, or 404 where it has none. */
    public Response logo(Request request) {
        return logo.handle(request);
    }

    private Response page(int status, PageContext context, String template, Object view) {
        String nonce = nonce();
        return answer(status, context, template, nonce, Policy.plain(nonce, context.onward()), view);
    }

    private Response answer(
            int status, PageContext context, String template, String nonce, String policy, Object view) {
        var texts = languages.in(context.language());
        var html = new StringOutput();
        templates.render(template, new Page<>(texts, nonce, style, ownLogo, view), html);
        return Response.html(status, html.toString())
                .header("content-security-policy", policy)
                .header("content-language", texts.language().toLanguageTag())
                .header("cache-control", "no-store")
                // Other sites learn nothing of the address; our own must, for without it browsers post "Origin: null".
                .header("referrer-policy", "same-origin")
                .header("x-content-type-options", "nosniff")
                .header("x-frame-options", "DENY");
    }

    private static Response noticed(Response page, Notice notice) {
        return patient(new Response(notice.status(), page.headers(), page.body()), notice.patience());
    }

    private static Response patient(Response page, Duration wait) {
        return wait.isPositive()
                ? page.header("retry-after", String.valueOf(wait.plusMillis(999).toSeconds()))
                : page;
    }

    private String nonce() {
        return Base64.getEncoder().encodeToString(random.bytes(16));
    }
}
