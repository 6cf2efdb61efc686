package dev.sallyport.auth.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.http.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which language a page speaks, and that each has every word. */
class LanguagesTest {
    private static final Path MESSAGES = Path.of("src/main/resources/dev/sallyport/auth/page");

    private final Pages pages = SamplePages.pages(Theme.OURS);

    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
        RFC 9110 §12.5.4 nothing asked           | -                  | -                       | en
        RFC 9110 §12.5.4 the highest weight      | -                  | en;q=0.5, de            | de
        RFC 9110 §12.5.4 order among equals      | -                  | de, en                  | de
        RFC 9110 §12.5.4 what is not here        | -                  | fr, de;q=0.3            | de
        RFC 9110 §12.5.4 none of them            | -                  | fr, it                  | en
        RFC 9110 §12.5.4 anything                | -                  | *                       | en
        RFC 9110 §12.5.4 not this one            | -                  | de;q=0, fr              | en
        RFC 9110 §12.5.4 part of it unreadable   | -                  | %%, de;q=x, de;q=0.9    | de
        RFC 9110 §12.5.4 all of it unreadable    | -                  | ;;;,,q=1                | en
        RFC 4647 §3.4 a region falls back        | -                  | de-AT-1996              | de
        RFC 4647 §3.4 letters of any case        | -                  | DE-ch                   | de
        OpenID Connect Core §3.1.2.1 wins    | de                 | en                      | de
        OpenID Connect Core §3.1.2.1 order   | fr-CA de-CH en     | en                      | de
        OpenID Connect Core §3.1.2.1 unknown | tlh x-y            | de                      | de
        OpenID Connect Core §3.1.2.1 broken  | %% <script>        | de                      | de
        """)
    void a_page_speaks_the_language_asked_for(String clause, String uiLocales, String accept, String language) {
        Request request = Request.of("GET", "/sign-in");
        if (accept != null) {
            request = request.header("accept-language", accept);
        }
        PageContext context = pages.context(request, uiLocales == null ? "" : uiLocales);
        assertThat(context.language().toLanguageTag()).as(clause).isEqualTo(language);
        var response = pages.device(context, DeviceView.Done.CONNECTED);
        assertThat(response.headers().first("content-language")).contains(language);
        assertThat(SamplePages.html(response)).contains("<html lang=\"" + language + "\" dir=\"ltr\">");
    }

    @Test
    void T43_a_very_long_preference_is_not_read_to_its_end() {
        String many = "fr,".repeat(30) + "de";
        assertThat(SamplePages.in(many).language().toLanguageTag()).isEqualTo("en");
    }

    @Test
    void every_language_has_the_same_keys_and_the_same_places() throws IOException {
        var english = entries(MESSAGES.resolve("messages_en.properties"));
        try (Stream<Path> files = Files.list(MESSAGES)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".properties")).toList()) {
                var other = entries(file);
                assertThat(other.keySet()).as("keys of " + file).containsExactlyElementsOf(english.keySet());
                english.forEach((key, entry) -> assertThat(other.get(key).places())
                        .as(key + " in " + file)
                        .isEqualTo(entry.places()));
            }
        }
    }

    /** Every key stands somewhere in a template or a class, and every key that stands there is a message. */
    @Test
    void no_message_is_unused_or_missing() throws IOException {
        var keys = new java.util.TreeSet<>(
                entries(MESSAGES.resolve("messages_en.properties")).keySet());
        // Letters are written by the worker; a test of the whole house tries each of their texts.
        keys.removeIf(key -> key.startsWith("letter."));
        String sources = sources(Path.of("src/main/jte")) + sources(Path.of("src/main/java/dev/sallyport/auth/page"));
        var looksLikeOne = Pattern.compile("\"((?:[a-z][a-z-]*\\.)+[a-z_-]+)\"");
        var named = looksLikeOne
                .matcher(sources)
                .results()
                .map(match -> match.group(1))
                .filter(name -> !name.matches(".*[.](jte|css|properties|svg|png)"))
                .collect(Collectors.toCollection(TreeSet::new));
        named.addAll(List.of("direction", "product"));
        keys.stream().filter(key -> key.startsWith("scope.")).forEach(named::add);
        assertThat(named).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(sources).contains("\"direction\"", "\"product\"", "\"scope.\"");
    }

    @Test
    void a_language_is_one_file() {
        var french = new java.util.HashMap<>(Languages.BuiltIn.TEXTS.get("en"));
        french.put("sign-in.title", "Se connecter");
        var theme = new Theme(Map.of(), Map.of(), Map.of("fr", french), Optional.empty(), List.of());
        Pages spoken = SamplePages.pages(theme);
        PageContext context = spoken.context(Request.of("GET", "/sign-in").header("accept-language", "fr-CA"), "");
        var view =
                new SignInView(new FlowFields("f", "c"), Optional.empty(), "", Optional.empty(), true, true, List.of());
        assertThat(SamplePages.html(spoken.signIn(context, view))).contains("<h1>Se connecter</h1>");
    }

    private static Map<String, TextFile.Entry> entries(Path file) throws IOException {
        var mistakes = new ArrayList<dev.sallyport.kit.json.Bound.Mistake>();
        var entries = TextFile.read(file.getFileName().toString(), Files.readString(file), mistakes);
        assertThat(mistakes).isEmpty();
        return entries;
    }

    private static String sources(Path folder) throws IOException {
        var all = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }
}
