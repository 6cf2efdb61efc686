package dev.sallyport.monitor.mailbox;

import static dev.sallyport.kit.route.Route.Open;
import static dev.sallyport.kit.route.Route.because;

import dev.sallyport.domain.letter.KeptLetter;
import dev.sallyport.domain.letter.KeptLetters;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.Access.Because;
import dev.sallyport.kit.route.Route;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code GET /mailbox} at the monitor's address: the letters that no mail server took. A letter holds links that are somebody's
 * credential, so the pages answer only to the name of this machine itself, which no foreign name that points here is.
 */
public final class Mailbox {
    private static final Because OWN_ADDRESS =
            because("the monitor listens on this machine alone where there is a mailbox");

    private static final List<String> HERE = List.of("localhost", "127.0.0.1", "[::1]");
    private static final int SHOWN = 50;
    private static final String STYLE = style();

    private static final String PAGE_POLICY = "default-src 'none'; style-src 'sha256-" + sha256(STYLE)
            + "'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** A letter may not run, load or send anything; its links open a page of their own. */
    private static final String LETTER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

    private final KeptLetters letters;
    private final InstantSource clock;
    private TemplateEngine templates;

    public Mailbox(KeptLetters letters, InstantSource clock) {
        this.letters = letters;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                Open("GET", "/mailbox", this::list, OWN_ADDRESS),
                Open("GET", "/mailbox/{id}", this::one, OWN_ADDRESS),
                Open("GET", "/mailbox/{id}/html", this::html, OWN_ADDRESS));
    }

    private Response list(Request request) {
        return isHere(request) ? page(request, Optional.empty()) : gone();
    }

    private Response one(Request request) {
        Optional<KeptLetter> letter = found(request);
        return letter.isPresent() ? page(request, letter) : gone();
    }

    private Response page(Request request, Optional<KeptLetter> asked) {
        Params params = request.params().orElse(Params.NONE);
        var page = letters.list(new Slice(params.first("after"), SHOWN));
        Optional<KeptLetter> shown = asked.or(() -> page.items().stream().findFirst());
        boolean asText = params.first("as").filter("text"::equals).isPresent()
                || shown.flatMap(KeptLetter::html).isEmpty();
        var view = new MailboxView(page.items(), shown, asText, page.next(), clock.instant(), STYLE);
        var html = new StringOutput();
        templates().render("mailbox.jte", view, html);
        return guarded(Response.html(200, html.toString()), PAGE_POLICY);
    }

    private Response html(Request request) {
        return found(request)
                .flatMap(KeptLetter::html)
                .map(html -> html.replaceFirst("<head>", "<head><base target=\"_blank\">"))
                .map(html -> guarded(Response.html(200, html), LETTER_POLICY))
                .orElseGet(Mailbox::gone);
    }

    private Optional<KeptLetter> found(Request request) {
        if (!isHere(request)) {
            return Optional.empty();
        }
        try {
            return letters.byId(UUID.fromString(request.variable("id")));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    /** Whether the browser was asked for this machine by a name that is always its own. */
    private static boolean isHere(Request request) {
        return request.headers()
                .first("host")
                .map(host -> host.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]+$", ""))
                .filter(HERE::contains)
                .isPresent();
    }

    private static Response gone() {
        return Problem.notFound().response();
    }

    private static Response guarded(Response response, String policy) {
        return response.header("content-security-policy", policy)
                .header("cache-control", "no-store")
                .header("referrer-policy", "no-referrer")
                .header("x-content-type-options", "nosniff")
                .header("cross-origin-resource-policy", "same-origin");
    }

    private synchronized TemplateEngine templates() {
        if (templates == null) {
            templates = TemplateEngine.createPrecompiled(
                    null, ContentType.Html, Mailbox.class.getClassLoader(), Mailbox.class.getPackageName());
        }
        return templates;
    }

    private static String style() {
        try (InputStream file = Mailbox.class.getResourceAsStream("mailbox.css")) {
            if (file == null) {
                throw new IllegalStateException("the program lacks mailbox.css");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
