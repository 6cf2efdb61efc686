package dev.sallyport.auth.page;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import dev.sallyport.kit.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/** Every page there is, with everything on it, made from one text that stands wherever a text of somebody else's can. */
final class SamplePages {
    private SamplePages() {}

    /** Pages with that look; their nonces are by chance, but the same in every run. */
    static Pages pages(Theme theme) {
        var chance = new Random(7);
        RandomSource random = count -> {
            byte[] bytes = new byte[count];
            chance.nextBytes(bytes);
            return bytes;
        };
        return new Pages(theme, random);
    }

    static PageContext in(Locale language) {
        return new PageContext(language, Onward.HERE);
    }

    static PageContext in(String acceptLanguage) {
        return pages(Theme.OURS).context(Request.of("GET", "/sign-in").header("accept-language", acceptLanguage), "");
    }

    static String html(Response response) {
        return switch (response.body()) {
            case ResponseBody.Bytes(byte[] bytes) -> new String(bytes, StandardCharsets.UTF_8);
            case ResponseBody.Stream _, ResponseBody.FilePart _, ResponseBody.Forward _ ->
                throw new AssertionError("a page is bytes");
        };
    }

    /** By name, each a function of the context; {@code text} stands in every place. */
    static Map<String, Function<PageContext, Response>> all(Pages pages, String text) {
        var form = new FlowFields(text, text);
        var client = new AskingClient(text, text);
        var account = new Account(text, text, text);
        var asked = new Asked(
                List.of("openid", "email", text),
                List.of(URI.create("https://api.example.org/orders")),
                List.of(new Detail(text, List.of(new Detail.Line("actions", text), new Detail.Line(text, text)))));
        var web = Optional.of(URI.create("https://shop.example.org/legal?a=1&b=2"));
        var all = new LinkedHashMap<String, Function<PageContext, Response>>();
        for (Notice notice : notices(text)) {
            all.put(
                    "sign-in " + notice.getClass().getSimpleName(),
                    context -> pages.signIn(
                            context,
                            new SignInView(
                                    form,
                                    Optional.of(client),
                                    text,
                                    Optional.of(notice),
                                    true,
                                    true,
                                    List.of(new SignInView.Provider(text, text)))));
        }
        all.put(
                "sign-in",
                context -> pages.signIn(
                        context,
                        new SignInView(form, Optional.empty(), "", Optional.empty(), false, false, List.of())));
        all.put(
                "sign-up",
                context -> pages.signUp(
                        context,
                        new SignUpView.Form(form, client, text, text, 12, Optional.of(new Notice.UnfitPassword(12)))));
        all.put("sign-up-sent", context -> pages.signUp(context, new SignUpView.Sent(text, client, text)));
        all.put("consent", context -> pages.consent(context, new ConsentView(form, client, account, asked, web, web)));
        all.put(
                "consent to nothing",
                context -> pages.consent(
                        context,
                        new ConsentView(
                                form, client, account, Asked.scopes(List.of()), Optional.empty(), Optional.empty())));
        all.put(
                "choose-account",
                context -> pages.chooseAccount(
                        context, new ChooseAccountView(form, Optional.of(client), List.of(account, account))));
        all.put("sign-out", context -> pages.signOut(context, new SignOutView(form, Optional.of(client), account)));
        all.put(
                "signed-out",
                context -> pages.signedOut(context, new SignedOutView(Optional.of(client), web, List.of())));
        all.put(
                "signed-out alone",
                context -> pages.signedOut(context, new SignedOutView(Optional.empty(), Optional.empty(), List.of())));
        all.put(
                "device",
                context ->
                        pages.device(context, new DeviceView.Code(form, text, Optional.of(new Notice.UnknownCode()))));
        all.put(
                "device-confirm",
                context -> pages.device(context, new DeviceView.Confirm(form, client, account, text, asked)));
        for (var done : DeviceView.Done.values()) {
            all.put("device " + done, context -> pages.device(context, done));
        }
        for (ErrorReason reason : ErrorReason.values()) {
            all.put(
                    "error " + reason,
                    context -> pages.error(context, new ErrorView(reason, text, Duration.ofSeconds(30))));
        }
        all.put(
                "form-post",
                context -> pages.formPost(
                        context,
                        new FormPostView(
                                client,
                                URI.create("https://shop.example.org/callback?x=1&y=2"),
                                List.of(new FormPostView.Field(text, text)))));
        return all;
    }

    static List<Notice> notices(String provider) {
        return List.of(
                new Notice.Wrong(),
                new Notice.Suspended(Duration.ofHours(12)),
                new Notice.TooFast(Duration.ofMillis(1200)),
                new Notice.Busy(Duration.ofSeconds(2)),
                new Notice.Stale(),
                new Notice.ProviderFailed(provider),
                new Notice.ProveFirst(provider),
                new Notice.UnknownCode(),
                new Notice.UnfitAddress(),
                new Notice.UnfitName(),
                new Notice.UnfitPassword(12));
    }

    static Detail detail(String json) {
        return Detail.of(Json.tree(json.getBytes(StandardCharsets.UTF_8)));
    }
}
