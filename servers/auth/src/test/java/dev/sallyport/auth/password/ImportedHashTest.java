package dev.sallyport.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.credential.PasswordHasher;
import dev.sallyport.domain.credential.PasswordHasher.Verdict;
import dev.sallyport.kit.pool.BoundedPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * RFC 8018 §5.2, RFC 7914 §6, RFC 9106 §3.1: hashes of other programs. They were made by Python's hashlib, argon2-cffi and bcrypt,
 * with the bytes 1 to 16 as the salt.
 */
class ImportedHashTest {
    private static final Argon2.Cost TODAY = new Argon2.Cost(256, 2, 1);
    private static final String ADA =
            "$pbkdf2-sha256$i=27500$AQIDBAUGBwgJCgsMDQ4PEA$yQtP0QGDDlsIyme26Twy8Wgj7r9N4LvByqNfo3lttnMTZ92AX4QfTBclHuAWEk8hmOTJ2kroWj+d8WOG3TQtiQ";
    private static final Secret ADAS = Secret.of("old pass phrase of ada");

    private final List<Argon2.Cost> spent = new ArrayList<>();

    private PasswordHasher hasher(Optional<PasswordHash> disguise) {
        Argon2 java = new BouncyArgon2();
        Argon2 counted = (cost, password, salt) -> {
            spent.add(cost);
            return java.tag(cost, password, salt);
        };
        return new Argon2Hasher(counted, TODAY, new BoundedPool("password", 1, 8), byte[]::new, disguise);
    }

    private static PasswordHash good(String text) {
        assertThat(ImportedHash.read(text)).isEqualTo(new ImportedHash.Read.Good(new PasswordHash(text)));
        return new PasswordHash(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            old pass phrase of ada | $pbkdf2-sha256$i=27500$AQIDBAUGBwgJCgsMDQ4PEA$yQtP0QGDDlsIyme26Twy8Wgj7r9N4LvByqNfo3lttnMTZ92AX4QfTBclHuAWEk8hmOTJ2kroWj+d8WOG3TQtiQ
            old pass phrase of grace | $pbkdf2-sha512$i=210000$AQIDBAUGBwgJCgsMDQ4PEA$7rdi87kYIuNLICGM+/lKBFhPVtK0XBr4jbhOkN3HTnPXYcsycG19LlhSbOznGgJAZI9Vn9feUjwhF7SUE8xdmQ
            old pass phrase of mary | $pbkdf2-sha1$i=20000$AQIDBAUGBwgJCgsMDQ4PEA$j0NvmHV6hzpn4VB1EdR4IOqfUsuH2X/QzSdAED86D8YxyRe1r7XxEsmp/56e1XGa7hT2c/gRmxleBZ9hPlhcVg
            pässwörter für jörg | $pbkdf2-sha256$i=27500$AQIDBAUGBwgJCgsMDQ4PEA$rU+TdBjAVKrf9t5m+frGgZ5Lmdcf5UahjuwWYeec8vY
            old pass phrase of alan | $argon2id$v=19$m=7168,t=5,p=1$AQIDBAUGBwgJCgsMDQ4PEA$eL9Wn4mLOkaq6ygYwv+AsGKb6ud+JF3oY2OXsZvDfmE
            old pass phrase of alan | $argon2i$v=19$m=1024,t=3,p=2$AQIDBAUGBwgJCgsMDQ4PEA$MuhsCd+XrH6bbHiz+hn4sJeV97vmfXzh/nsKW73n2No
            old pass phrase of alan | $argon2d$v=16$m=256,t=2,p=1$AQIDBAUGBwgJCgsMDQ4PEA$4rR7LL1IaTlGzXt9csKpGA
            old pass phrase of alan | $argon2d$m=256,t=2,p=1$AQIDBAUGBwgJCgsMDQ4PEA$4rR7LL1IaTlGzXt9csKpGA
            old pass phrase of edsger | $2a$10$Sbx51Z55LvwezOp8mELVPeHhBbhmgrnQsZnPUgMWbTdkvUh45mR0.
            old pass phrase of edsger | $2b$10$Cwdup3Fmb37SZ.iSEN7kQ.84NZHQxmkTMt0x.mN6fTPYRBR1RJBDW
            old pass phrase of edsger | $2y$10$Sbx51Z55LvwezOp8mELVPeHhBbhmgrnQsZnPUgMWbTdkvUh45mR0.
            old pass phrase of barbara | $scrypt$ln=14,r=8,p=1$AQIDBAUGBwgJCgsMDQ4PEA$ZtpzmB9zHV1M926VrYSFXjxCvEAKTOc8uNSY+Tpa8Y8
            """)
    void a_password_of_another_program_matches_and_is_stale_and_another_password_does_not(
            String password, String text) {
        PasswordHasher hasher = hasher(Optional.empty());
        PasswordHash hash = good(text);
        assertThat(hasher.check(Secret.of(password), hash)).isEqualTo(new Verdict.Match(true));
        assertThat(hasher.check(Secret.of(password + "?"), hash)).isEqualTo(new Verdict.Mismatch());
        assertThat(hasher.check(Secret.of(""), hash)).isEqualTo(new Verdict.Mismatch());
    }

    /** bcrypt sees 72 bytes and no more; what is behind them never counted. */
    @Test
    void bcrypt_sees_as_much_of_a_long_password_as_it_did_elsewhere() {
        PasswordHash hash = good("$2b$04$SbPdDgwmoYMH8SncNVJqsucoI8o.NDmpGTflic./Wnt1nuW/66VbO");
        String first72 = "long ".repeat(14) + "ab";
        PasswordHasher hasher = hasher(Optional.empty());
        assertThat(hasher.check(Secret.of(first72), hash)).isEqualTo(new Verdict.Match(true));
        assertThat(hasher.check(Secret.of(first72 + " and more"), hash)).isEqualTo(new Verdict.Match(true));
        assertThat(hasher.check(Secret.of(first72.substring(1)), hash)).isEqualTo(new Verdict.Mismatch());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$pbkdf2-sha256$i=2000001$AQIDBAUGBwgJCgsMDQ4PEA$yQtP0QGDDlsIyme26Twy8Wgj7r9N4LvByqNfo3lttnM",
                "$pbkdf2-sha256$i=999999999$AQIDBAUGBwgJCgsMDQ4PEA$yQtP0QGDDlsIyme26Twy8Wgj7r9N4LvByqNfo3lttnM",
                "$pbkdf2-sha256$i=0$AQIDBAUGBwgJCgsMDQ4PEA$yQtP0QGDDlsIyme26Twy8Wgj7r9N4LvByqNfo3lttnM",
                "$argon2id$v=19$m=65537,t=1,p=1$AQIDBAUGBwgJCgsMDQ4PEA$eL9Wn4mLOkaq6ygYwv+AsGKb6ud+JF3oY2OXsZvDfmE",
                "$argon2id$v=19$m=9999999,t=999,p=1$AQIDBAUGBwgJCgsMDQ4PEA$eL9Wn4mLOkaq6ygYwv+AsGKb6ud+JF3oY2OXsZvDfmE",
                "$argon2i$v=19$m=65536,t=17,p=1$AQIDBAUGBwgJCgsMDQ4PEA$eL9Wn4mLOkaq6ygYwv+AsGKb6ud+JF3oY2OXsZvDfmE",
                "$argon2i$v=19$m=4,t=1,p=1$AQIDBAUGBwgJCgsMDQ4PEA$eL9Wn4mLOkaq6ygYwv+AsGKb6ud+JF3oY2OXsZvDfmE",
                "$argon2d$v=19$m=1024,t=0,p=1$AQIDBAUGBwgJCgsMDQ4PEA$eL9Wn4mLOkaq6ygYwv+AsGKb6ud+JF3oY2OXsZvDfmE",
                "$2b$16$Cwdup3Fmb37SZ.iSEN7kQ.84NZHQxmkTMt0x.mN6fTPYRBR1RJBDW",
                "$scrypt$ln=20,r=8,p=1$AQIDBAUGBwgJCgsMDQ4PEA$ZtpzmB9zHV1M926VrYSFXjxCvEAKTOc8uNSY+Tpa8Y8",
                "$scrypt$ln=14,r=8,p=99$AQIDBAUGBwgJCgsMDQ4PEA$ZtpzmB9zHV1M926VrYSFXjxCvEAKTOc8uNSY+Tpa8Y8"
            })
    void T44_what_would_make_a_sign_in_dear_is_refused(String text) {
        assertThat(ImportedHash.read(text))
                .isEqualTo(new ImportedHash.Read.Refused("costs more to check than the house allows"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain text",
                "$1$salt$hash",
                "5f4dcc3b5aa765d61d8327deb882cf99",
                "$2x$10$Sbx51Z55LvwezOp8mELVPeHhBbhmgrnQsZnPUgMWbTdkvUh45mR0.",
                "$2b$03$Cwdup3Fmb37SZ.iSEN7kQ.84NZHQxmkTMt0x.mN6fTPYRBR1RJBDW",
                "$pbkdf2-md5$i=1000$AQIDBAUGBwgJCgsMDQ4PEA$yQtP0QGDDlsIyme26Twy8Wgj7r9N4LvByqNfo3lttnM",
                "$pbkdf2-sha256$i=1000$A$yQtP0QGDDlsIyme26Twy8Wgj7r9N4LvByqNfo3lttnM",
                "$pbkdf2-sha256$i=1000$AQIDB$yQtP0QGDDlsIyme26Twy8Wgj7r9N4LvByqNfo3lttnM",
                "$argon2id$v=20$m=7168,t=5,p=1$AQIDBAUGBwgJCgsMDQ4PEA$eL9Wn4mLOkaq6ygYwv+AsGKb6ud+JF3oY2OXsZvDfmE"
            })
    void what_is_no_hash_is_refused_and_never_matches(String text) {
        assertThat(ImportedHash.read(text))
                .isEqualTo(new ImportedHash.Read.Refused("is of no form that the house can check"));
        assertThat(hasher(Optional.empty()).check(ADAS, new PasswordHash(text))).isEqualTo(new Verdict.Mismatch());
    }

    @Test
    void T24_a_wrong_password_costs_no_less_for_an_imported_hash_than_for_a_name_that_nobody_has() {
        PasswordHasher hasher = hasher(Optional.empty());
        hasher.check(Secret.of("wrong"), good(ADA));
        hasher.check(
                Secret.of("wrong"),
                good(
                        "$argon2id$v=19$m=512,t=1,p=1$AQIDBAUGBwgJCgsMDQ4PEA$eL9Wn4mLOkaq6ygYwv+AsGKb6ud+JF3oY2OXsZvDfmE"));
        hasher.checkNobody(Secret.of("wrong"));
        assertThat(spent).containsExactly(TODAY, new Argon2.Cost(512, 1, 1), TODAY, TODAY);
    }

    /** The disguise is an Argon2id hash here, so that the counter sees it. */
    @Test
    void T24_told_what_imported_hashes_cost_the_house_spends_the_same_on_every_name() {
        var old = new Argon2.Cost(512, 1, 1);
        PasswordHash imported =
                good("$argon2id$v=19$m=512,t=1,p=1$AQIDBAUGBwgJCgsMDQ4PEA$eL9Wn4mLOkaq6ygYwv+AsGKb6ud+JF3oY2OXsZvDfmE");
        PasswordHasher hasher = hasher(Optional.of(imported));
        PasswordHash own = ((PasswordHasher.Hashed.Done) hasher.hash(ADAS)).hash();
        spent.clear();
        hasher.check(Secret.of("wrong"), imported);
        hasher.check(Secret.of("wrong"), own);
        hasher.checkNobody(Secret.of("wrong"));
        assertThat(spent).containsExactly(old, TODAY, TODAY, old, TODAY, old);
        assertThat(hasher.check(ADAS, own)).isEqualTo(new Verdict.Match(false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ADA,
                "$2b$10$Cwdup3Fmb37SZ.iSEN7kQ.84NZHQxmkTMt0x.mN6fTPYRBR1RJBDW",
                "$argon2id$v=19$m=512,t=1,p=1$AQIDBAUGBwgJCgsMDQ4PEA$eL9Wn4mLOkaq6ygYwv+AsGKb6ud+JF3oY2OXsZvDfmE"
            })
    void a_hash_of_the_same_cost_has_nobodys_salt_and_tag(String text) {
        String like = ImportedHash.like(new PasswordHash(text));
        assertThat(like).hasSameSizeAs(text).startsWith(text.substring(0, 7)).matches(".*([.]{53}|[$]A+[$]A+)");
        assertThat(hasher(Optional.empty()).check(ADAS, good(like))).isEqualTo(new Verdict.Mismatch());
    }

    @Test
    void a_hash_never_prints() {
        assertThat(ImportedHash.read(ADA).toString()).doesNotContain("yQtP0");
    }
}
