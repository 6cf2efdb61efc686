package dev.sallyport.auth.page;

import static dev.sallyport.auth.page.SamplePages.html;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.config.ConfigurationFile;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.Bound;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a theme may change, and that nothing in its folder can break a page or reach beyond it. */
class ThemeTest {
    @TempDir
    Path folder;

    private List<String> mistakes(String file, String content) throws IOException {
        Files.writeString(folder.resolve(file), content);
        return mistakes(folder);
    }

    private static List<String> mistakes(Path folder) {
        return switch (Theme.load(folder)) {
            case Bound.Valid<Theme> _ -> List.of();
            case Bound.Invalid<Theme>(var found) ->
                found.stream().map(ConfigurationFile::told).toList();
        };
    }

    private static Theme valid(Path folder) {
        return switch (Theme.load(folder)) {
            case Bound.Valid<Theme>(Theme theme) -> theme;
            case Bound.Invalid<Theme>(var found) -> throw new AssertionError(found.toString());
        };
    }

    /** T06: an allow-list of declarations, each told with its line. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        --sp-accent: red;                              | theme.css:1 = --sp-accent: red: must be a colour such as #226b5b
        --sp-accent: url(//evil.example/x);            | theme.css:1 = --sp-accent: url(//evil.example/x): must be a colour such as #226b5b
        --sp-accent: #226b5b;} body{display:none       | theme.css:1 = } body{display:none: lacks the ; at its end, or is no declaration
        body { color: #000 };                          | theme.css:1 = body { color: #000 }: only declarations such as --sp-accent: #226b5b; may stand here
        @import "//evil.example/x.css";                | theme.css:1 = @import "//evil.example/x.css": only declarations such as --sp-accent: #226b5b; may stand here
        --sp-accent: </style><script>alert(1);         | theme.css:1 = --sp-accent: </style><script>alert(1): must be a colour such as #226b5b
        --sp-accent: #226b5b/**/;--sp-accent: #226b5b; | theme.css:1 = --sp-accent: stands in line 1 already
        --sp-accents: #226b5b;                         | theme.css:1 = --sp-accents: there is no such variable
        --mantine-color: #226b5b;                      | theme.css:1 = --mantine-color: #226b5b: only declarations such as --sp-accent: #226b5b; may stand here
        --sp-radius: 65px;                             | theme.css:1 = --sp-radius: 65px: must be a length from 0 to 64px or 4rem
        --sp-radius: calc(1px + 1px);                  | theme.css:1 = --sp-radius: calc(1px + 1px): must be a length from 0 to 64px or 4rem
        --sp-font: "Segoe UI", url(x);                 | theme.css:1 = --sp-font: "Segoe UI", url(x): must be up to ten names of fonts, such as "Segoe UI", sans-serif
        --sp-font: "a\\";                              | theme.css:1 = --sp-font: "a\\": must be up to ten names of fonts, such as "Segoe UI", sans-serif
        --sp-accent: #226b5b                           | theme.css:1 = --sp-accent: #226b5b: lacks the ; at its end, or is no declaration
        /* open                                        | theme.css:1 = /* open: lacks the ; at its end, or is no declaration
        """)
    void T06_a_theme_sheet_takes_variables_and_nothing_else(String css, String mistake) throws IOException {
        assertThat(mistakes("theme.css", css)).containsExactly(mistake);
    }

    @Test
    void lines_are_counted_through_comments_and_the_frame() throws IOException {
        assertThat(mistakes("theme.css", """
                /* two
                   lines */
                :root {
                  --sp-accent: #226b5b; /* fine */

                  --sp-accent
                    : no;
                  --sp-line: #12;
                }
                """))
                .containsExactly(
                        "theme.css:6 = --sp-accent: must be a colour such as #226b5b",
                        "theme.css:8 = --sp-line: #12: must be a colour such as #226b5b");
    }

    /** WCAG 2.2 §1.4.3 for text, WCAG 2.2 §1.4.11 for the edges of fields. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --sp-text: #bbbbbb;        | theme.css:1 = --sp-text: #bbbbbb: the contrast of --sp-text to --sp-ground is 1.7 to 1; it must be 4.5 or more
        --sp-accent: #d9a441;      | theme.css:1 = --sp-accent: #d9a441: the contrast of --sp-accent-text to --sp-accent is 2.2 to 1; it must be 4.5 or more
        --sp-field-line: #d0d0d0;  | theme.css:1 = --sp-field-line: #d0d0d0: the contrast of --sp-field-line to --sp-card is 1.5 to 1; it must be 3.0 or more
        --sp-error-dark: #7a1020;  | theme.css:1 = --sp-error-dark: #7a1020: the contrast of --sp-error-dark to --sp-card-dark is 1.5 to 1; it must be 4.5 or more
        """)
    void colours_that_cannot_be_read_are_a_mistake(String css, String mistake) throws IOException {
        assertThat(mistakes("theme.css", css)).contains(mistake);
    }

    @Test
    void our_own_colours_can_be_read() throws IOException {
        String ours = Arrays.stream(ThemeVariable.values())
                .map(variable -> variable.css + ": " + variable.ours + ";\n")
                .collect(Collectors.joining());
        assertThat(mistakes("theme.css", ours)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"#000000, #ffffff, 21.0", "#fff, #000, 21.0", "#777777, #ffffff, 4.47", "#226b5b, #226b5b, 1.0"})
    void contrast_is_that_of_the_guidelines(String one, String other, double contrast) {
        assertThat(Contrast.between(one, other)).isCloseTo(contrast, org.assertj.core.data.Offset.offset(0.01));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        sign-in.titel = x          | texts.properties:1 = sign-in.titel: there is no such text
        sign-in.for = to {who}     | texts.properties:1 = {who}: may name {client}
        product = {client}         | texts.properties:1 = {client}: may name nothing in braces
        product =                  | texts.properties:1 = product: must not be empty
        direction = up             | texts.properties:1 = up: must be ltr or rtl
        product                    | texts.properties:1 = product: write key = text, or # before a comment
        product = a\\u0041         | texts.properties:1 = product = a\\u0041: write every character as it is, in UTF-8, without a backslash
        """)
    void a_wrong_text_is_told_with_its_line(String line, String mistake) throws IOException {
        assertThat(mistakes("texts.properties", line)).containsExactly(mistake);
    }

    @Test
    void every_mistake_of_a_folder_is_told_at_once() throws IOException {
        Files.writeString(folder.resolve("theme.css"), "--sp-line: x;");
        Files.writeString(folder.resolve("texts.properties"), "product = A\nproduct = B\n");
        Files.writeString(folder.resolve("texts_fr.properties"), "product = A");
        Files.write(folder.resolve("messages_es.properties"), new byte[] {(byte) 0xff});
        Files.writeString(folder.resolve("logo.png"), "not a picture");
        Files.writeString(folder.resolve("logo.svg"), "<svg>\n<script>alert(1)</script></svg>");
        Files.writeString(folder.resolve("page.html"), "<p>");
        Files.createDirectory(folder.resolve("texts_de.properties"));
        Files.writeString(folder.resolve("README.md"), "how we made it");
        assertThat(mistakes(folder))
                .containsExactlyInAnyOrder(
                        "theme.css:1 = --sp-line: x: must be a colour such as #226b5b",
                        "texts.properties:2 = product: stands in line 1 already",
                        "texts_fr.properties: there is no such language; messages_fr.properties would add it",
                        "messages_es.properties: must be UTF-8",
                        "logo.png: is no PNG",
                        "logo.svg:2 = <script: a mark is lines and colours: no script, no document type and nothing from"
                                + " elsewhere",
                        "page.html: is no part of a theme: theme.css, texts.properties, texts_xx.properties,"
                                + " messages_xx.properties, logo.svg or logo.png",
                        "texts_de.properties: must be a file");
        assertThat(mistakes(folder.resolve("nowhere")))
                .hasSize(1)
                .first()
                .asString()
                .contains("must be a folder");
    }

    @Test
    void T43_a_file_of_a_theme_has_a_bound() throws IOException {
        assertThat(mistakes("logo.svg", "<svg>" + " ".repeat(300_000)))
                .containsExactly("logo.svg = 300005 bytes: must be at most 256 KiB");
    }

    @Test
    void T06_the_words_of_a_theme_are_text_like_all_else() throws IOException {
        Files.writeString(folder.resolve("texts.properties"), "product = <script>alert(1)</script>\"'");
        var pages = SamplePages.pages(valid(folder));
        SamplePages.all(pages, "Sample")
                .forEach((name, page) -> assertThat(html(page.apply(SamplePages.in("en"))))
                        .as(name)
                        .doesNotContain("<script>"));
    }

    @Test
    void a_theme_names_the_scopes_of_its_installation() throws IOException {
        Files.writeString(
                folder.resolve("texts.properties"),
                "scope.Sample = do as you please\ndetail.type.Sample = A thing of ours");
        var pages = SamplePages.pages(valid(folder));
        assertThat(html(SamplePages.all(pages, "Sample").get("consent").apply(SamplePages.in("de"))))
                .contains("do as you please", "A thing of ours");
    }

    /** What somebody made for 0.1.0 works for ever: no variable, no text and no name in braces goes away. */
    @Test
    void the_theme_of_an_earlier_version_still_works_whole() throws URISyntaxException {
        Path old = Path.of(ThemeTest.class.getResource("theme-0.1.0").toURI());
        Theme theme = valid(old);
        assertThat(theme.values()).hasSizeGreaterThanOrEqualTo(28);
        assertThat(theme.gaps())
                .hasSize(1)
                .first()
                .satisfies(gap -> assertThat(ConfigurationFile.told(gap)).startsWith("messages_nl.properties: lacks "));
        Pages pages = SamplePages.pages(theme);
        var seen = new StringBuilder();
        SamplePages.all(pages, "Sample").forEach((name, page) -> {
            String html = html(page.apply(new PageContext(Locale.ENGLISH, Onward.HERE)));
            theme.values()
                    .forEach((variable, value) -> assertThat(html).contains(variable.inSheet() + ":" + value + ";"));
            assertThat(html).as(name).contains("<img src=\"/brand/logo\" alt=\"Sallyport ·\">");
            seen.append(html);
        });
        var changed = theme.texts().get("");
        changed.forEach((key, text) -> {
            if (!key.startsWith("scope.") && !key.startsWith("detail.")) {
                assertThat(seen)
                        .as(key)
                        .contains(text.replaceAll("\\{[a-z]+}.*", "").strip());
            }
        });
        assertThat(html(SamplePages.all(pages, "x").get("sign-in").apply(new PageContext(Locale.GERMAN, Onward.HERE))))
                .contains("<h1>Herein ·</h1>");
        var dutch = html(SamplePages.all(pages, "x")
                .get("sign-in")
                .apply(new PageContext(Locale.forLanguageTag("nl"), Onward.HERE)));
        assertThat(dutch).contains("<html lang=\"nl\"", "Wachtwoord");
    }

    /** T46: whatever the mark is, opened by itself it scripts nothing. */
    @Test
    void T46_the_mark_is_served_so_that_it_can_only_be_looked_at() throws IOException {
        var request = Request.of("GET", "/brand/logo");
        assertThat(new BrandLogo(Theme.OURS).handle(request).status()).isEqualTo(404);
        Files.writeString(folder.resolve("logo.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        var logo = new BrandLogo(valid(folder));
        Response response = logo.handle(request);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers().first("content-type")).contains("image/svg+xml");
        assertThat(response.headers().first("x-content-type-options")).contains("nosniff");
        assertThat(response.headers().first("content-security-policy"))
                .contains("default-src 'none'; style-src 'unsafe-inline'; sandbox");
        String tag = response.headers().first("etag").orElseThrow();
        assertThat(logo.handle(request.header("if-none-match", tag)).status()).isEqualTo(304);
        assertThat(html(response)).startsWith("<svg");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        <svg onload="alert(1)"/>
        <svg><a href="javascript:alert(1)"/></svg>
        <svg><image href="https://evil.example/x.png"/></svg>
        <svg><style>@import "x"</style></svg>
        <svg><foreignObject/></svg>
        <!DOCTYPE svg [<!ENTITY x "y">]><svg/>
        """)
    void T46_a_mark_with_more_than_lines_is_refused(String svg) throws IOException {
        assertThat(mistakes("logo.svg", svg)).hasSize(1).first().asString().startsWith("logo.svg:1 = ");
    }

    @Test
    void a_theme_without_files_is_ours() {
        assertThat(valid(folder)).isEqualTo(new Theme(Map.of(), Map.of(), Map.of(), Optional.empty(), List.of()));
    }

    @Test
    void the_guide_names_every_variable_and_every_text() throws IOException {
        String guide = Files.readString(Path.of("../../docs/guide/branding.md"));
        for (ThemeVariable variable : ThemeVariable.values()) {
            assertThat(guide).contains("`" + variable.css + "` | `" + variable.ours + "`");
        }
        Languages.BuiltIn.ENGLISH.forEach(
                (key, entry) -> assertThat(guide).contains("\n" + key + " = " + entry.text() + "\n"));
    }
}
