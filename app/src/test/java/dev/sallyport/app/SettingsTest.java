package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.client.ClientMetadata;
import dev.sallyport.kit.config.ConfigurationFile;
import dev.sallyport.kit.json.Bound;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read beside the file: the secrets of declared clients, and the theme. */
class SettingsTest {
    @TempDir
    Path folder;

    private Settings.Read read(String client) throws IOException {
        Path file = Files.writeString(folder.resolve("sallyport.yaml"), "clients:\n  - " + client + "\n");
        return Settings.read(Optional.of(file), Map.of());
    }

    @Test
    void a_client_with_a_secret_file_is_confidential() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "a secret of the shop\n");
        Settings.Read read = read("{ id: shop, secret_file: \"" + secret + "\", grants: [client_credentials] }");
        assertThat(read).isInstanceOf(Settings.Read.Good.class);
        var settings = ((Settings.Read.Good) read).settings();
        assertThat(settings.configuration().clients().getFirst().public_()).isFalse();
        assertThat(settings.clientCredentials()
                        .getFirst()
                        .secret()
                        .orElseThrow()
                        .reveal())
                .isEqualTo("a secret of the shop");
    }

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

    @Test
    void trusted_issuers_are_read_and_what_is_wrong_with_one_is_told() throws IOException {
        String start = "tokens:\n  issuers:\n    - issuer: https://ci.example.org\n      clients: [deploy]\n";
        Path file = Files.writeString(
                folder.resolve("sallyport.yaml"),
                start + "      jwks_uri: https://ci.example.org/jwks.json\n      algorithms: [RS256]\n"
                        + "      subjects: { \"repo:acme/shop:ref:refs/heads/main\": client }\n");
        assertThat(Settings.read(Optional.of(file), Map.of()))
                .isInstanceOfSatisfying(
                        Settings.Read.Good.class,
                        good -> assertThat(
                                        good.settings().configuration().tokens().issuers())
                                .singleElement()
                                .satisfies(issuer -> assertThat(issuer.subjects())
                                        .containsEntry("repo:acme/shop:ref:refs/heads/main", "client")));
        for (String wrong : List.of(
                "      subjects: { robot: ada }\n",
                "      jwks: { keys: 1 }\n",
                "      jwks: { keys: [] }\n      jwks_uri: https://ci.example.org/jwks.json\n")) {
            Files.writeString(file, start + wrong);
            assertThat(Settings.read(Optional.of(file), Map.of()))
                    .isInstanceOfSatisfying(
                            Settings.Read.Bad.class,
                            bad -> assertThat(bad.mistakes())
                                    .extracting(Bound.Mistake::pointer)
                                    .containsExactly("/tokens/issuers/0"));
        }
    }

    @Test
    void L16_other_providers_are_read_and_every_mistake_in_them_is_told_at_once() throws IOException {
        Path file = Files.writeString(folder.resolve("sallyport.yaml"), """
                upstreams:
                  - { id: google, preset: google, client_id: us, client_secret: s }
                  - { id: acme, name: Acme, issuer: "https://login.acme.example", client_id: us, client_secret: s }
                  - { id: forge, client_id: us, client_secret: s, subject: id, authorization_endpoint: "https://forge.example/a",
                      token_endpoint: "https://forge.example/t", userinfo_endpoint: "https://forge.example/u" }
                """);
        assertThat(Settings.read(Optional.of(file), Map.of()))
                .isInstanceOfSatisfying(
                        Settings.Read.Good.class,
                        good -> assertThat(good.settings().upstreams())
                                .extracting(one -> one.id() + " " + one.label() + " " + one.trustsEmail())
                                .containsExactly("google Google true", "acme Acme false", "forge forge false"));
        Files.writeString(file, """
                upstreams:
                  - { id: Google, preset: google, client_id: us, client_secret: s }
                  - { id: a, preset: apple, client_id: us, client_secret: s }
                  - { id: m, preset: microsoft, client_id: us, client_secret: s }
                  - { id: n, client_id: us, client_secret: s }
                  - { id: o, issuer: "http://o.example", client_id: us, client_secret: s }
                  - { id: p, issuer: "https://p.example", client_id: us, scopes: [email] }
                  - { id: p, client_id: us, client_secret: s, token_endpoint: "https://forge.example/t" }
                """);
        assertThat(Settings.read(Optional.of(file), Map.of()))
                .isInstanceOfSatisfying(
                        Settings.Read.Bad.class,
                        bad -> assertThat(bad.mistakes())
                                .extracting(Bound.Mistake::pointer)
                                .containsExactly(
                                        "/upstreams/0/id",
                                        "/upstreams/1",
                                        "/upstreams/1/team",
                                        "/upstreams/1/key_id",
                                        "/upstreams/1/key_file",
                                        "/upstreams/2/tenant",
                                        "/upstreams/3",
                                        "/upstreams/4/issuer",
                                        "/upstreams/5/scopes",
                                        "/upstreams/5",
                                        "/upstreams/6/id",
                                        "/upstreams/6/authorization_endpoint",
                                        "/upstreams/6/userinfo_endpoint"));
    }

    @Test
    void L16_apple_is_read_with_its_key_and_every_mistake_in_it_is_told() throws Exception {
        Path key = folder.resolve("AuthKey.p8");
        Files.writeString(key, pem("secp256r1"));
        Path file = Files.writeString(
                folder.resolve("sallyport.yaml"), apple("team: A1B2C3D4E5, key_id: F6G7H8I9J0, key_file: " + key));
        assertThat(Settings.read(Optional.of(file), Map.of()))
                .isInstanceOfSatisfying(
                        Settings.Read.Good.class,
                        good -> assertThat(good.settings().upstreams())
                                .singleElement()
                                .satisfies(apple -> {
                                    assertThat(apple.answersByForm()).isTrue();
                                    assertThat(apple.proof().toString())
                                            .contains("A1B2C3D4E5")
                                            .doesNotContain("PRIVATE");
                                }));
        assertThat(wrong(apple("team: a, key_id: b, key_file: " + key)))
                .containsExactly("/upstreams/0/team", "/upstreams/0/key_id");
        assertThat(wrong(apple("client_secret: s, team: A1B2C3D4E5, key_id: F6G7H8I9J0, key_file: " + key)))
                .containsExactly("/upstreams/0");
        for (String bad : List.of("no key", pem("secp384r1"))) {
            Files.writeString(key, bad);
            assertThat(wrong(apple("team: A1B2C3D4E5, key_id: F6G7H8I9J0, key_file: " + key)))
                    .containsExactly("/upstreams/0/key_file");
        }
        assertThat(
                        wrong(
                                "upstreams:\n  - { id: g, preset: google, client_id: us, client_secret: s, team: A1B2C3D4E5 }\n"))
                .containsExactly("/upstreams/0");
    }

    private static String apple(String proof) {
        return "upstreams:\n  - { id: apple, preset: apple, client_id: org.example.door, " + proof + " }\n";
    }

    private List<String> wrong(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("sallyport.yaml"), text);
        return Settings.read(Optional.of(file), Map.of()) instanceof Settings.Read.Bad(var mistakes)
                ? mistakes.stream().map(Bound.Mistake::pointer).toList()
                : List.of();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        smtp: "smtp://mail.example.org", from: door@example.org                            | []
        smtp: "smtps://mail.example.org", from: "The Door <door@example.org>"              | []
        smtp: "smtp://localhost:2525", from: door@example.org, starttls: off               | []
        smtp: "smtp://door%40example.org@mail.example.org", password: x, from: d@e.org     | []
        from: door@example.org                                                             | [/mail/smtp]
        smtp: "smtp://mail.example.org"                                                    | [/mail/from]
        smtp: "smtp://mail.example.org", from: "nobody"                                    | [/mail/from]
        smtp: "https://mail.example.org", from: d@e.org                                    | [/mail/smtp]
        smtp: "smtp://a:b@mail.example.org", from: d@e.org                                 | [/mail/smtp]
        smtp: "smtp://mail.example.org/x", from: d@e.org                                   | [/mail/smtp]
        smtp: "smtp://a@mail.example.org", from: d@e.org                                   | [/mail/smtp]
        smtp: "smtp://mail.example.org", password: x, from: d@e.org                        | [/mail/smtp]
        smtp: "smtp://a@mail.example.org", password: x, from: d@e.org, starttls: off       | [/mail/starttls]
        smtp: "smtp://a@mail.example.org", password: x, from: d@e.org, starttls: opportunistic | [/mail/starttls]
        smtp: "smtps://mail.example.org", from: d@e.org, starttls: off                     | [/mail/starttls]
        smtp: "smtp://a@mail.example.org", password_file: none, from: d@e.org              | [/mail/password_file]
        smtp: "smtp://mail.example.org", from: d@e.org, authorities_file: none             | [/mail/authorities_file]
        smtp: "smtp://mail.example.org", from: d@e.org, connections: 99                    | [/mail]
        smtp: "smtp://mail.example.org", from: d@e.org, timeout: 1h                        | [/mail]
        smtp: "smtp://m.example", from: d@e.org, dkim: { domain: e.org, selector: s, key_file: none } | [/mail/dkim/key_file]
        smtp: "smtp://m.example", from: d@e.org, dkim: { domain: "e org", selector: s, key_file: none } | [/mail/dkim]
        limits: { per_hour: 3, per_day: 9 }                                                | []
        limits: { per_hour: 0 }                                                            | [/mail/limits]
        smtp: "smtp://mail.example.org", from: d@e.org, sender: x                          | [/mail/sender]
        """)
    void mistakes_about_mail_are_told_with_their_keys(String mail, String wrong) throws IOException {
        assertThat(wrong("mail: { " + mail + " }\n")).hasToString(wrong);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        id: a, url: "https://h.example/x", secret_file: GOOD, previous_secret_file: GOOD | []
        id: a, url: "https://h.example/x", secret_file: GOOD, events: [account.*, session.signed_in] | []
        id: "A b", url: "https://h.example/x", secret_file: GOOD | [/webhooks/0/id]
        id: a, url: "http://h.example/x", secret_file: GOOD | [/webhooks/0/url]
        id: a, url: "https://u:p@h.example/x", secret_file: GOOD | [/webhooks/0/url]
        id: a, url: "https://h.example/x", secret_file: BAD | [/webhooks/0/secret_file]
        id: a, url: "https://h.example/x", secret_file: none | [/webhooks/0/secret_file]
        id: a, url: "https://h.example/x" | [/webhooks/0/secret_file]
        id: a, url: "https://h.example/x", secret_file: GOOD, events: [accounts.*] | [/webhooks/0/events/0]
        """)
    void mistakes_about_webhooks_are_told_with_their_keys(String hook, String wrong) throws IOException {
        Path good = Files.writeString(folder.resolve("good"), "whsec_" + "MTIz".repeat(8));
        Path bad = Files.writeString(folder.resolve("bad"), "hunter2");
        String text = hook.replace("GOOD", good.toString()).replace("BAD", bad.toString());
        assertThat(wrong("webhooks:\n  - { " + text + " }\n")).hasToString(wrong);
    }

    @Test
    void the_mail_server_can_be_told_by_the_environment() {
        var environment = Map.of(
                "SALLYPORT_MAIL_SMTP", "smtp://door@mail.example.org",
                "SALLYPORT_MAIL_FROM", "Example <door@example.org>",
                "SALLYPORT_MAIL_PASSWORD", "p4ss");
        assertThat(Settings.read(Optional.empty(), environment))
                .isInstanceOfSatisfying(Settings.Read.Good.class, good -> {
                    assertThat(good.settings().warnings()).isEmpty();
                    var server = good.settings().mail().orElseThrow();
                    assertThat(server.where()).isEqualTo("mail.example.org:587");
                    assertThat(server.login().orElseThrow().user()).isEqualTo("door");
                    assertThat(EffectiveConfiguration.tree(good.settings().configuration())
                                    .toString())
                            .contains("Example <door@example.org>")
                            .doesNotContain("p4ss");
                });
    }

    private static String pem(String curve) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        byte[] pkcs8 = generator.generateKeyPair().getPrivate().getEncoded();
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(pkcs8)
                + "\n-----END PRIVATE KEY-----\n";
    }

    @Test
    void a_client_without_secret_must_say_that_it_is_public() throws IOException {
        assertThat(read("{ id: spa, public: true, redirect_uris: [\"https://app.example.org/callback\"] }"))
                .isInstanceOf(Settings.Read.Good.class);
        Settings.Read bare = read("{ id: shop }");
        assertThat(bare).isInstanceOf(Settings.Read.Bad.class);
        assertThat(((Settings.Read.Bad) bare).mistakes().toString()).contains("secret_file", "public: true");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            clients: everybody                                       | /registration/clients
            scopes: [openid, roles]                                  | /registration
            scopes: [openid, 'a"b']                                  | /registration
            hosts: ["https://app.example.org"]                       | /registration
            audiences: ["https://mcp.example.org/#a"]               | /registration
            unused: 1h                                               | /registration
            clients: statement                                       | /registration
            software_statements: [{ issuer: x }]                     | /registration/software_statements/0
            client_id_metadata_document: true                        | /registration/client_id_metadata_document
            """)
    void T31_who_may_register_is_said_without_a_mistake(String line, String pointer) throws IOException {
        Path file = Files.writeString(folder.resolve("sallyport.yaml"), "registration:\n  " + line + "\n");
        assertThat(Settings.read(Optional.of(file), Map.of()))
                .isInstanceOfSatisfying(
                        Settings.Read.Bad.class,
                        bad -> assertThat(bad.mistakes())
                                .extracting(Bound.Mistake::pointer)
                                .containsExactly(pointer));
    }

    @Test
    void registration_can_be_opened() throws IOException {
        Path file = Files.writeString(folder.resolve("sallyport.yaml"), """
                registration:
                  clients: open
                  hosts: [app.example.org, localhost, "org.example.app:"]
                  scopes: [openid, notes]
                  audiences: ["https://mcp.example.org/mcp"]
                  policy: mcp
                  unused: 7d
                  software_statements: [{ issuer: "https://f.example", jwks_uri: "https://f.example/jwks" }]
                  client_id_metadata_documents: true
                """);
        assertThat(Settings.read(Optional.of(file), Map.of())).isInstanceOf(Settings.Read.Good.class);
    }

    @ParameterizedTest
    @CsvSource({"redirect_uris", "post_logout_redirect_uris"})
    void T02_a_declared_client_is_answered_at_addresses_that_may_be(String key) throws IOException {
        Settings.Read read = read("{ id: spa, public: true, " + key
                + ": [\"https://app.example.org/callback\", \"javascript:alert(1)\", \"https://*.example.org/\"] }");
        assertThat(read).isInstanceOf(Settings.Read.Bad.class);
        assertThat(((Settings.Read.Bad) read).mistakes().stream().map(Bound.Mistake::pointer))
                .containsExactly("/clients/0/" + key + "/1", "/clients/0/" + key + "/2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            OpenID Connect Back-Channel Logout §2.2  | backchannel_logout_uri: "javascript:alert(1)"                       | backchannel_logout_uri
            OpenID Connect Back-Channel Logout §2.2  | backchannel_logout_uri: "https://app.example.org/out#x"             | backchannel_logout_uri
            OpenID Connect Back-Channel Logout §2.2  | backchannel_logout_uri: "http://app.example.org/out"                | backchannel_logout_uri
            OpenID Connect Back-Channel Logout §2.2  | backchannel_logout_uri: "org.example.app:/out"                      | backchannel_logout_uri
            OpenID Connect Front-Channel Logout §2   | frontchannel_logout_uri: "https://evil.example.org/out"             | frontchannel_logout_uri
            OpenID Connect Front-Channel Logout §2   | frontchannel_logout_uri: "https://app.example.org:8443/out"         | frontchannel_logout_uri
            OpenID Connect Front-Channel Logout §2   | frontchannel_logout_uri: "https://app.example.org.evil.test/out"    | frontchannel_logout_uri
            no key                                   | id_token_encryption: { alg: RSA-OAEP-256, enc: A256GCM }            | id_token_encryption
            RFC 8725 §3.2                            | jwks_uri: "https://app.example.org/k", id_token_encryption: { alg: RSA1_5, enc: A256GCM } | id_token_encryption
            RFC 8725 §3.2                            | jwks_uri: "https://app.example.org/k", id_token_encryption: { alg: ECDH-ES, enc: none }   | id_token_encryption
            signed first                             | jwks_uri: "https://app.example.org/k", userinfo_encryption: { alg: ECDH-ES, enc: A256GCM } | userinfo_encryption
            """)
    void T02_where_a_client_is_told_of_sign_out_and_how_its_tokens_are_encrypted_is_looked_at(
            String clause, String said, String key) throws IOException {
        String client =
                "{ id: spa, public: true, redirect_uris: [\"https://app.example.org/callback\"], " + said + " }";
        Settings.Read read = read(client);
        assertThat(read).as(clause).isInstanceOf(Settings.Read.Bad.class);
        assertThat(((Settings.Read.Bad) read).mistakes().stream().map(Bound.Mistake::pointer))
                .as(clause)
                .containsExactly("/clients/0/" + key);
    }

    @Test
    void what_a_client_says_of_sign_out_and_encryption_is_kept() throws IOException {
        Settings.Read read = read("{ id: spa, public: true, redirect_uris: [\"https://app.example.org/callback\"],"
                + " backchannel_logout_uri: \"https://back.example.org/out\", frontchannel_logout_session_required: true,"
                + " frontchannel_logout_uri: \"https://app.example.org/out?a=b\", jwks_uri: \"https://app.example.org/k\","
                + " userinfo_algorithm: ES256, userinfo_encryption: { alg: ECDH-ES, enc: A256GCM } }");
        assertThat(read).isInstanceOf(Settings.Read.Good.class);
        var metadata = ((Settings.Read.Good) read)
                .settings()
                .configuration()
                .clients()
                .getFirst()
                .metadata(Optional.empty());
        assertThat(metadata.backchannelLogout()).contains(URI.create("https://back.example.org/out"));
        assertThat(metadata.frontchannelLogout()).contains(URI.create("https://app.example.org/out?a=b"));
        assertThat(metadata.frontchannelSession()).isTrue();
        assertThat(metadata.backchannelSession()).isFalse();
        assertThat(metadata.userinfoEncryption()).contains(new ClientMetadata.Encryption("ECDH-ES", "A256GCM"));
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
