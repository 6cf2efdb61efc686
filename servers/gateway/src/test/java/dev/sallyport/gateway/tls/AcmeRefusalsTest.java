package dev.sallyport.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.gateway.tls.AcmeConfiguration.Challenge;
import dev.sallyport.gateway.tls.TestAuthority.Refusal;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is shown, told and done when an authority gives no certificate. */
@Timeout(60)
class AcmeRefusalsTest extends BesideAnAuthority {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RFC 8555 §6.7 a wrong request | /order/.*/finalize | 400 | badCSR             | no such key      | refused | refuses: badCSR, no such key
            RFC 8555 §6.7 no permission   | /new-order         | 403 | unauthorized       | not for you      | refused | refuses: unauthorized, not for you
            new terms                     | /new-account       | 403 | userActionRequired | read the terms   | refused | wants something of its account's owner: userActionRequired, read the terms
            RFC 8555 §6.6 too many        | /new-order         | 429 | rateLimited        | too many         | limited | gives no more for now: rateLimited, too many
            T45 control characters        | /new-order         | 403 | unauthorized       | a\\tb            | refused | refuses: unauthorized, a
            """)
    void a_refusal_is_told_in_the_authoritys_words_and_changes_nothing(
            String clause, String place, int status, String type, String detail, String outcome, String why)
            throws Exception {
        try (AcmeDoor door = door(BOTH)) {
            X509Certificate first = door.step();
            authority.refuse(place, status, type, detail.translateEscapes());
            now = now.plus(Duration.ofDays(80));
            assertThat(door.step()).as(clause).isEqualTo(first);
            assertThat(door.orders(outcome)).isEqualTo(1);
            assertThat(door.source.trouble().orElse(""))
                    .contains("the authority " + why)
                    .doesNotContain("\n");
            authority.refusals.clear();
            now = now.plus(Duration.ofMinutes(8));
            assertThat(door.step()).as("and it is asked again").isNotEqualTo(first);
            assertThat(door.source.trouble()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"429, rateLimited, limited", "503, serverInternal, refused"})
    void RFC_8555_an_authority_that_names_a_time_hears_nothing_before_not_even_after_a_restart(
            int status, String type, String outcome) throws Exception {
        Instant later = now.plus(Duration.ofHours(30));
        authority.refusals.put("/new-order", new Refusal(status, type, "later", Optional.of(later)));
        try (AcmeDoor door = door(BOTH)) {
            door.step();
            assertThat(door.orders(outcome)).as("RFC 8555 §6.6").isEqualTo(1);
        }
        authority.refusals.clear();
        now = later.minusSeconds(1);
        int asked = authority.asked.size();
        try (AcmeDoor again = door(BOTH)) {
            assertThat(isGiven(again.step())).isFalse();
            assertThat(authority.asked).hasSize(asked);
            now = later;
            assertThat(isGiven(again.step())).isTrue();
        }
    }

    @Test
    void pauses_grow_up_to_half_a_day() throws Exception {
        authority.refuse("/directory", 503, "serverInternal", "not today");
        try (AcmeDoor door = door(BOTH)) {
            door.step();
            for (int minutes : new int[] {5, 10, 20, 40, 80, 160, 320, 640, 720, 720}) {
                double before = door.orders("refused");
                now = now.plus(Duration.ofMinutes(minutes)).minusSeconds(1);
                door.step();
                assertThat(door.orders("refused"))
                        .as("before %s minutes", minutes)
                        .isEqualTo(before);
                now = now.plusSeconds(1);
                door.step();
                assertThat(door.orders("refused"))
                        .as("after %s minutes", minutes)
                        .isEqualTo(before + 1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTP_01, by http-01: unauthorized", "TLS_ALPN_01, by tls-alpn-01: unauthorized"})
    void a_proof_that_the_authority_does_not_find_is_told_with_what_it_found(Challenge challenge, String why)
            throws Exception {
        try (AcmeDoor door = door(List.of(challenge))) {
            int right = challenge == Challenge.HTTP_01 ? authority.httpPort : authority.tlsPort;
            // As if another machine were behind the name.
            authority.httpPort = 1;
            authority.tlsPort = 1;
            assertThat(isGiven(door.step())).isFalse();
            assertThat(door.orders("unproven")).isEqualTo(1);
            assertThat(door.source.trouble().orElse(""))
                    .contains("self-signed certificate", "not convinced that id.example.org is here", why);
            authority.httpPort = right;
            authority.tlsPort = right;
            now = now.plus(Duration.ofMinutes(8));
            assertThat(isGiven(door.step())).isTrue();
        }
    }

    @Test
    void what_the_authority_offers_must_be_possible_here() throws Exception {
        authority.offered = List.of("dns-01");
        try (AcmeDoor door = door(BOTH)) {
            door.step();
            assertThat(door.source.trouble().orElse(""))
                    .contains("offers for id.example.org only [dns-01], and only [http-01, tls-alpn-01]");
        }
        authority.offered = List.of("tls-alpn-01");
        now = now.plus(Duration.ofMinutes(8));
        try (AcmeDoor door = door(BOTH)) {
            assertThat(isGiven(door.step())).as("the second choice").isTrue();
        }
    }

    @Test
    void a_certificate_for_anothers_key_is_not_taken() throws Exception {
        authority.givesAnothersKey = true;
        try (AcmeDoor door = door(BOTH)) {
            assertThat(isGiven(door.step())).isFalse();
            assertThat(door.source.trouble().orElse("")).contains("gave a certificate that is for another's key");
        }
    }

    @Test
    void an_authority_that_nobody_vouches_for_is_not_talked_to() throws Exception {
        var strange = new AcmeAgreement(
                authority.directory(), List.of(), Optional.empty(), List.of(AcmeDoor.HOST), Optional.empty(), BOTH);
        try (AcmeDoor door = new AcmeDoor(authority, strange, folder, () -> now)) {
            door.step();
            assertThat(authority.asked).isEmpty();
            assertThat(door.source.trouble().orElse("")).contains("not trusted", "directory_ca_file");
        }
    }
}
