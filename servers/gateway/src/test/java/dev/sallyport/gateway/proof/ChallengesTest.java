package dev.sallyport.gateway.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.gateway.proof.SpentProofs.Spent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which proofs hold, where, how long and how often. */
class ChallengesTest {
    private static final String HERE = "4 c0000201";
    private static final Instant BEGIN = Instant.ofEpochSecond(1_800_000_000);

    private final SplittableRandom chance = new SplittableRandom(11);
    private final RandomSource random = count -> {
        byte[] bytes = new byte[count];
        chance.nextBytes(bytes);
        return bytes;
    };
    private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);
    private final Challenges challenges = challenges(1);

    private Challenges challenges(int key) {
        return new Challenges(new byte[] {(byte) key}, 2_000, Duration.ofMinutes(2), now::get, random);
    }

    @Test
    void a_solution_holds_in_its_network_and_at_every_gateway_of_the_key_until_its_time() {
        Challenge challenge = challenges.challenge(HERE);
        assertThat(challenge.algorithm()).isEqualTo("SHA-256");
        assertThat(challenge.challenge()).matches("[0-9a-f]{64}");
        assertThat(challenge.salt()).endsWith("?expires=1800000120&");
        String proof = Solver.solved(challenge);
        assertThat(challenges.judge(proof, HERE))
                .isEqualTo(new Verdict.Right(challenge.challenge(), BEGIN.plusSeconds(120)));
        assertThat(challenges(1).judge(proof, HERE)).isInstanceOf(Verdict.Right.class);
        assertThat(challenges(2).judge(proof, HERE)).isInstanceOf(Verdict.Wrong.class);
        assertThat(challenges.judge(proof, "4 c0000202")).isInstanceOf(Verdict.Wrong.class);
        now.set(BEGIN.plusSeconds(119));
        assertThat(challenges.judge(proof, HERE)).isInstanceOf(Verdict.Right.class);
        now.set(BEGIN.plusSeconds(120));
        assertThat(challenges.judge(proof, HERE)).isEqualTo(new Verdict.Wrong("it is too old"));
    }

    /** What somebody may do to a solution that holds. */
    static List<Named<UnaryOperator<String>>> changes() {
        return List.of(
                Named.of("nothing", text -> ""),
                Named.of("no Base64", text -> "{}"),
                Named.of("no JSON", text -> Solver.encoded("x")),
                Named.of("no object", text -> Solver.encoded("[1]")),
                Named.of("an empty object", text -> Solver.encoded("{}")),
                Named.of("too long", json("\"took\":12", "\"took\":\"" + "x".repeat(999) + '"')),
                Named.of("another algorithm", json("SHA-256", "SHA-1")),
                Named.of("another number", json("\"number\":", "\"number\":9")),
                Named.of("a fraction", json(",\"salt\"", ".0,\"salt\"")),
                Named.of("a negative number", json("\"number\":", "\"number\":-")),
                Named.of("a later end", json("expires=18", "expires=19")),
                Named.of("no end", json("?expires=1800000120&", "")),
                Named.of("a digit of the end moved into the number", ChallengesTest::spliced),
                Named.of("another challenge", json("\"challenge\":\"", "\"challenge\":\"0")),
                Named.of("no signature", json("\"signature\"", "\"sign\"")),
                Named.of("another signature", json("\"signature\":\"", "\"signature\":\"0")));
    }

    private static UnaryOperator<String> json(String from, String to) {
        return text -> Solver.encoded(decoded(text).replace(from, to));
    }

    /** The hash stays, and the time does not. */
    private static String spliced(String proof) {
        return Solver.encoded(decoded(proof)
                .replaceAll(
                        "\"number\":([0-9]+),\"salt\":\"([0-9a-f]+).expires=1800000120&\"",
                        "\"number\":\"0&$1\",\"salt\":\"$2?expires=180000012\""));
    }

    private static String decoded(String proof) {
        return new String(Base64.getDecoder().decode(proof), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatever_is_changed_in_it_it_holds_no_longer(UnaryOperator<String> change) {
        String proof = Solver.solved(challenges.challenge(HERE));
        String changed = change.apply(proof);
        assertThat(changed).isNotEqualTo(proof);
        assertThat(challenges.judge(changed, HERE)).isInstanceOf(Verdict.Wrong.class);
    }

    @Test
    void T16_a_proof_is_good_once_at_all_gateways_together() {
        var shared = new HashSet<String>();
        var one = new SpentProofs(10, (id, until) -> shared.add(id), now::get);
        var other = new SpentProofs(10, (id, until) -> shared.add(id), now::get);
        var proof = new Verdict.Right("a", BEGIN.plusSeconds(60));
        assertThat(one.isSpent(proof)).isFalse();
        assertThat(one.spend(proof)).isEqualTo(Spent.FIRST);
        assertThat(one.isSpent(proof)).isTrue();
        assertThat(one.spend(proof)).isEqualTo(Spent.AGAIN);
        assertThat(other.spend(proof)).isEqualTo(Spent.AGAIN);
    }

    @Test
    void T13_of_a_hundred_at_once_one_is_the_first() {
        var spent = new SpentProofs(10, (id, until) -> true, now::get);
        var proof = new Verdict.Right("a", BEGIN.plusSeconds(60));
        long firsts = IntStream.range(0, 100)
                .parallel()
                .filter(i -> spent.spend(proof) == Spent.FIRST)
                .count();
        assertThat(firsts).isEqualTo(1);
    }

    @Test
    void T16_a_full_memory_takes_no_other_proof_and_forgets_none() {
        var asked = new AtomicInteger();
        var spent = new SpentProofs(3, (id, until) -> asked.incrementAndGet() > 0, now::get);
        for (int i = 0; i < 3; i++) {
            assertThat(spent.spend(new Verdict.Right("p" + i, BEGIN.plusSeconds(60))))
                    .isEqualTo(Spent.FIRST);
        }
        var fourth = new Verdict.Right("p3", BEGIN.plusSeconds(60));
        assertThat(spent.spend(fourth)).isEqualTo(Spent.FULL);
        assertThat(spent.spend(new Verdict.Right("p0", BEGIN.plusSeconds(60)))).isEqualTo(Spent.AGAIN);
        assertThat(asked).hasValue(3);
        now.set(BEGIN.plusSeconds(60));
        assertThat(spent.spend(new Verdict.Right("p4", BEGIN.plusSeconds(120)))).isEqualTo(Spent.FIRST);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        as many as are peace               | 5 | 0 | 0 | 0   | false
        one more                           | 6 | 0 | 0 | 0   | true
        challenges that nobody solves      | 3 | 3 | 0 | 0   | true
        challenges that are solved         | 3 | 3 | 3 | 0   | false
        it is remembered                   | 6 | 0 | 0 | 299 | true
        and not for ever                   | 6 | 0 | 0 | 300 | false
        """)
    void an_attack_is_many_refusals_in_a_time(
            String what, int refused, int challenged, int solved, long later, boolean on) {
        var nanos = new AtomicReference<>(0L);
        var watch = new AttackWatch(5, Duration.ofMinutes(1), Duration.ofMinutes(5), nanos::get);
        for (int i = 0; i < challenged; i++) {
            watch.challenged();
        }
        for (int i = 0; i < solved; i++) {
            watch.solved();
        }
        for (int i = 0; i < refused; i++) {
            watch.refused();
        }
        nanos.set(Duration.ofSeconds(later).toNanos());
        assertThat(watch.isOn()).isEqualTo(on);
    }

    @Test
    void few_in_each_minute_are_no_attack() {
        var nanos = new AtomicReference<>(0L);
        var watch = new AttackWatch(5, Duration.ofMinutes(1), Duration.ofMinutes(5), nanos::get);
        for (int minute = 0; minute < 10; minute++) {
            for (int i = 0; i < 5; i++) {
                watch.refused();
            }
            nanos.set(Duration.ofMinutes(minute + 1).toNanos());
        }
        assertThat(watch.isOn()).isFalse();
    }

    /** At the usual difficulty the client makes some 250,000 hashes and the house two, with one look into its memory. */
    @Test
    void T43_the_house_works_a_thousandth_of_what_the_client_does() {
        var dear = new Challenges(new byte[] {1}, 500_000, Duration.ofMinutes(2), now::get, random);
        long solving = 0;
        long judging = 0;
        for (int i = 0; i < 8; i++) {
            Challenge challenge = dear.challenge(HERE);
            long begun = System.nanoTime();
            String proof = Solver.solved(challenge);
            long solved = System.nanoTime();
            assertThat(dear.judge(proof, HERE)).isInstanceOf(Verdict.Right.class);
            solving += solved - begun;
            judging += System.nanoTime() - solved;
        }
        assertThat(solving / judging)
                .as("solving %d ms, judging %d µs", solving / 8_000_000, judging / 8_000)
                .isGreaterThan(100);
    }
}
