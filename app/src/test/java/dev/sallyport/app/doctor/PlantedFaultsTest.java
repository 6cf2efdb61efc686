package dev.sallyport.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault that the doctor knows is planted in a server that is right in everything else, and found there alone. */
class PlantedFaultsTest {
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-26T00:00:00Z"));

    private static final Manner.Account ADA = new Manner.Account("ada@example.org", Secret.of("a long pass phrase"));

    /** Seen by what is around a connection; {@link PlantedTlsTest} plants these. */
    static final Set<String> OF_TLS = Set.of(
            "http-not-redirected",
            "hsts-missing",
            "hsts-short",
            "certificate-expired",
            "certificate-ends-soon",
            "certificate-not-believed",
            "certificate-weak",
            "tls-old",
            "tls-13-missing",
            "mixed-content",
            "form-over-http");

    /** Nothing to plant: a server without TLS has them. */
    private static final Set<String> OF_PLAIN_HTTP = Set.of("plain-http", "endpoint-not-https");

    /** What cannot be had without another fault. */
    private static final Map<String, Set<String>> BESIDE = Map.of(
            "cors-vary-missing", Set.of("cors-origin-reflected"),
            "cookie-not-secure", Set.of("cookie-unprefixed"),
            "cookie-wide-domain", Set.of("cookie-unprefixed"));

    static Stream<String> faults() {
        return Doctor.CHECKS.stream()
                .flatMap(check -> check.faults().stream())
                .map(Fault::id)
                .filter(id -> !OF_TLS.contains(id) && !OF_PLAIN_HTTP.contains(id));
    }

    static Site site(URI url) {
        return new Site(
                url, new Manner(Map.of(), Duration.ofSeconds(2), true, true, List.of(), Optional.of(ADA)), CLOCK);
    }

    static Set<String> found(URI url, String... checks) throws Exception {
        try (Site site = site(url)) {
            Report report = Doctor.examine(site, Set.of(checks), check -> {});
            assertThat(report.results())
                    .allSatisfy(result -> assertThat(result.verdict())
                            .as(result.check().name())
                            .isNotInstanceOf(Verdict.CouldNotRun.class));
            return report.findings().stream()
                    .map(finding -> finding.fault().id())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String checkOf(String fault) {
        return Doctor.CHECKS.stream()
                .filter(check -> check.faults().stream().anyMatch(f -> f.id().equals(fault)))
                .findFirst()
                .orElseThrow()
                .name();
    }

    @Test
    void a_server_that_is_right_in_everything_has_no_finding() throws Exception {
        try (var house = FaultyHouse.with()) {
            assertThat(found(house.url())).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void a_planted_fault_is_found_and_nothing_else(String fault) throws Exception {
        try (var house = FaultyHouse.with(fault)) {
            var due = new TreeSet<>(BESIDE.getOrDefault(fault, Set.of()));
            due.add(fault);
            assertThat(found(house.url(), checkOf(fault))).isEqualTo(due);
        }
    }

    @Test
    void an_address_without_tls_is_a_fault_anywhere_but_on_loopback() throws Exception {
        try (var house = FaultyHouse.at("127.0.0.2")) {
            assertThat(found(house.url(), "transport")).containsExactly("plain-http");
            assertThat(found(house.url(), "metadata")).containsExactly("endpoint-not-https");
        }
    }

    @Test
    void every_id_is_used_once_and_reads_as_one() {
        List<String> ids = Doctor.CHECKS.stream()
                .flatMap(check -> check.faults().stream())
                .map(Fault::id)
                .toList();
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z0-9]+(-[a-z0-9]+)*"));
        assertThat(ids).containsAll(OF_TLS).containsAll(OF_PLAIN_HTTP);
    }

    @Test
    void T45_what_a_server_says_cannot_reach_the_terminal_as_a_command() {
        Fault fault = Doctor.CHECKS.getFirst().faults().getFirst();
        Finding finding = fault.at("GET http://a.example/\u001b[2J", "a\r\nb\u001b]0;x\u0007\u202e" + "c".repeat(500));
        assertThat(finding.where() + finding.seen()).doesNotContainPattern("[\\p{Cntrl}\\p{Cf}]");
        assertThat(finding.seen()).hasSizeLessThan(210);
    }
}
