package dev.sallyport.walls;

import dev.sallyport.auth.page.Account;
import dev.sallyport.auth.page.Asked;
import dev.sallyport.auth.page.AskingClient;
import dev.sallyport.auth.page.ChooseAccountView;
import dev.sallyport.auth.page.ConsentView;
import dev.sallyport.auth.page.Detail;
import dev.sallyport.auth.page.DeviceView;
import dev.sallyport.auth.page.ErrorReason;
import dev.sallyport.auth.page.ErrorView;
import dev.sallyport.auth.page.FlowFields;
import dev.sallyport.auth.page.FormPostView;
import dev.sallyport.auth.page.Notice;
import dev.sallyport.auth.page.Onward;
import dev.sallyport.auth.page.PageContext;
import dev.sallyport.auth.page.Pages;
import dev.sallyport.auth.page.SignInView;
import dev.sallyport.auth.page.SignOutView;
import dev.sallyport.auth.page.SignUpView;
import dev.sallyport.auth.page.SignedOutView;
import dev.sallyport.auth.page.Theme;
import dev.sallyport.kit.engine.HttpEngine;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Every page of the authorization server with made-up contents, and a client to which they lead, each at a port of its own. */
final class SamplePages implements AutoCloseable {
    private static final FlowFields FORM = new FlowFields("flow-1", "csrf-1");
    private static final AskingClient SHOP = new AskingClient("Green Shop", "shop.example.org");
    private static final Account ADA = new Account("a1", "Ada Lovelace", "ada@example.org");

    private static final Account BOB =
            new Account("a2", "", "bob.with.a.very.long.address.indeed@department.of.long.names.example.org");

    /** What was posted to the door, and what arrived at the shop, in order. */
    final BlockingQueue<String> posted = new LinkedBlockingQueue<>();

    final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();

    private final Pages pages;
    private final HttpEngine engine;
    private final HttpEngine.Listening door;
    private final HttpEngine.Listening shop;
    private final HttpEngine.Listening other;

    SamplePages() throws HttpEngine.PortTaken {
        var random = new SecureRandom();
        pages = new Pages(Theme.OURS, count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        });
        var ids = new AtomicInteger();
        engine = new HttpEngine(() -> "id-" + ids.incrementAndGet());
        shop = engine.listen(new HttpEngine.Listen("127.0.0.1", 0), HttpEngine.Limits.USUAL, this::atShop);
        other = engine.listen(new HttpEngine.Listen("127.0.0.1", 0), HttpEngine.Limits.USUAL, this::atShop);
        door = engine.listen(new HttpEngine.Listen("127.0.0.1", 0), HttpEngine.Limits.USUAL, this::atDoor);
    }

    /** A page at the door, as browsers ask for it. */
    String url(String path) {
        return at(door, path).toString();
    }

    /** {@code GET /show/NAME} is a sample; a post is noted, and that of {@code GET /onward/WHERE} leads to the shop. */
    private Response atDoor(Request request) {
        if (request.method().equals("POST")) {
            posted.add(request.path() + " " + body(request));
            return leaving(body(request));
        }
        PageContext context = pages.context(request, "");
        String name = request.path().substring(request.path().lastIndexOf('/') + 1);
        if (name.equals("hop")) {
            return Response.seeOther(at(shop, "/callback").toString());
        }
        if (name.equals("frames")) {
            List<URI> frames = List.of(at(shop, "/callback?sid=1"), at(other, "/callback?sid=2"));
            return pages.signedOut(context, new SignedOutView(Optional.empty(), Optional.empty(), frames));
        }
        if (request.path().startsWith("/onward/")) {
            return onward(context, name, request.query());
        }
        var page = samples().get(name);
        return page == null ? Response.of(404) : page.apply(context);
    }

    private Response onward(PageContext context, String where, String way) {
        Onward onward = switch (where) {
            case "here" -> Onward.HERE;
            case "shop" -> Onward.to(at(shop, "/callback"));
            default -> new Onward.Anywhere();
        };
        return pages.signOut(
                context.leading(onward), new SignOutView(new FlowFields("flow-1", way), Optional.of(SHOP), ADA));
    }

    /** From the form to the shop: at once, by way of a page of ours, or by way of a page of the shop's. */
    private Response leaving(String form) {
        if (form.contains("csrf=onward")) {
            return Response.seeOther(at(shop, "/callback").toString());
        }
        if (form.contains("csrf=later")) {
            return Response.seeOther(at(door, "/hop").toString());
        }
        return form.contains("csrf=further")
                ? Response.seeOther(at(shop, "/hop").toString())
                : Response.text(200, "text/plain", "posted");
    }

    /** {@code /hop} leads on to another site. */
    private Response atShop(Request request) {
        if (request.path().equals("/hop")) {
            return Response.seeOther(at(other, "/callback").toString());
        }
        if (!request.path().equals("/callback")) {
            return Response.of(404);
        }
        arrived.add(request.method() + " " + request.path() + " " + body(request));
        return Response.text(200, "text/plain", "arrived");
    }

    private static String body(Request request) {
        try {
            return new String(request.body().bytes(10_000), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URI at(HttpEngine.Listening place, String path) {
        return URI.create("http://127.0.0.1:" + place.port() + path);
    }

    /** What is shown, by the names under which it is. */
    Map<String, Function<PageContext, Response>> samples() {
        var asked = new Asked(
                List.of("openid", "profile", "email", "orders"),
                List.of(URI.create("https://api.shop.example.org/v1")),
                List.of(Detail.of(Json.tree("""
                        {"type":"payment_initiation","actions":["initiate","status"],"locations":["https://bank.example.org"],
                         "instructedAmount":{"currency":"EUR","amount":"123.50"},"creditorName":"Merchant A"}
                        """.getBytes(StandardCharsets.UTF_8)))));
        var legal = Optional.of(URI.create("https://shop.example.org/legal"));
        var providers = List.of(
                new SignInView.Provider("github", "GitHub"), new SignInView.Provider("acme", "Acme Corporation"));
        var all = new TreeMap<String, Function<PageContext, Response>>();
        all.put(
                "sign-in",
                context -> pages.signIn(
                        context, new SignInView(FORM, Optional.of(SHOP), "", Optional.empty(), true, true, providers)));
        all.put(
                "sign-in-wrong",
                context -> pages.signIn(
                        context,
                        new SignInView(
                                FORM,
                                Optional.of(SHOP),
                                "ada@example.org",
                                Optional.of(new Notice.Wrong()),
                                true,
                                true,
                                List.of())));
        all.put(
                "sign-in-suspended",
                context -> pages.signIn(
                        context,
                        new SignInView(
                                FORM,
                                Optional.empty(),
                                "ada@example.org",
                                Optional.of(new Notice.Suspended(Duration.ofMinutes(702))),
                                true,
                                false,
                                List.of())));
        all.put(
                "sign-up",
                context -> pages.signUp(context, new SignUpView.Form(FORM, SHOP, "", "", 12, Optional.empty())));
        all.put(
                "sign-up-wrong",
                context -> pages.signUp(
                        context,
                        new SignUpView.Form(
                                FORM, SHOP, "ada@example.org", "Ada", 12, Optional.of(new Notice.UnfitPassword(12)))));
        all.put(
                "sign-up-sent",
                context -> pages.signUp(context, new SignUpView.Sent("flow-1", SHOP, "ada@example.org")));
        all.put("consent", context -> pages.consent(context, new ConsentView(FORM, SHOP, ADA, asked, legal, legal)));
        all.put(
                "consent-bare",
                context -> pages.consent(
                        context,
                        new ConsentView(FORM, SHOP, BOB, Asked.scopes(List.of()), Optional.empty(), Optional.empty())));
        all.put(
                "choose-account",
                context -> pages.chooseAccount(
                        context, new ChooseAccountView(FORM, Optional.of(SHOP), List.of(ADA, BOB))));
        all.put("sign-out", context -> pages.signOut(context, new SignOutView(FORM, Optional.of(SHOP), ADA)));
        all.put(
                "signed-out",
                context -> pages.signedOut(context, new SignedOutView(Optional.of(SHOP), legal, List.of())));
        all.put("device", context -> pages.device(context, new DeviceView.Code(FORM, "", Optional.empty())));
        all.put(
                "device-wrong",
                context -> pages.device(
                        context, new DeviceView.Code(FORM, "WDJB-MJHT", Optional.of(new Notice.UnknownCode()))));
        all.put(
                "device-confirm",
                context -> pages.device(
                        context,
                        new DeviceView.Confirm(
                                FORM,
                                new AskingClient("Living-room TV", ""),
                                ADA,
                                "WDJB-MJHT",
                                Asked.scopes(List.of("openid", "files")))));
        all.put("device-done", context -> pages.device(context, DeviceView.Done.CONNECTED));
        all.put(
                "error",
                context -> pages.error(
                        context, ErrorView.of(ErrorReason.WRONG_REDIRECT, "01932b1c-7f3a-7c55-9a01-3a2b4c5d6e7f")));
        all.put(
                "form-post",
                context -> pages.formPost(
                        context,
                        new FormPostView(
                                SHOP,
                                at(shop, "/callback?from=door"),
                                List.of(
                                        new FormPostView.Field("code", "c0de"),
                                        new FormPostView.Field("state", "a b&c\"<é")))));
        return all;
    }

    @Override
    public void close() {
        engine.close();
    }
}
