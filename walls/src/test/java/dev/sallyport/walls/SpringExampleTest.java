package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.sallyport.walls.Caller.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spring Security as client and as resource server: {@code examples/spring}, built and started as its README says. */
@Tag("slow")
class SpringExampleTest {
    private static final String SECRET = "a secret of the Spring application";
    private static final String EMAIL = "ada@example.org";
    private static final String PASSWORD = "a long pass phrase";
    private static final Duration TOKENS_LIVE = Duration.ofSeconds(30);
    private static final Duration REFRESH_BEFORE = Duration.ofSeconds(21);
    private static final Path EXAMPLE = Repository.ROOT.resolve("examples/spring");

    /** How Maven says that it could not fetch a part. */
    private static final Pattern NOT_TO_BE_HAD =
            Pattern.compile("Could not transfer|Could not resolve|Non-resolvable|could not be resolved");

    @TempDir
    static Path folder;

    private static RunningHouse house;
    private static Process spring;
    private static String example;

    @BeforeAll
    static void open() throws Exception {
        build();
        int port = RunningHouse.freePort();
        example = "http://127.0.0.1:" + port;
        Files.writeString(folder.resolve("spring.secret"), SECRET);
        house = RunningHouse.start(
                folder, RunningHouse.GENEROUS + """
                tokens: { access: %3$ss }
                clients:
                  - id: spring
                    secret_file: "%1$s/spring.secret"
                    grants: [authorization_code, refresh_token]
                    scopes: [openid, profile, email, orders]
                    audiences: ["https://orders.example.org"]
                    redirect_uris: ["%2$s/login/oauth2/code/sallyport"]
                    post_logout_redirect_uris: ["%2$s/goodbye"]
                  - id: other
                    secret_file: "%1$s/spring.secret"
                    grants: [client_credentials]
                    scopes: [orders]
                    audiences: ["https://orders.example.org"]
                """.formatted(folder, example, TOKENS_LIVE.toSeconds()));
        try (var caller = new Caller(house)) {
            assertThat(caller.register(EMAIL, PASSWORD, "Ada Lovelace").status())
                    .isEqualTo(202);
        }
        start(port);
    }

    @AfterAll
    static void close() {
        Stream.ofNullable(spring)
                .forEach(process -> process.destroyForcibly().onExit().join());
        Stream.ofNullable(house).forEach(RunningHouse::close);
    }

    private static void build() throws IOException, InterruptedException {
        String maven = ". app/launcher/tools.sh; need_jdk; need_maven;"
                + " JAVA_HOME=\"$JDK\" exec \"$MAVEN\" -B -ntp -q -f examples/spring/pom.xml package";
        var builder = new ProcessBuilder("bash", "-c", "ROOT=\"$PWD\"; " + maven)
                .directory(Repository.ROOT.toFile())
                .redirectErrorStream(true);
        Path log = folder.resolve("build.log");
        Process process = builder.redirectOutput(log.toFile()).start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
        }
        String said = Files.readString(log);
        assumeFalse(
                process.exitValue() != 0 && NOT_TO_BE_HAD.matcher(said).find(),
                () -> "the parts of the Spring example cannot be had: " + said);
        assertThat(process.exitValue()).as(said).isZero();
    }

    private static void start(int port) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        EXAMPLE.resolve("target/spring-example.jar").toString(),
                        "--server.port=" + port,
                        "--logging.level.org.springframework.security=debug",
                        "--example.refresh-before=" + REFRESH_BEFORE.toSeconds() + "s")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("spring.log").toFile());
        builder.environment().putAll(Map.of("ISSUER", "http://localhost:" + house.port(), "CLIENT_SECRET", SECRET));
        spring = builder.start();
        for (int i = 0; i < 600; i++) {
            assertThat(spring.isAlive()).as(SpringExampleTest::log).isTrue();
            try (var caller = new Caller(house)) {
                caller.send(URI.create(example + "/goodbye"), "GET", "");
                return;
            } catch (IllegalStateException notYet) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        throw new IllegalStateException("the example is not there after a minute:\n" + log());
    }

    private static String log() {
        return Repository.read(folder.resolve("spring.log"));
    }

    /** A browser at the example; what happens at the house is the person's. */
    private static Answer go(Caller browser, URI url) {
        String cookies = browser.cookies();
        return cookies.isEmpty() ? browser.send(url, "GET", "") : browser.send(url, "GET", "", "cookie", cookies);
    }

    private static Answer go(Caller browser, String path) {
        return go(browser, URI.create(example + path));
    }

    private static URI leads(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isIn(302, 303);
        return URI.create(example).resolve(answer.header("location").orElseThrow());
    }

    /** From the page that wants somebody to the house and back to that page. */
    private static Answer signIn(Caller browser, Person person) {
        URI asked = leads(go(browser, leads(go(browser, "/"))));
        assertThat(asked.getQuery()).contains("code_challenge_method=S256", "resource=https://orders.example.org");
        return go(browser, leads(go(browser, person.visit(asked))));
    }

    @Test
    void a_person_signs_in_their_token_opens_the_api_it_is_refreshed_and_they_sign_out_at_both() throws Exception {
        try (var browser = new Caller(house);
                var person = new Person(house, EMAIL, PASSWORD)) {
            Answer home = signIn(browser, person);
            assertThat(home.status()).as(home.text()).isEqualTo(200);
            assertThat(home.text()).as(SpringExampleTest::log).contains("Hello, Ada Lovelace");

            Answer first = go(browser, "/orders");
            assertThat(first.status()).as(first.text()).isEqualTo(200);
            assertThat(first.json().path("orders").size()).isEqualTo(2);
            String token = first.json().path("token").asString();
            assertThat(go(browser, "/orders").json().path("token").asString())
                    .as("one token serves until it nears its end")
                    .isEqualTo(token);
            TimeUnit.MILLISECONDS.sleep(TOKENS_LIVE.minus(REFRESH_BEFORE).toMillis());
            Answer later = go(browser, "/orders");
            assertThat(later.status()).as(later.text()).isEqualTo(200);
            assertThat(later.json().path("token").asString())
                    .as("the token nears its end and Spring has turned the refresh token")
                    .isNotEqualTo(token);

            Matcher csrf = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(home.text());
            assertThat(csrf.find()).isTrue();
            Answer out = browser.send(
                    URI.create(example + "/logout"),
                    "POST",
                    "_csrf=" + csrf.group(1),
                    "content-type",
                    "application/x-www-form-urlencoded",
                    "cookie",
                    browser.cookies());
            assertThat(person.visit(leads(out))).isEqualTo(URI.create(example + "/goodbye"));
            assertThat(leads(go(browser, "/")).getPath())
                    .as("signed out at the application")
                    .isEqualTo("/oauth2/authorization/sallyport");
            URI again = leads(go(browser, "/oauth2/authorization/sallyport"));
            assertThat(person.visit(URI.create(again + "&prompt=none")).getQuery())
                    .as("signed out at the house")
                    .contains("error=login_required");
        }
    }

    @Test
    void the_api_takes_no_token_of_another_client_or_for_another_audience() {
        try (var caller = new Caller(house)) {
            URI api = URI.create(example + "/api/orders");
            assertThat(caller.send(api, "GET", "").status()).isEqualTo(401);
            for (String resource : new String[] {"", "&resource=https://orders.example.org"}) {
                Answer token = caller.send(
                        "POST",
                        "/oauth2/token",
                        "grant_type=client_credentials&client_id=other&client_secret=" + SECRET.replace(" ", "+")
                                + resource,
                        "content-type",
                        "application/x-www-form-urlencoded");
                assertThat(token.status()).as(token.text()).isEqualTo(200);
                Answer refused = caller.send(
                        api,
                        "GET",
                        "",
                        "authorization",
                        "Bearer " + token.json().path("access_token").asString());
                assertThat(refused.status()).isEqualTo(401);
                assertThat(refused.header("www-authenticate").orElse("")).contains("invalid_token");
            }
        }
    }
}
