package dev.sallyport.frontend;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.Response;
import java.util.Base64;

/** HTML pages, each under a Content-Security-Policy with a nonce of its own (L11). */
final class Pages {
    private static final String PLAIN_RULES = "script-src 'none'; trusted-types 'none'; ";

    private final RandomSource random;
    private final String app;

    /** @param app the app's page, with {@code __NONCE__} where the nonce goes */
    Pages(RandomSource random, String app) {
        this.random = random;
        this.app = app;
    }

    /** The single-page app. */
    Response app() {
        String nonce = nonce();
        String rules = "script-src 'nonce-" + nonce
                + "' 'strict-dynamic'; worker-src 'self'; connect-src 'self'; font-src 'self'; "
                + "trusted-types default; ";
        return page(200, nonce, rules, app.replace("__NONCE__", nonce));
    }

    /** A page without script; {@code title} and {@code paragraphs} are text, not markup (T06). */
    Response plain(int status, String title, String... paragraphs) {
        String nonce = nonce();
        var body = new StringBuilder();
        for (String paragraph : paragraphs) {
            body.append("<p>").append(escaped(paragraph)).append("</p>");
        }
        return page(status, nonce, PLAIN_RULES, """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s · Sallyport</title>
                <link rel="icon" type="image/svg+xml" href="/favicon.svg">
                <style nonce="%3$s">
                :root { color-scheme: light dark; --ground: #f5f6f3; --text: #1b2226; --link: #226b5b; }
                @media (prefers-color-scheme: dark) { :root { --ground: #11161a; --text: #c9d0d4; --link: #60ae9a; } }
                body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground);
                  color: var(--text); font: 1rem/1.6 system-ui, sans-serif; }
                main { max-width: 34rem; padding: 2rem 1.25rem; }
                h1 { font-size: 1.6rem; line-height: 1.25; }
                p { overflow-wrap: anywhere; }
                a { color: var(--link); }
                </style>
                </head>
                <body>
                <main>
                <h1>%1$s</h1>
                %2$s
                <p><a href="/">Go home</a></p>
                </main>
                </body>
                </html>
                """.formatted(escaped(title), body, nonce));
    }

    /** Without {@code report-to}: where it stands, Chromium passes {@code report-uri} over, and from a page without TLS no report comes. */
    @Spec("CSP3 §6")
    private static Response page(int status, String nonce, String rules, String html) {
        String policy =
                "default-src 'none'; " + rules + "style-src 'self' 'nonce-" + nonce + "'; img-src 'self' data:; "
                        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
                        + "report-uri /csp-report";
        return Response.html(status, html)
                .header("content-security-policy", policy)
                .header("x-content-type-options", "nosniff")
                .header("cache-control", "no-store");
    }

    private String nonce() {
        return Base64.getEncoder().encodeToString(random.bytes(16));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
