package dev.sallyport.auth.jose;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.sallyport.auth.jose.ClientEncryption.Outcome;
import dev.sallyport.kit.token.JwkSet;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7516 §5.1, RFC 7519 §5.2, RFC 8725 §3.2: what is encrypted for clients, opened by an independent library. */
class ClientEncryptionTest {
    private static final String SIGNED = "e30.e30.c2lnbmF0dXJl";

    private static JwkSet set(JWK... keys) {
        String all = Arrays.stream(keys).map(JWK::toJSONString).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
        return JwkSet.read(all.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    private static JWEObject encrypted(String alg, String enc, JwkSet keys) throws Exception {
        Outcome outcome = ClientEncryption.of(alg, enc).orElseThrow().encrypt(SIGNED, keys);
        return JWEObject.parse(((Outcome.Encrypted) outcome).jwe());
    }

    @Test
    void every_pair_on_the_list_is_opened_by_the_clients_key_and_says_what_is_inside() throws Exception {
        var ec = new ECKeyGenerator(Curve.P_256)
                .keyUse(KeyUse.ENCRYPTION)
                .keyID("e")
                .generate();
        var signing = new ECKeyGenerator(Curve.P_256)
                .keyUse(KeyUse.SIGNATURE)
                .keyID("s")
                .generate();
        var rsa = new RSAKeyGenerator(2048).keyID("r").generate();
        JwkSet keys = set(signing.toPublicJWK(), ec.toPublicJWK(), rsa.toPublicJWK());
        for (String alg : ClientEncryption.algorithms()) {
            for (String enc : ClientEncryption.methods()) {
                JWEObject jwe = encrypted(alg, enc, keys);
                boolean isRsa = alg.startsWith("RSA");
                jwe.decrypt(isRsa ? new RSADecrypter(rsa) : new ECDHDecrypter(ec));
                assertThat(jwe.getPayload()).hasToString(SIGNED);
                assertThat(jwe.getHeader().getContentType()).isEqualTo("JWT");
                assertThat(jwe.getHeader().getKeyID()).isEqualTo(isRsa ? "r" : "e");
                assertThat(jwe.getHeader().getAlgorithm().getName()).isEqualTo(alg);
                assertThat(jwe.getHeader().getEncryptionMethod().getName()).isEqualTo(enc);
            }
        }
        assertThat(ClientEncryption.algorithms()).hasSize(3);
        assertThat(ClientEncryption.methods()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA1_5, A256GCM",
        "RSA-OAEP, A256GCM",
        "dir, A256GCM",
        "A256KW, A256GCM",
        "PBES2-HS256+A128KW, A256GCM",
        "none, A256GCM",
        "ECDH-ES, none",
        "ECDH-ES, A192GCM",
        "ecdh-es, A256GCM"
    })
    void T28_what_is_not_on_the_list_is_not_done(String alg, String enc) {
        assertThat(ClientEncryption.of(alg, enc)).isEmpty();
    }

    @Test
    void without_a_key_that_fits_nothing_is_encrypted() throws Exception {
        var signing = new ECKeyGenerator(Curve.P_256).keyUse(KeyUse.SIGNATURE).generate();
        var mine = new ECKeyGenerator(Curve.P_256).generate();
        var rsa = new RSAKeyGenerator(2048).generate();
        var encryption = ClientEncryption.of("ECDH-ES", "A128CBC-HS256").orElseThrow();
        assertThat(encryption.encrypt(SIGNED, JwkSet.EMPTY)).isEqualTo(new Outcome.NoKey());
        assertThat(encryption.encrypt(SIGNED, set(signing.toPublicJWK(), rsa.toPublicJWK(), mine)))
                .as("for signing, of another kind, private")
                .isEqualTo(new Outcome.NoKey());
        byte[] strange = "{\"keys\":[1,{},{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAA\",\"y\":\"AAAA\"}]}"
                .getBytes(StandardCharsets.UTF_8);
        assertThat(encryption.encrypt(SIGNED, JwkSet.read(strange).orElseThrow()))
                .isEqualTo(new Outcome.NoKey());
        var short1024 = new RSAKeyGenerator(1024, true).generate();
        assertThat(ClientEncryption.of("RSA-OAEP-256", "A256GCM")
                        .orElseThrow()
                        .encrypt(SIGNED, set(short1024.toPublicJWK())))
                .isEqualTo(new Outcome.NoKey());
    }
}
