package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code sallyport export} writes. The examples in {@code deploy} are what it writes for the sample beside them. */
class ExportCommandTest {
    private static final Path DEPLOY = Path.of("..", "deploy");
    private static final Path SAMPLE = DEPLOY.resolve("sallyport.yaml");

    @TempDir
    Path folder;

    private record Ended(int exit, String out, String err) {}

    private static Ended run(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        Machine real = Machine.real();
        var machine = new Machine(real.clock(), real.random(), real.nanos(), Map.of());
        int exit = Main.run(args, machine, new PrintWriter(out), new PrintWriter(err));
        return new Ended(exit, out.toString(), err.toString());
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("sallyport.yaml"), yaml);
    }

    @ParameterizedTest
    @CsvSource({
        "nginx, sallyport.conf",
        "caddy, Caddyfile",
        "traefik, traefik.yaml",
        "traefik, sallyport.yaml",
    })
    void L27_the_examples_are_what_is_written_for_the_sample(String proxy, String name) throws IOException {
        Ended ended = run("export", proxy, "--config", SAMPLE.toString(), "--to", folder.toString());

        assertThat(ended).as(ended.err()).extracting(Ended::exit).isEqualTo(Exit.DONE);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).contains(folder.resolve(name).toString());
        assertThat(Files.readString(folder.resolve(name)))
                .as(
                        "deploy/%s/%s; write it anew by: sallyport export %s --config deploy/sallyport.yaml --to deploy/%s",
                        proxy, name, proxy, proxy)
                .isEqualTo(Files.readString(DEPLOY.resolve(proxy).resolve(name)));
    }

    @Test
    void without_a_folder_the_files_are_printed_each_under_its_name() throws IOException {
        Ended one = run("export", "nginx", "--config", SAMPLE.toString());
        Ended two = run("export", "traefik", "--config", SAMPLE.toString());

        assertThat(one.out()).isEqualTo(Files.readString(DEPLOY.resolve("nginx/sallyport.conf")));
        assertThat(two.out())
                .isEqualTo("# ==== traefik.yaml\n" + Files.readString(DEPLOY.resolve("traefik/traefik.yaml"))
                        + "# ==== sallyport.yaml\n" + Files.readString(DEPLOY.resolve("traefik/sallyport.yaml")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1000/s | rate=1000r/s | burst=999 nodelay
            1/s    | rate=1r/s    | sallyport_limit_2;
            5/m    | rate=5r/m    | burst=4 nodelay
            120/h  | rate=2r/m    | burst=119 nodelay
            30/h   | rate=1r/m    | burst=29 nodelay
            4320/d | rate=3r/m    | burst=4319 nodelay
            """)
    void L27_a_bucket_in_the_words_of_nginx(String ours, String rate, String burst) throws IOException {
        Path config = file("gateway: { limits: [{ path: \"/v1/**\", rate: " + ours + " }] }");

        String text = run("export", "nginx", "--config", config.toString()).out();

        assertThat(text)
                .contains("zone=sallyport_limit_2:12m " + rate + ";")
                .contains("limit_req zone=sallyport_limit_2");
        assertThat(text.lines().filter(line -> line.contains("limit_req zone=sallyport_limit_2")))
                .singleElement()
                .asString()
                .endsWith(burst.endsWith(";") ? burst : burst + ";");
        assertThat(text.contains("nginx counts whole ones in a minute")).isEqualTo(ours.equals("30/h"));
    }

    @Test
    void every_limit_that_matches_applies_in_traefik_too() {
        String text = run("export", "traefik", "--config", SAMPLE.toString()).out();

        String login = text.substring(text.indexOf("rule: \"PathRegexp(`^(?:/v1)?/auth/login_[^/]*$`)\""));
        assertThat(login.lines().filter(line -> line.contains("middlewares:")).findFirst())
                .contains("      middlewares: [limit-2, limit-3, at-once, to-house]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "caddy", "traefik"})
    void what_a_proxy_cannot_say_is_left_to_the_house_and_so_is_what_meets_it(String proxy) throws IOException {
        Path config = file("""
                trusted_proxies: [127.0.0.1]
                gateway:
                  routes:
                    - { path: /plain/**, to: ["http://a:1"], require: none }
                    - { path: /shop/**, to: ["http://a:2"], require: none, strip: /shop }
                    - { path: /shop/near/**, to: ["http://a:3"], require: none }
                    - { path: /hosted/x, to: ["http://a:4"], require: none, host: shop.example }
                    - { path: /named/**, to: ["http://a:5"], require: { role: staff }, identity: signed }
                    - { path: /v1/**, to: ["http://a:6"], require: none }
                    - { path: /kept/**, to: ["http://a:7"], require: none, cache: true, version: { sunset: 2027-06-01 } }
                  proof_of_work: { when: always }
                """);

        String text = run("export", proxy, "--config", config.toString(), "--listen", "81")
                .out();

        assertThat(text.lines().filter(line -> line.startsWith("# - /") && line.contains(" -> ")))
                .containsExactlyInAnyOrder(
                        "# - /shop/** -> a:2; an open door (strip)",
                        "# - /shop/near/** -> a:3; an open door",
                        "# - /hosted/x -> a:4; an open door (host)",
                        "# - /named/** -> a:5; needs a token of a person with role staff (identity)",
                        "# - /kept/** -> a:7; an open door (cache, version)",
                        "# - /v1/** -> a:6; an open door");
        assertThat(text.replaceAll("(?m)^ *\t*# .*", ""))
                .contains("a:1")
                .doesNotContain("a:2", "a:3", "a:4", "a:5", "a:6", "a:7");
        assertThat(text)
                .contains("# Left to the house, to which these requests go in any case: gateway.proof_of_work.\n");
    }

    @Test
    void what_cannot_be_or_may_be_forgotten_is_told() throws IOException {
        Ended untrusted =
                run("export", "caddy", "--config", file("listen: 8080").toString());
        assertThat(untrusted.exit()).isEqualTo(Exit.DONE);
        assertThat(untrusted.err()).contains("trusted_proxies is empty").contains("both listen on port 8080");

        Path mixed = file("""
                gateway: { routes: [{ path: /x, to: ["http://a:1", "https://b:2"], require: none }] }
                trusted_proxies: [127.0.0.1]
                """);
        for (String proxy : List.of("nginx", "caddy")) {
            Ended ended = run("export", proxy, "--config", mixed.toString(), "--listen", "81");
            assertThat(ended.exit()).isEqualTo(Exit.FINDINGS);
            assertThat(ended.err()).contains("cannot mix http and https behind one route: /x");
            assertThat(ended.out()).isEmpty();
        }

        assertThat(run("export", "nginx", "--config", file("listne: 1").toString()))
                .satisfies(ended -> assertThat(ended.exit()).isEqualTo(Exit.FINDINGS))
                .satisfies(ended -> assertThat(ended.err()).contains("listne"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--listen=x", "--listen=host.example:80", "--house=ftp://a", "--house=http://a/path"})
    void an_option_that_is_none_is_refused(String option) {
        Ended ended = run("export", "nginx", "--config", SAMPLE.toString(), option);

        assertThat(ended.exit()).isEqualTo(Exit.USAGE);
        assertThat(ended.err()).contains("must be");
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void T45_the_effective_configuration_can_be_read_again_and_tells_no_secret() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "hidden-in-a-file");
        Path config = file("""
                public_url: https://id.example.org
                database: postgresql://ada:pass-in-a-url@db:5432/sallyport
                trusted_proxies: [10.0.0.0/8, "2001:db8::/32"]
                tokens: { access: 90s, algorithm: EdDSA }
                gateway:
                  limits: [{ path: "/v1/**", rate: 7/h }]
                  routes:
                    - { path: "/x/**", to: ["http://a:1"], require: { scope: "a b" } }
                    - path: /y
                      to: ["http://a:1"]
                      require: none
                      cache: { max_size: 65536, max_body: 1024 }
                      version: { deprecated: 2026-12-01, sunset: 2027-06-01, successor: /z, link: "https://a.example", gone: true }
                  proof_of_work: { paths: ["/sign-in"], difficulty: 2000, attack: 7/m }
                clients:
                  - { id: shop, secret_file: "%s", grants: [client_credentials], scopes: [orders] }
                  - { id: toys, secret: hidden-in-the-configuration, grants: [client_credentials] }
                  - { id: spa, public: true, redirect_uris: ["https://app.example.org/callback"] }
                """.formatted(secret));

        Ended ended = run("export", "config", "--config", config.toString());

        assertThat(ended.exit()).as(ended.err()).isEqualTo(Exit.DONE);
        assertThat(ended.out())
                .doesNotContain("hidden-in")
                .doesNotContain("pass-in-a-url")
                .contains("public_url: https://id.example.org")
                .contains("access: 90s")
                .contains("rate: 7/h")
                .contains("secret_file: " + secret);
        Configuration written = good(Optional.of(config));
        Configuration again = good(Optional.of(Files.writeString(
                folder.resolve("again.yaml"),
                ended.out().replace("postgresql://ada:…@db", "postgresql://ada:pass-in-a-url@db"))));
        assertThat(again.gateway()).isEqualTo(written.gateway());
        assertThat(again.tokens()).isEqualTo(written.tokens());
        assertThat(again.accounts()).isEqualTo(written.accounts());
        assertThat(again.trustedProxies()).isEqualTo(written.trustedProxies());
        assertThat(again.servers()).isEqualTo(written.servers());
        assertThat(again.clients()).hasSize(3);
        assertThat(again.clients().getFirst()).isEqualTo(written.clients().getFirst());
        assertThat(again.registration()).isEqualTo(written.registration());
    }

    private static Configuration good(Optional<Path> config) {
        return switch (Settings.read(config, Map.of())) {
            case Settings.Read.Good(var settings) -> settings.configuration();
            case Settings.Read.Bad(var mistakes) -> throw new AssertionError(mistakes);
        };
    }

    @Test
    void every_export_says_what_it_means_and_what_the_proxy_cannot_do() throws IOException {
        var headless = new ArrayList<String>();
        try (Stream<Path> files = Files.walk(DEPLOY)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(ExportCommandTest::isExported)
                    .toList()) {
                String text = Files.readString(file);
                boolean whole =
                        file.endsWith("traefik.yaml") || (text.contains("What it means") && text.contains("cannot do"));
                if (!text.startsWith("# ") || !(whole || file.equals(SAMPLE))) {
                    headless.add(file.toString());
                }
            }
        }
        assertThat(headless).isEmpty();
    }

    /** What is written for a proxy, or the sample that it is written from. */
    private static boolean isExported(Path file) {
        return file.equals(SAMPLE)
                || Stream.of("nginx", "caddy", "traefik").anyMatch(proxy -> file.startsWith(DEPLOY.resolve(proxy)));
    }
}
