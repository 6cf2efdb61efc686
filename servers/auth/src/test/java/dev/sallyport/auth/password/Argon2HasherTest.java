package dev.sallyport.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.credential.PasswordHasher;
import dev.sallyport.domain.credential.PasswordHasher.Hashed;
import dev.sallyport.domain.credential.PasswordHasher.Verdict;
import dev.sallyport.kit.pool.BoundedPool;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9106 §3.1, RFC 9106 §4: Argon2id with its cost beside each hash, native and in Java alike. */
class Argon2HasherTest {
    private static final Argon2.Cost COST = new Argon2.Cost(256, 2, 1);
    private static final Secret PASSWORD = Secret.of("pass\u00e9 word");

    private static PasswordHasher hasher(Argon2 argon2, Argon2.Cost cost) {
        return new Argon2Hasher(argon2, cost, new BoundedPool("password", 1, 8), byte[]::new);
    }

    private static PasswordHash hash(PasswordHasher hasher) {
        return ((Hashed.Done) hasher.hash(PASSWORD)).hash();
    }

    @ParameterizedTest
    @CsvSource({"64, 1, 1", "256, 2, 1", "1024, 3, 4"})
    void native_and_java_make_the_same_tag(int memory, int passes, int parallelism) {
        Optional<Argon2> native_ = NativeArgon2.load();
        Assumptions.assumeTrue(native_.isPresent(), "this platform has no native library");
        byte[] password = "a password".getBytes(StandardCharsets.UTF_8);
        byte[] salt = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);
        var cost = new Argon2.Cost(memory, passes, parallelism);
        assertThat(native_.get().tag(cost, password, salt)).isEqualTo(new BouncyArgon2().tag(cost, password, salt));
    }

    /** The reference implementation's own vector: t=2, m=65536, p=1. */
    @Test
    void the_tag_is_the_reference_implementations() {
        byte[] tag = new BouncyArgon2()
                .tag(
                        new Argon2.Cost(65536, 2, 1),
                        "password".getBytes(StandardCharsets.UTF_8),
                        "somesalt".getBytes(StandardCharsets.UTF_8));
        assertThat(HexFormat.of().formatHex(tag))
                .isEqualTo("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
    }

    @Test
    void a_hash_of_other_cost_still_matches_and_is_stale() {
        PasswordHash old = hash(hasher(Argon2.best(), new Argon2.Cost(64, 1, 1)));
        assertThat(hasher(Argon2.best(), COST).check(PASSWORD, old)).isEqualTo(new Verdict.Match(true));
    }

    @Test
    void checks_what_it_hashed_in_either_composition_of_letters() {
        PasswordHasher hasher = hasher(Argon2.best(), COST);
        PasswordHash hash = hash(hasher);
        assertThat(hash.phc()).startsWith("$argon2id$v=19$m=256,t=2,p=1$");
        assertThat(hash.toString()).doesNotContain("argon2");
        assertThat(hasher.check(Secret.of("passe\u0301 word"), hash)).isEqualTo(new Verdict.Match(false));
        assertThat(hasher.check(Secret.of("passe word"), hash)).isEqualTo(new Verdict.Mismatch());
        assertThat(hasher.check(PASSWORD, new PasswordHash("!"))).isEqualTo(new Verdict.Mismatch());
        assertThat(hasher.checkNobody(PASSWORD)).isEqualTo(new Verdict.Mismatch());
    }
}
