package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.client.ClientMetadata;
import dev.sallyport.kit.json.Bound;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the configuration says of clients: their secrets, what they may say of themselves, and who may register. */
class ClientSettingsTest {
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
}
