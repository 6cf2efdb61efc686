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
import dev.sallyport.monitor.Here;
import dev.sallyport.monitor.page.Pages;
import dev.sallyport.monitor.page.Part;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code GET /mailbox} at the monitor's address: the letters that no mail server took. A letter holds links that are somebody's
 * credential, so the pages answer only to the name of this machine itself, which no foreign name that points here is.
 */
public final class Mailbox {
    private static final Because OWN_ADDRESS =
            because("the monitor listens on this machine alone where there is a mailbox");

    private static final int SHOWN = 50;
    private static final Part STYLE = Part.of("base.css", "mailbox.css");

    private static final String PAGE_POLICY = "default-src 'none'; style-src " + STYLE.source()
            + "; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** A letter may not run, load or send anything; its links open a page of their own. */
    private static final String LETTER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

    private final KeptLetters letters;
    private final InstantSource clock;
    private final Pages pages;

    public Mailbox(KeptLetters letters, Pages pages, InstantSource clock) {
        this.letters = letters;
        this.pages = pages;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                Open("GET", "/mailbox", this::list, OWN_ADDRESS),
                Open("GET", "/mailbox/{id}", this::one, OWN_ADDRESS),
                Open("GET", "/mailbox/{id}/html", this::html, OWN_ADDRESS));
    }

    private Response list(Request request) {
        return Here.isAsked(request) ? page(request, Optional.empty()) : gone();
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
        var view = new MailboxView(page.items(), shown, asText, page.next(), clock.instant(), STYLE.text());
        return pages.page("mailbox/mailbox.jte", view, PAGE_POLICY);
    }

    private Response html(Request request) {
        return found(request)
                .flatMap(KeptLetter::html)
                .map(html -> html.replaceFirst("<head>", "<head><base target=\"_blank\">"))
                .map(html -> Pages.guarded(Response.html(200, html), LETTER_POLICY))
                .orElseGet(Mailbox::gone);
    }

    private Optional<KeptLetter> found(Request request) {
        if (!Here.isAsked(request)) {
            return Optional.empty();
        }
        try {
            return letters.byId(UUID.fromString(request.variable("id")));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    private static Response gone() {
        return Problem.notFound().response();
    }
}
