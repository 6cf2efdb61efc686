package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Declared clients: with a secret unless they say that they are public. */
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

    @Test
    void a_client_without_secret_must_say_that_it_is_public() throws IOException {
        assertThat(read("{ id: spa, public: true, redirect_uris: [\"https://app.example.org/callback\"] }"))
                .isInstanceOf(Settings.Read.Good.class);
        Settings.Read bare = read("{ id: shop }");
        assertThat(bare).isInstanceOf(Settings.Read.Bad.class);
        assertThat(((Settings.Read.Bad) bare).mistakes().toString()).contains("secret_file, or public: true");
    }
}
