package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.Secret;
import dev.sallyport.kit.config.ConfigurationFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read beside the file, such as the theme, and what of the configuration must go together. */
class SettingsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        endpoint: "http://127.0.0.1:4318"                     | must be as http://127.0.0.1:4318/v1/traces
        endpoint: "http://me:pass@127.0.0.1:4318/v1/traces"   | must be as http://127.0.0.1:4318/v1/traces
        endpoint: "grpc://127.0.0.1:4317/v1/traces"           | must be as http://127.0.0.1:4318/v1/traces
        sample: 1.5                                           | must be from 0 to 1
        sample: -0.1                                          | must be from 0 to 1
        service: " "                                          | must be a name
        sampel: 1                                             | sample
        """)
    void every_mistake_in_what_is_said_of_traces_is_told(String said, String told) throws IOException {
        Path file = Files.writeString(folder.resolve("sallyport.yaml"), "traces: { " + said + " }\n");
        assertThat(Settings.read(Optional.of(file), Map.of()))
                .isInstanceOfSatisfying(
                        Settings.Read.Bad.class,
                        bad -> assertThat(bad.mistakes())
                                .singleElement()
                                .satisfies(mistake -> assertThat(ConfigurationFile.told(mistake))
                                        .contains("traces", told)
                                        .doesNotContain("pass")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        [auth, monitor]    | true
        [gateway, monitor] | true
        [gateway, auth]    | false
        """)
    void only_a_gateway_asks_services_so_processes_may_share_a_file(String servers, boolean good) throws IOException {
        Path file = Files.writeString(
                folder.resolve("sallyport.yaml"),
                "services: { auth: [\"http://auth:8080\"], files: [\"http://files:8080\"] }\n");
        Settings.Read read = Settings.read(Optional.of(file), Map.of("SALLYPORT_SERVERS", servers));
        if (good) {
            assertThat(read).isInstanceOf(Settings.Read.Good.class);
        } else {
            assertThat(read)
                    .isInstanceOfSatisfying(
                            Settings.Read.Bad.class,
                            bad -> assertThat(bad.mistakes())
                                    .singleElement()
                                    .satisfies(mistake -> assertThat(ConfigurationFile.told(mistake))
                                            .contains("services.auth", "runs in this process")));
        }
    }

    @Test
    void without_a_word_no_spans_are_kept_and_the_environment_may_say_where() {
        var plain = (Settings.Read.Good) Settings.read(Optional.empty(), Map.of());
        assertThat(plain.settings().configuration().traces().endpoint()).isEmpty();
        var said = (Settings.Read.Good) Settings.read(
                Optional.empty(),
                Map.of("SALLYPORT_TRACES_ENDPOINT", "http://otel:4318/v1/traces", "SALLYPORT_TRACES_SAMPLE", "1"));
        assertThat(said.settings().configuration().traces())
                .isEqualTo(
                        new TracesConfiguration(Optional.of(URI.create("http://otel:4318/v1/traces")), 1, "sallyport"));
    }

    @Test
    void a_theme_is_read_at_once_and_its_mistakes_are_told_with_all_others() throws IOException {
        Path theme = Files.createDirectory(folder.resolve("theme"));
        Path sheet = Files.writeString(theme.resolve("theme.css"), "--sp-accent: #3a3fb5;\n");
        String pages = "pages: { theme: \"" + theme + "\" }\n";
        Path file = Files.writeString(folder.resolve("sallyport.yaml"), pages);
        assertThat(Settings.read(Optional.of(file), Map.of()))
                .isInstanceOfSatisfying(
                        Settings.Read.Good.class,
                        good -> assertThat(good.settings().theme().values()).hasSize(1));
        Files.writeString(file, pages + "cache: tea\n");
        Files.writeString(sheet, "--sp-accent: #3a3fb5;\n--sp-accent-text: blue;\n");
        assertThat(Settings.read(Optional.of(file), Map.of()))
                .isInstanceOfSatisfying(
                        Settings.Read.Bad.class,
                        bad -> assertThat(bad.mistakes())
                                .extracting(ConfigurationFile::told)
                                .containsExactly(
                                        "cache = tea: must be memory, redis://[user:password@]host[:6379][/database], redis-sentinel://host,host/master, or redis+cluster://host,host; rediss for TLS",
                                        "pages.theme, theme.css:2 = --sp-accent-text: blue: must be a colour such as #226b5b"));
    }

    @Test
    void a_redis_is_read_with_its_password_and_every_mistake_about_it_is_told_without_it() throws IOException {
        Path password = Files.writeString(folder.resolve("redis-password"), "open sesame\n");
        Path file = folder.resolve("sallyport.yaml");
        Files.writeString(file, "cache: redis://cache:6379\ncache_password_file: " + password + "\n");
        assertThat(Settings.read(Optional.of(file), Map.of()))
                .isInstanceOfSatisfying(Settings.Read.Good.class, good -> {
                    assertThat(good.settings().redis().orElseThrow().password().map(Secret::reveal))
                            .contains("open sesame");
                    assertThat(good.settings().warnings()).isEmpty();
                });
        Files.writeString(file, "cache: \"rediss://:sesame@cache\"\n");
        assertThat(Settings.read(Optional.of(file), Map.of()))
                .isInstanceOfSatisfying(
                        Settings.Read.Good.class,
                        good -> assertThat(good.settings().warnings())
                                .singleElement()
                                .satisfies(warning -> assertThat(warning)
                                        .contains("cache_password_file")
                                        .doesNotContain("sesame")));
        Files.writeString(
                file,
                "cache: \"redis-sentinel://:sesame@cache\"\ncache_password_file: gone\ncache_authorities_file: "
                        + password + "\n");
        assertThat(Settings.read(Optional.of(file), Map.of()))
                .isInstanceOfSatisfying(
                        Settings.Read.Bad.class,
                        bad -> assertThat(bad.mistakes())
                                .extracting(ConfigurationFile::told)
                                .satisfiesExactly(
                                        one -> assertThat(one).startsWith("cache_password_file = gone: cannot be read"),
                                        one -> assertThat(one)
                                                .startsWith("cache_authorities_file = ")
                                                .contains("certificate"),
                                        one -> assertThat(one)
                                                .startsWith("cache = redis-sentinel://…@cache: must be memory")
                                                .doesNotContain("sesame")));
        Files.writeString(file, "cache: memory\ncache_password_file: " + password + "\n");
        assertThat(Settings.read(Optional.of(file), Map.of()))
                .isInstanceOfSatisfying(
                        Settings.Read.Bad.class,
                        bad -> assertThat(bad.mistakes())
                                .extracting(ConfigurationFile::told)
                                .singleElement()
                                .satisfies(one -> assertThat(one).contains("of no use with cache: memory")));
    }

    private List<String> mistakes(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("sallyport.yaml"), yaml);
        return Settings.read(Optional.of(file), Map.of()) instanceof Settings.Read.Bad(var mistakes)
                ? mistakes.stream().map(ConfigurationFile::told).toList()
                : List.of();
    }

    @Test
    void L18_what_of_certificates_does_not_go_together_is_told_at_once() throws IOException {
        assertThat(mistakes("""
                public_url: http://id.example.org
                client_authorities_file: /no/such/file.pem
                gateway:
                  tls: { mode: files, certificates: [{ chain_file: /no/such.pem, key_file: /no/such.key }] }
                clients:
                  - { id: a, authentication: tls_client_auth, certificate: { san_dns: "*.example.org" }, grants: [client_credentials] }
                """))
                .anySatisfy(m -> assertThat(m).contains("public_url", "must be https"))
                .anySatisfy(m -> assertThat(m).contains("client_authorities_file", "cannot be read"))
                .anySatisfy(m -> assertThat(m).contains("gateway.tls.certificates.0.chain_file", "does not exist"))
                .anySatisfy(m -> assertThat(m).contains("gateway.tls.certificates.0.key_file", "does not exist"))
                .anySatisfy(m -> assertThat(m).contains("clients.0 = a", "client_certificates: ask"))
                .anySatisfy(m -> assertThat(m).contains("clients.0.certificate.san_dns", "is not a name"));
        assertThat(mistakes("gateway: { tls: { client_certificates: forwarded } }"))
                .anySatisfy(m -> assertThat(m).contains("needs trusted_proxies"));
        assertThat(mistakes("clients:\n  - { id: a, authentication: tls_client_auth }\n"))
                .anySatisfy(m -> assertThat(m).contains("needs certificate"));
        assertThat(mistakes("clients:\n  - { id: a, authentication: tls_client_auth, certificate: {} }\n"))
                .anySatisfy(m -> assertThat(m).contains("must have one of subject_dn"));
    }

    @Test
    void L18_certificates_by_themselves_say_all_that_they_need() throws IOException {
        assertThat(mistakes("gateway: { tls: { mode: acme, acme: { challenge: http-01, email: nobody } } }"))
                .anySatisfy(m -> assertThat(m).contains("gateway.tls.acme.agree_to_terms", "must be true"))
                .anySatisfy(m -> assertThat(m).contains("gateway.tls.acme.names", "public_url must be set"))
                .anySatisfy(m -> assertThat(m).contains("gateway.tls.acme.email", "one mail address"))
                .anySatisfy(m -> assertThat(m).contains("gateway.tls.acme.challenge", "redirect_from"))
                .hasSize(4);
        assertThat(mistakes("gateway: { tls: { mode: self-signed, acme: { agree_to_terms: true } } }"))
                .singleElement()
                .asString()
                .contains("gateway.tls", "acme is for mode acme");
        assertThat(mistakes("""
                public_url: https://id.example.org
                gateway: { tls: { mode: acme, acme: { agree_to_terms: true } } }
                """)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"29d, false", "30d, true", "3650d, true", "3651d, false", "for ever, false"})
    void L17_events_stay_from_a_month_to_ten_years_where_their_time_is_set(String time, boolean good)
            throws IOException {
        Path file = Files.writeString(folder.resolve("sallyport.yaml"), "privacy:\n  audit_retention: " + time + "\n");
        switch (Settings.read(Optional.of(file), Map.of())) {
            case Settings.Read.Good(Settings settings) -> {
                assertThat(good).isTrue();
                assertThat(settings.configuration().privacy().auditRetention())
                        .contains(Duration.ofDays(Long.parseLong(time.replace("d", ""))));
                assertThat(settings.configuration().privacy().addressRetention())
                        .isEqualTo(Duration.ofDays(30));
            }
            case Settings.Read.Bad(var mistakes) -> {
                assertThat(good).isFalse();
                assertThat(mistakes.getFirst().pointer()).startsWith("/privacy");
            }
        }
    }
}
