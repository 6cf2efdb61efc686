package dev.sallyport.auth.page;

import static dev.sallyport.auth.page.SamplePages.html;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.http.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each page holds, and what it lets a browser do. */
class PagesTest {
    private static final PageContext ENGLISH = SamplePages.in(Locale.ENGLISH);

    private final Pages pages = SamplePages.pages(Theme.OURS);

    private Response sample(String name) {
        return sample(name, "Sample", ENGLISH);
    }

    private Response sample(String name, String text, PageContext context) {
        return SamplePages.all(pages, text).get(name).apply(context);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        sign-in            | <form method="post" action="/sign-in">
        sign-in            | <input id="username" name="username"
        sign-in            | <input id="password" name="password" type="password" autocomplete="current-password"
        sign-in            | autocomplete="username"
        sign-in            | <button id="sign-in" class="main">Sign in</button>
        sign-in Wrong      | to go on to Sample
        sign-in Wrong      | aria-describedby="problem"
        sign-in Wrong      | role="alert"
        sign-in Wrong      | <p id="problem">The address or the password is wrong.</p>
        sign-in Wrong      | <a href="/forgot-password">
        sign-in Wrong      | <a href="/sign-up?flow=Sample">
        sign-in Wrong      | <button formaction="/sign-in/with/Sample">Sign in with Sample</button>
        sign-up            | <form method="post" action="/sign-up">
        sign-up            | <input id="email" name="email" type="text" inputmode="email" autocomplete="username"
        sign-up            | <input id="name" name="name" type="text" autocomplete="name"
        sign-up            | <input id="password" name="password" type="password" autocomplete="new-password" minlength="12"
        sign-up            | <button id="sign-up" class="main">Create account</button>
        sign-up            | <a href="/sign-in?flow=Sample">Sign in</a>
        sign-up            | A password has 12 to 256 characters
        sign-up-sent       | Look into your mailbox
        sign-up-sent       | If Sample can be used here
        sign-up-sent       | href="/sign-in?flow=Sample">
        sign-in Suspended  | is paused for 12 h.
        sign-in TooFast    | Try again in 2 s.
        consent            | <form method="post" action="/consent">
        consent            | <button id="allow" class="main" name="decision" value="allow">
        consent            | <button id="deny" name="decision" value="deny">
        consent            | name="decision" value="another">Use another account
        consent            | know who you are
        consent            | use the permission “Sample”
        consent            | https://api.example.org/orders
        consent            | What it may do
        consent            | href="https://shop.example.org/legal?a=1&amp;b=2"
        consent to nothing | only learns that it is you
        choose-account     | <form method="post" action="/choose-account">
        choose-account     | <button class="person" name="account" value="Sample">
        choose-account     | name="decision" value="another"
        sign-out           | <form method="post" action="/sign-out">
        sign-out           | <button id="sign-out" class="main"
        signed-out         | <h1>Signed out</h1>
        signed-out         | Back to Sample
        device             | <form method="post" action="/device">
        device             | <input id="user-code"
        device             | autocomplete="one-time-code"
        device             | <button id="continue"
        device-confirm     | <form method="post" action="/device">
        device-confirm     | <button id="allow"
        device-confirm     | <button id="deny"
        device CONNECTED   | Your device is connected
        device REFUSED     | Not connected
        error EXPIRED      | This took too long
        error EXPIRED      | Ask for help with the number Sample
        error EXPIRED      | Try again in 30 s.
        form-post          | <form method="post" action="https://shop.example.org/callback?x=1&amp;y=2">
        form-post          | <input type="hidden" name="Sample" value="Sample">
        form-post          | <button id="continue"
        """)
    void a_page_holds(String page, String part) {
        assertThat(html(sample(page))).contains(part);
    }

    @Test
    void the_clean_sign_in_page_has_no_complaint_and_no_closed_doors() {
        assertThat(html(sample("sign-in")))
                .doesNotContain("alert", "problem", "/sign-up", "/forgot-password", "provider", "to go on to");
    }

    @Test
    void every_form_of_ours_carries_the_flow_and_what_guards_it() {
        SamplePages.all(pages, "Sample").forEach((name, page) -> {
            String html = html(page.apply(ENGLISH));
            int forms = html.split("<form ", -1).length - 1;
            int guards = html.split(
                                    "name=\"flow\" value=\"Sample\">\n<input type=\"hidden\" name=\"csrf\" value=\"Sample\"",
                                    -1)
                            .length
                    - 1;
            assertThat(guards).as(name).isEqualTo(name.equals("form-post") ? 0 : forms);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "sign-in, 200, ''",
        "sign-in Wrong, 400, ''",
        "sign-in Suspended, 429, 43200",
        "sign-in TooFast, 429, 2",
        "sign-in Busy, 503, 2",
        "sign-in Stale, 400, ''",
        "error FOREIGN_ORIGIN, 403, 30",
        "error INTERNAL, 500, 30",
        "device, 400, ''",
        "form-post, 200, ''"
    })
    void a_page_has_a_status(String page, int status, String retryAfter) {
        Response response = sample(page);
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.headers().first("retry-after").orElse("")).isEqualTo(retryAfter);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void every_error_page_has_the_word_error_in_every_language(String language) {
        for (ErrorReason reason : ErrorReason.values()) {
            assertThat(html(sample("error " + reason, "Sample", SamplePages.in(language))))
                    .contains("<code lang=\"en\">Error " + reason.status);
        }
    }

    /** L11, CSP3 §6.4.1: nothing is fetched, framed, scripted or based elsewhere, and no nonce is used twice. */
    @Test
    void L11_every_page_has_a_policy_with_a_fresh_nonce() {
        var nonces = new HashSet<String>();
        SamplePages.all(pages, "Sample").forEach((name, page) -> {
            Response response = page.apply(ENGLISH);
            String policy = response.headers().first("content-security-policy").orElseThrow();
            var nonce =
                    Pattern.compile("style-src 'nonce-([A-Za-z0-9+/]{22}==)'").matcher(policy);
            assertThat(nonce.find()).as(name).isTrue();
            assertThat(nonces.add(nonce.group(1))).as("fresh on " + name).isTrue();
            assertThat(policy)
                    .as(name)
                    .startsWith("default-src 'none'; ")
                    .contains("img-src 'self' data:", "base-uri 'none'", "frame-ancestors 'none'", "form-action ")
                    .doesNotContain("unsafe");
            assertThat(html(response)).contains("<style nonce=\"" + nonce.group(1) + "\">");
            assertThat(response.headers().first("cache-control")).contains("no-store");
            assertThat(response.headers().first("referrer-policy")).contains("same-origin");
            assertThat(response.headers().first("x-content-type-options")).contains("nosniff");
            assertThat(response.headers().first("x-frame-options")).contains("DENY");
        });
    }

    @Test
    void only_the_page_that_submits_itself_has_a_script_and_it_is_one_of_ours() {
        SamplePages.all(pages, "Sample").forEach((name, page) -> {
            Response response = page.apply(ENGLISH);
            String policy = response.headers().first("content-security-policy").orElseThrow();
            if (name.equals("form-post")) {
                assertThat(policy).containsPattern("script-src 'nonce-[^']+'; ");
                assertThat(html(response))
                        .containsPattern("<script nonce=\"[^\"]+\">document.forms\\[0].submit\\(\\)</script>");
            } else {
                assertThat(policy).as(name).contains("script-src 'none'; ");
                assertThat(html(response)).as(name).doesNotContain("<script");
            }
        });
    }

    /** OAuth 2.0 Form Post Response Mode §2: the answer is a form that goes to the redirect URI and nowhere else. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        https://shop.example.org/callback?x=1  | https://shop.example.org/callback
        https://Shop.Example.org:8443/a;b,c    | https://shop.example.org:8443/a%3Bb%2Cc
        http://[::1]:5000/cb                   | http:
        com.example.app:/cb                    | com.example.app:
        """)
    void the_form_of_an_answer_goes_to_the_client_alone(URI target, String source) {
        var view = new FormPostView(new AskingClient("Shop", ""), target, List.of());
        assertThat(pages.formPost(ENGLISH, view)
                        .headers()
                        .first("content-security-policy")
                        .orElseThrow())
                .endsWith("; form-action " + source);
    }

    @Test
    void a_form_may_lead_where_the_flow_says_and_nowhere_else() {
        var view =
                new SignInView(new FlowFields("f", "c"), Optional.empty(), "", Optional.empty(), true, true, List.of());
        var to = ENGLISH.leading(Onward.to(
                URI.create("https://shop.example.org/cb?x=;%20*"),
                URI.create("https://shop.example.org/other"),
                URI.create("com.example.app:/cb"),
                URI.create("/relative")));
        assertThat(policy(pages.signIn(ENGLISH, view))).endsWith("; form-action 'self'");
        assertThat(policy(pages.signIn(to, view)))
                .endsWith("; form-action 'self' https://shop.example.org com.example.app:");
        assertThat(policy(pages.signIn(ENGLISH.leading(new Onward.Anywhere()), view)))
                .doesNotContain("form-action");
    }

    private static String policy(Response response) {
        return response.headers().first("content-security-policy").orElseThrow();
    }

    @Test
    void T02_a_page_links_to_web_addresses_only() {
        var evil = Optional.of(URI.create("JavaScript:alert(1)"));
        var account = new Account("1", "Ada", "ada@example.org");
        var client = new AskingClient("Shop", "");
        assertThat(html(pages.consent(
                        ENGLISH,
                        new ConsentView(
                                new FlowFields("f", "c"), client, account, Asked.scopes(List.of()), evil, evil))))
                .doesNotContain("alert(1)");
        assertThat(html(pages.signedOut(
                        ENGLISH,
                        new SignedOutView(Optional.of(client), evil, List.of(URI.create("javascript:alert(1)"))))))
                .doesNotContain("alert(1)");
    }

    /** Values of others are encoded for their place, in every place of every page. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "' onfocus='alert(1)",
                "</title></style></textarea><svg onload=alert(1)>",
                "javascript:alert(1)//<b",
                "{client}{id}<i>${7*7}@if(true)<u>$unsafe{1}",
                "&lt;script&gt;<b>&quot;"
            })
    void T06_hostile_values_are_text_in_every_view(String hostile) {
        SamplePages.all(pages, hostile).forEach((name, page) -> {
            String html = html(page.apply(ENGLISH));
            String harmless = html(sample(name, "Sample", ENGLISH));
            assertThat(skeleton(html)).as(name).isEqualTo(skeleton(harmless));
            assertThat(html).as(name).doesNotContain("javascript:alert(1)//<b", "49");
        });
    }

    /** The tags and the names of their attributes, which no value may change. */
    private static List<String> skeleton(String html) {
        return Pattern.compile("<(?:\"[^\"]*\"|[^\">])*>")
                .matcher(html.replaceAll("(?s)<style.*?</style>", "<style></style>"))
                .results()
                .map(tag -> tag.group().replaceAll("\"[^\"]*\"", "\"\""))
                .toList();
    }

    /** T06: what goes into a page unencoded is the style sheet and nothing else. */
    @Test
    void T06_one_place_of_the_templates_is_not_encoded() throws IOException {
        try (Stream<Path> templates = Files.list(Path.of("src/main/jte"))) {
            var raw = templates
                    .flatMap(template -> read(template).lines())
                    .filter(line -> line.contains("$unsafe"))
                    .toList();
            assertThat(raw).containsExactly("<style nonce=\"${page.nonce()}\">$unsafe{page.style()}</style>");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Ada\u202egnirtS        | AdagnirtS
        ' two  words '    | two  words
        'a	b'            | a b
        ok👩‍👩‍👧            | ok👩‍👩‍👧
        """)
    void a_name_is_shown_without_what_cannot_be_seen(String name, String shown) {
        assertThat(Texts.shown(name)).isEqualTo(shown);
    }

    @Test
    void a_long_name_is_cut_but_what_is_agreed_to_is_not() {
        String long_ = "x".repeat(500);
        String html = html(sample("consent", long_, ENGLISH));
        assertThat(html).contains("<h1>" + "x".repeat(200) + "… asks for access</h1>");
        assertThat(html).contains("<dd><bdi>" + long_ + "</bdi></dd>");
    }

    @Test
    void a_name_from_right_to_left_keeps_to_its_place() {
        assertThat(html(sample("sign-in Wrong", "חנות", ENGLISH))).contains("to go on to \u2068חנות\u2069");
    }

    /** RFC 9396 §2.2: all of a detail is shown, however it is nested. */
    @Test
    void a_detail_is_laid_out_in_lines() {
        Detail detail = SamplePages.detail("""
                {"type":"payment_initiation","actions":["initiate","cancel"],"locations":["https://bank.example"],
                 "instructedAmount":{"currency":"EUR","amount":"123.50"},"urgent":true,"nothing":null,
                 "to":[{"name":"Merchant A","iban":"DE02100100109307118603"}],"empty":{},"none":[]}
                """);
        assertThat(detail.type()).isEqualTo("payment_initiation");
        assertThat(detail.lines())
                .extracting(line -> line.label() + ": " + line.value())
                .containsExactly(
                        "actions: initiate, cancel",
                        "locations: https://bank.example",
                        "instructedAmount.currency: EUR",
                        "instructedAmount.amount: 123.50",
                        "urgent: true",
                        "nothing: null",
                        "to.1.name: Merchant A",
                        "to.1.iban: DE02100100109307118603",
                        "empty: {}",
                        "none: ");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 1 s",
        "PT0.2S, 1 s",
        "PT90S, 90 s",
        "PT91S, 2 min",
        "PT59M, 59 min",
        "PT59M1S, 1 h",
        "PT12H, 12 h",
        "PT11H41M1S, 11 h 42 min"
    })
    void a_span_reads_well(Duration span, String told) {
        assertThat(Texts.span(span)).isEqualTo(told);
    }
}
