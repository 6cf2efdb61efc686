package dev.sallyport.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.Secret;
import dev.sallyport.gateway.tls.AcmeConfiguration.Challenge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates by ACME against an authority of the test's own, which looks for itself: the first, the next, and none. */
@Timeout(60)
class AcmeCertificatesTest extends BesideAnAuthority {
    private static final Duration LIFE = Duration.ofDays(90);

    @ParameterizedTest
    @CsvSource({"RFC 8555 §8.3, HTTP_01", "RFC 8737 §3, TLS_ALPN_01"})
    void the_first_certificate_is_proven_ordered_and_shown(String clause, Challenge challenge) throws Exception {
        try (AcmeDoor door = door(List.of(challenge), AcmeDoor.HOST, "www.example.org")) {
            assertThat(isGiven(door.shown())).as("a self-signed one until then").isFalse();
            X509Certificate shown = door.step();
            assertThat(isGiven(shown))
                    .as(clause + ", RFC 8555 §7.3, RFC 8555 §7.4, RFC 8555 §7.5.1")
                    .isTrue();
            assertThat(door.source.load())
                    .isInstanceOfSatisfying(
                            CertificateSource.Loaded.Good.class,
                            good -> assertThat(good.keys().getFirst().hosts())
                                    .containsExactlyInAnyOrder(AcmeDoor.HOST, "www.example.org"));
            assertThat(authority.asked)
                    .filteredOn(path -> path.contains("/challenge/"))
                    .allMatch(path -> path.endsWith(challenge.wireName()))
                    .hasSize(2);
            assertThat(door.orders("issued")).isEqualTo(1);
            assertThat(door.source.trouble()).isEmpty();
        }
    }

    @Test
    void RFC_8555_a_proof_is_laid_out_no_longer_than_the_order_and_all_else_is_led_to_TLS() throws Exception {
        try (AcmeDoor door = door(BOTH)) {
            door.step();
            assertThat(TestValidator.overHttp(door.plainPort(), AcmeDoor.HOST, "unknown", "x"))
                    .as("RFC 8555 §8.3")
                    .contains("got HTTP/1.1 308 Permanent Redirect");
        }
    }

    @Test
    void a_restart_orders_nothing_and_the_files_are_the_owners_alone() throws Exception {
        X509Certificate first;
        try (AcmeDoor door = door(BOTH)) {
            first = door.step();
        }
        try (AcmeDoor again = door(BOTH)) {
            assertThat(again.shown()).isEqualTo(first);
            assertThat(again.step()).isEqualTo(first);
            // What the next order needs of the account's key: RFC 7468 §13.
            now = now.plus(Duration.ofDays(61));
            assertThat(again.step()).isNotEqualTo(first);
        }
        assertThat(authority.orders()).isEqualTo(2);
        assertThat(authority.accounts()).isEqualTo(1);
        try (Stream<Path> files = Files.walk(folder.resolve("acme"))) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertThat(all)
                    .extracting(file -> file.getFileName().toString())
                    .contains("account.pem", "certificate.pem");
            for (Path file : all) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void other_names_and_another_authority_need_another_certificate() throws Exception {
        try (AcmeDoor door = door(BOTH)) {
            door.step();
        }
        try (AcmeDoor other = door(BOTH, AcmeDoor.HOST, "new.example.org")) {
            assertThat(isGiven(other.shown())).isFalse();
            other.step();
        }
        assertThat(authority.orders()).isEqualTo(2);
        assertThat(authority.accounts()).as("the account stays").isEqualTo(1);
        authority.close();
        authority = new TestAuthority(() -> now);
        try (AcmeDoor elsewhere = door(BOTH)) {
            assertThat(isGiven(elsewhere.shown())).isFalse();
            assertThat(isGiven(elsewhere.step())).isTrue();
        }
    }

    @Test
    void it_is_renewed_at_two_thirds_of_its_life_and_not_before() throws Exception {
        try (AcmeDoor door = door(BOTH)) {
            X509Certificate first = door.step();
            now = now.plus(Duration.ofDays(59));
            assertThat(door.step()).isEqualTo(first);
            now = now.plus(Duration.ofDays(1)).plusSeconds(1);
            X509Certificate second = door.step();
            assertThat(second).isNotEqualTo(first);
            assertThat(isGiven(second)).isTrue();
            assertThat(authority.orders()).isEqualTo(2);
        }
    }

    @Test
    void RFC_9773_it_is_renewed_in_the_window_that_the_authority_tells() throws Exception {
        Instant start = now.plus(Duration.ofDays(3));
        authority.window = Optional.of(new RenewalTime.Window(start, start.plusSeconds(600), Optional.empty()));
        try (AcmeDoor door = door(BOTH)) {
            X509Certificate first = door.step();
            now = start.minusSeconds(1);
            assertThat(door.step()).as("RFC 9773 §4.2").isEqualTo(first);
            now = start.plusSeconds(1);
            assertThat(door.step()).as("RFC 9773 §4.1").isNotEqualTo(first);
            assertThat(authority.lastReplaced().orElse(""))
                    .as("RFC 9773 §5")
                    .matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
            authority.window = Optional.of(new RenewalTime.Window(
                    now.plus(Duration.ofDays(9)), now.plus(Duration.ofDays(10)), Optional.empty()));
            now = now.plus(Duration.ofHours(2));
            door.step();
            long asked = renewalsAsked();
            now = now.plus(Duration.ofHours(1));
            door.step();
            assertThat(renewalsAsked()).as("RFC 9773 §4.3: not at every look").isEqualTo(asked);
            now = now.plus(Duration.ofHours(6));
            door.step();
            assertThat(renewalsAsked()).isEqualTo(asked + 1);
            assertThat(authority.orders()).isEqualTo(2);
            authority.window = Optional.empty();
            now = now.plus(Duration.ofDays(9));
            X509Certificate third = door.step();
            assertThat(authority.orders())
                    .as("who does not answer has taken nothing back")
                    .isEqualTo(3);
            assertThat(isGiven(third)).isTrue();
        }
    }

    private long renewalsAsked() {
        return authority.asked.stream()
                .filter(each -> each.startsWith("GET /renewal/"))
                .count();
    }

    @Test
    void an_authority_whose_window_has_always_passed_by_gets_an_order_an_hour_at_most() throws Exception {
        authority.window =
                Optional.of(new RenewalTime.Window(now.minusSeconds(600), now.minusSeconds(60), Optional.empty()));
        try (AcmeDoor door = door(BOTH)) {
            door.step();
            door.step();
            now = now.plus(Duration.ofMinutes(59));
            door.step();
            assertThat(authority.orders()).isEqualTo(1);
            now = now.plus(Duration.ofMinutes(1));
            door.step();
            assertThat(authority.orders()).isEqualTo(2);
        }
    }

    @Test
    void while_the_authority_is_down_the_old_certificate_stays_and_an_operator_learns_of_it_in_its_last_days()
            throws Exception {
        try (AcmeDoor door = door(BOTH)) {
            X509Certificate first = door.step();
            authority.close();
            now = now.plus(Duration.ofDays(61));
            assertThat(door.step()).isEqualTo(first);
            assertThat(door.orders("unreachable")).isEqualTo(1);
            assertThat(door.source.trouble()).as("there is time yet").isEmpty();
            now = now.plus(Duration.ofMinutes(4));
            door.step();
            assertThat(door.orders("unreachable")).as("not at once again").isEqualTo(1);
            now = Issued.NOW.plus(LIFE).minus(Duration.ofDays(14));
            door.step();
            assertThat(door.orders("unreachable")).isEqualTo(2);
            assertThat(door.source.trouble().orElse(""))
                    .contains("ends on 2027-02-24", "is not renewed", "cannot be reached at " + authority.directory());
            now = Issued.NOW.plus(LIFE).plusSeconds(60);
            assertThat(door.step())
                    .as("an ended one is better known than a self-signed one")
                    .isEqualTo(first);
        }
        try (AcmeDoor again = new AcmeDoor(authority, AcmeDoor.agreement(authority, BOTH), folder, () -> now)) {
            assertThat(isGiven(again.shown())).as("also after a restart").isTrue();
        }
    }

    @Test
    void RFC_8555_an_account_is_bound_to_one_that_the_operator_has() throws Exception {
        authority.wantsBinding = true;
        try (AcmeDoor door = door(BOTH)) {
            door.step();
            assertThat(door.source.trouble().orElse("")).contains("externalAccountRequired");
        }
        var plain = AcmeDoor.agreement(authority, BOTH);
        var bound = new AcmeAgreement(
                plain.directory(),
                plain.trusted(),
                plain.email(),
                plain.names(),
                Optional.of(new AcmeAgreement.Binding(TestAccounts.EAB_KEY_ID, Secret.of(TestAccounts.EAB_KEY))),
                BOTH);
        try (AcmeDoor door = new AcmeDoor(authority, bound, folder, () -> now)) {
            assertThat(isGiven(door.step())).as("RFC 8555 §7.3.4").isTrue();
        }
    }

    @Test
    void an_open_street_orders_by_itself() throws Exception {
        try (AcmeDoor door = door(BOTH)) {
            door.kept.start();
            Instant deadline = Instant.now().plusSeconds(30);
            while (!isGiven(door.shown()) && Instant.now().isBefore(deadline)) {
                Thread.sleep(250);
            }
            assertThat(isGiven(door.shown())).isTrue();
        }
    }

    @Test
    void a_file_that_holds_something_else_is_not_written_over() throws Exception {
        try (AcmeDoor door = door(BOTH)) {
            door.step();
        }
        Path account;
        try (Stream<Path> files = Files.walk(folder)) {
            account = files.filter(file -> file.endsWith("account.pem"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.writeString(account, "what is this");
        var source = new AcmeCertificates(
                AcmeDoor.agreement(authority, BOTH),
                folder.resolve("acme"),
                () -> new CertificateSource.Loaded.Good(List.of(), List.of()),
                new io.micrometer.core.instrument.simple.SimpleMeterRegistry(),
                () -> now,
                byte[]::new);
        assertThat(source.load())
                .isInstanceOfSatisfying(
                        CertificateSource.Loaded.Bad.class,
                        bad -> assertThat(bad.mistakes().getFirst().expected())
                                .contains("does not hold the account's key"));
        assertThat(account).hasContent("what is this");
    }
}
