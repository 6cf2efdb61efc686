package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.json.Bound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the configuration says of those the house talks with: issuers, providers, the mail server, webhooks. */
class CounterpartSettingsTest {
    @TempDir
    Path folder;

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
}
