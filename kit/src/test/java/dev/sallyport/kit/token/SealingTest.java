package dev.sallyport.kit.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.DirectDecrypter;
import dev.sallyport.domain.RandomSource;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** RFC 5869 §2, NIST SP 800-38D §8.2.2, RFC 7516 §3.1, RFC 7518 §4.5, RFC 7518 §5.3: what is sealed, and by whom it opens. */
class SealingTest {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final RandomSource RANDOM = count -> {
        byte[] bytes = new byte[count];
        bytes[0] = (byte) COUNT.incrementAndGet();
        return bytes;
    };
    private static final byte[] PLAIN = "a private key".getBytes(StandardCharsets.UTF_8);

    private final MasterKey key = new MasterKey(new byte[MasterKey.LENGTH], RANDOM);

    @Test
    void what_is_sealed_for_one_purpose_opens_for_it_alone() {
        byte[] sealed = key.seal("signing-keys", PLAIN);
        assertThat(key.open("signing-keys", sealed))
                .hasValueSatisfying(p -> assertThat(p).isEqualTo(PLAIN));
        assertThat(key.open("totp-seeds", sealed)).isEmpty();
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("private");
        assertThat(key.seal("signing-keys", PLAIN)).isNotEqualTo(sealed);
    }

    @Test
    void every_changed_byte_is_noticed_and_another_master_key_opens_nothing() {
        byte[] sealed = key.seal("signing-keys", PLAIN);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThat(key.open("signing-keys", changed)).as("byte %d", i).isEmpty();
        }
        byte[] other = new byte[MasterKey.LENGTH];
        other[31] = 1;
        assertThat(new MasterKey(other, RANDOM).open("signing-keys", sealed)).isEmpty();
        assertThat(key.open("signing-keys", new byte[0])).isEmpty();
    }

    @Test
    void keys_are_derived_the_same_at_every_call_and_differ_by_purpose() {
        assertThat(key.derive("links"))
                .isEqualTo(key.derive("links"))
                .hasSize(32)
                .isNotEqualTo(key.derive("names"));
        assertThat(HexFormat.of().formatHex(key.derive("links"))).doesNotStartWith("00000000");
    }

    @Test
    void a_master_key_of_another_length_is_refused_and_none_is_printed() {
        assertThatThrownBy(() -> new MasterKey(new byte[16], RANDOM)).hasMessageContaining("32 bytes");
        assertThat(key).hasToString("MasterKey[hidden]");
    }

    @Test
    void an_independent_library_opens_our_jwe() throws Exception {
        byte[] secret = key.derive("refresh");
        String sealed = new Jwe(secret, "rt+jwt").seal(RANDOM.bytes(Jwe.IV), PLAIN);
        var parsed = JWEObject.parse(sealed);
        parsed.decrypt(new DirectDecrypter(secret));
        assertThat(parsed.getPayload().toBytes()).isEqualTo(PLAIN);
    }

    @Test
    void a_jwe_opens_under_its_key_and_type_alone() {
        var jwe = new Jwe(key.derive("refresh"), "rt+jwt");
        String sealed = jwe.seal(RANDOM.bytes(Jwe.IV), PLAIN);
        assertThat(jwe.open(sealed)).hasValueSatisfying(p -> assertThat(p).isEqualTo(PLAIN));
        assertThat(new Jwe(key.derive("other"), "rt+jwt").open(sealed)).isEmpty();
        assertThat(new Jwe(key.derive("refresh"), "other").open(sealed)).isEmpty();
        for (int i = 0; i < sealed.length(); i++) {
            char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(jwe.open(sealed.substring(0, i) + other + sealed.substring(i + 1)))
                    .isEmpty();
        }
        for (String nonsense : new String[] {"", ".", "....", sealed + ".", sealed + "A", sealed.substring(1)}) {
            assertThat(jwe.open(nonsense)).isEmpty();
        }
    }
}
