package dev.sallyport.gateway;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.gateway.proof.Challenge;
import dev.sallyport.kit.http.FormBody;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.TargetPath;
import dev.sallyport.kit.json.Json;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** How a challenge is told: to programs as a problem, to people as a page that solves it and goes on. */
public final class ChallengeAnswers {
    /** What a form of the house's pages carries from one page to the next. */
    private static final Pattern FLOW = Pattern.compile("[A-Za-z0-9_.~-]+");

    private static final String FORM = FormBody.MEDIA_TYPE;
    private static final int FORBIDDEN = 403;
    private static final Duration LATER = Duration.ofSeconds(30);

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>One moment</title>
            <link rel="icon" type="image/svg+xml" href="/favicon.svg">
            <style nonce="{nonce}">
            :root { color-scheme: light dark; --ground: #f5f6f3; --text: #1b2226; }
            @media (prefers-color-scheme: dark) { :root { --ground: #11161a; --text: #c9d0d4; } }
            body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground);
              color: var(--text); font: 1rem/1.6 system-ui, sans-serif; }
            main { max-width: 34rem; padding: 2rem 1.25rem; }
            h1 { font-size: 1.6rem; line-height: 1.25; }
            </style>
            </head>
            <body>
            <main id="proof" data-challenge="{challenge}" data-onward="{onward}">
            <h1>One moment</h1>
            <p role="status">Very many try to sign in just now. Your browser does a little work first, then the page comes.
            If you had sent the form already, fill it in once more.</p>
            <noscript><p>The work needs JavaScript, which is switched off here. Switch it on for this page, or come again later: this
            page is shown only while there is an attack.</p></noscript>
            </main>
            <script type="module" nonce="{nonce}" src="/assets/proof-page.js"></script>
            </body>
            </html>
            """;

    private final RandomSource random;

    public ChallengeAnswers(RandomSource random) {
        this.random = random;
    }

    /** Whether a person waits for a page. */
    static boolean isPage(Request request) {
        return request.headers().all("accept").stream().anyMatch(accept -> accept.contains("text/html"));
    }

    /** There is no room to remember one more proof. */
    static Response full() {
        return Problem.of(503, "overloaded", "Too busy", "Try again in half a minute.")
                .retryAfter(LATER);
    }

    Response of(Request request, Challenge challenge) {
        return isPage(request) ? page(challenge, onward(request)) : problem(challenge);
    }

    private static Response problem(Challenge challenge) {
        Problem problem = Problem.of(
                FORBIDDEN,
                "proof-of-work-required",
                "Some work first",
                "Solve the challenge, and send the request again with the solution in the field Proof-Of-Work.");
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("type", problem.type());
        told.put("title", problem.title());
        told.put("status", problem.status());
        told.put("detail", problem.detail());
        told.put("challenge", challenge);
        return problem.response().body(Json.bytes(told));
    }

    /** Where the page goes on: to the address that was asked for, and from a form that was sent to the page that showed it. */
    private static String onward(Request request) {
        String path = TargetPath.encode(request.path());
        if (request.isSafe()) {
            return request.query().isEmpty() ? path : path + "?" + request.query();
        }
        boolean form = request.mediaType().equals(FORM);
        return form ? path + flow(request).map(flow -> "?flow=" + flow).orElse("") : path;
    }

    private static Optional<String> flow(Request request) {
        String[] found = {""};
        FormBody.read(request, params -> {
            found[0] = params.first("flow").orElse("");
            return Response.of(200);
        });
        return Optional.of(found[0]).filter(flow -> FLOW.matcher(flow).matches());
    }

    /** Without script there is only what is written there: a form that solves cannot be made of markup. */
    private Response page(Challenge challenge, String onward) {
        String nonce = Base64.getEncoder().encodeToString(random.bytes(16));
        String policy = "default-src 'none'; script-src 'nonce-" + nonce
                + "' 'strict-dynamic'; worker-src 'self'; style-src 'nonce-"
                + nonce + "'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
                + "require-trusted-types-for 'script'; trusted-types default; report-uri /csp-report";
        return Response.html(FORBIDDEN, filled(nonce, challenge, onward))
                .header("cache-control", "no-store")
                .header("content-security-policy", policy);
    }

    private static String filled(String nonce, Challenge challenge, String onward) {
        return PAGE.replace("{nonce}", nonce)
                .replace("{challenge}", escaped(Json.text(challenge)))
                .replace("{onward}", escaped(onward));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
