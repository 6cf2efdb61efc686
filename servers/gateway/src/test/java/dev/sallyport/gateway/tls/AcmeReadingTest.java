package dev.sallyport.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.gateway.tls.AcmeConfiguration.Binding;
import dev.sallyport.gateway.tls.AcmeConfiguration.Challenge;
import dev.sallyport.kit.config.ConfigurationFile;
import dev.sallyport.kit.json.Bound;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator writes of ACME, and what is said of mistakes in it. */
class AcmeReadingTest {
    @TempDir
    Path folder;

    private static AcmeConfiguration named(String directory, String... names) {
        return new AcmeConfiguration(
                true,
                Optional.empty(),
                directory,
                Optional.empty(),
                List.of(names),
                Optional.empty(),
                Optional.empty());
    }

    private static List<String> mistakes(Bound<AcmeAgreement> read) {
        return switch (read) {
            case Bound.Valid<AcmeAgreement> good -> List.of();
            case Bound.Invalid<AcmeAgreement>(var mistakes) ->
                mistakes.stream().map(ConfigurationFile::told).toList();
        };
    }

    private static AcmeAgreement agreement(Bound<AcmeAgreement> read) {
        assertThat(mistakes(read)).isEmpty();
        return ((Bound.Valid<AcmeAgreement>) read).value();
    }

    @Test
    void little_need_be_said() {
        AcmeAgreement agreed = agreement(AcmeReading.read(named("letsencrypt"), Optional.of("ID.example.org"), true));
        assertThat(agreed.directory()).isEqualTo(URI.create("https://acme-v02.api.letsencrypt.org/directory"));
        assertThat(agreed.names()).containsExactly("id.example.org");
        assertThat(agreed.challenges()).containsExactly(Challenge.HTTP_01, Challenge.TLS_ALPN_01);
        assertThat(agreement(AcmeReading.read(named("letsencrypt"), Optional.of("id.example.org"), false))
                        .challenges())
                .as("nothing can be proven at a port that is not there")
                .containsExactly(Challenge.TLS_ALPN_01);
        assertThat(agreement(AcmeReading.read(named("letsencrypt-staging"), Optional.of("id.example.org"), false))
                        .folder())
                .isNotEqualTo(agreed.folder());
    }

    @Test
    void L18_every_mistake_is_told_at_once_with_what_is_right() throws Exception {
        Path noise = Files.writeString(folder.resolve("noise"), "short");
        var written = new AcmeConfiguration(
                false,
                Optional.of("no address"),
                "http://ca.example.org",
                Optional.of(noise),
                List.of("*.example.org", "10.0.0.1"),
                Optional.of(new Binding("", noise)),
                Optional.of(Challenge.HTTP_01));
        assertThat(mistakes(AcmeReading.read(written, Optional.empty(), false)))
                .anySatisfy(m -> assertThat(m).contains("gateway.tls.acme.agree_to_terms", "must be true"))
                .anySatisfy(m -> assertThat(m).contains("acme.email = no address", "must be one mail address"))
                .anySatisfy(m -> assertThat(m).contains("acme.directory", "letsencrypt-staging, or the https URL"))
                .anySatisfy(m -> assertThat(m).contains("acme.directory_ca_file", "certificates as PEM"))
                .anySatisfy(m -> assertThat(m).contains("acme.names.0", "wildcard can be proven by DNS alone"))
                .anySatisfy(m -> assertThat(m).contains("acme.names.1", "no address"))
                .anySatisfy(m -> assertThat(m).contains("acme.eab.key_id", "what the authority calls the key"))
                .anySatisfy(m -> assertThat(m).contains("acme.eab.secret_file", "base64url, at least 32 bytes"))
                .anySatisfy(m -> assertThat(m).contains("acme.challenge = http-01", "needs gateway.tls.redirect_from"))
                .hasSize(9);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            letsencrypt                   | localhost        | the whole internet knows
            letsencrypt                   | [::1]            | no address
            letsencrypt                   | bücher.example   | xn--
            letsencrypt                   | -a.example.org   | the name of a host
            letsencrypt                   | a..example.org   | the name of a host
            https://u:p@ca.example.org/d  | id.example.org   | the https URL of a directory
            https://ca.example.org/d d    | id.example.org   | the https URL of a directory
            """)
    void a_name_or_a_directory_that_cannot_be_is_told(String directory, String name, String why) {
        assertThat(mistakes(AcmeReading.read(named(directory, name), Optional.empty(), true)))
                .singleElement()
                .asString()
                .contains(why);
    }

    @Test
    void a_private_authority_may_know_names_that_nobody_else_does() {
        assertThat(agreement(AcmeReading.read(named("https://ca.internal/acme", "door"), Optional.empty(), true))
                        .names())
                .containsExactly("door");
        assertThat(mistakes(AcmeReading.read(named("https://ca.internal/acme"), Optional.empty(), true)))
                .singleElement()
                .asString()
                .contains("acme.names", "public_url must be set");
        assertThat(mistakes(AcmeReading.read(named("https://ca.internal/acme", "a", "A"), Optional.empty(), true)))
                .singleElement()
                .asString()
                .contains("anything twice");
    }
}
