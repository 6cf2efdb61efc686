package dev.sallyport.auth.jose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.client.CertificateName;
import dev.sallyport.domain.client.CertificateName.Kind;
import dev.sallyport.kit.http.ClientCertificate;
import dev.sallyport.kit.token.JwkSet;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 8705 §2.1, RFC 8705 §2.2, RFC 8705 §3.1, RFC 5280 §4.1.2.5: certificates of clients. */
class ClientCertificatesTest {
    /** CN=Shop Client, O="Shop, Ltd", C=DE; of 2026 to 2035; with names of every kind. */
    private static final X509Certificate SHOP = certificate("""
            -----BEGIN CERTIFICATE-----
            MIIB9DCCAZugAwIBAgIJAOOFFOz3ArnnMAoGCCqGSM49BAMDMDcxCzAJBgNVBAYT
            AkRFMRIwEAYDVQQKEwlTaG9wLCBMdGQxFDASBgNVBAMTC1Nob3AgQ2xpZW50MB4X
            DTI2MDEwMTAwMDAwMFoXDTM1MTIzMDAwMDAwMFowNzELMAkGA1UEBhMCREUxEjAQ
            BgNVBAoTCVNob3AsIEx0ZDEUMBIGA1UEAxMLU2hvcCBDbGllbnQwWTATBgcqhkjO
            PQIBBggqhkjOPQMBBwNCAARmg+K/PyAW/jCZULAqhfuCL3qQ/DzarBaGVAtfuJXs
            qSpg9hB+vLo21PsLd/3vzwk4HbL6X8CphAgsWJtS+4b1o4GPMIGMMB0GA1UdDgQW
            BBSQKZT85M60ohr39bnkd22PuVEGVTBrBgNVHREEZDBighBzaG9wLmV4YW1wbGUu
            b3Jnhh9odHRwczovL3Nob3AuZXhhbXBsZS5vcmcvY2xpZW50hwTAAAIHhxAgAQ24
            AAAAAAAAAAAAAAAHgRVkb29yQHNob3AuZXhhbXBsZS5vcmcwCgYIKoZIzj0EAwMD
            RwAwRAIgF2LWNrNcixg3pZNGvBtAXqJsNBM42uFdzIJOjrqp0IACIA+biLakjok+
            s3G4ziLEdzCPDRfN/5wU0kzZ/VZmolKX
            -----END CERTIFICATE-----
            """);

    /** CN=Plain, without other names. */
    private static final X509Certificate PLAIN = certificate("""
            -----BEGIN CERTIFICATE-----
            MIIBNTCB3aADAgECAggH+Zpn/JttAjAKBggqhkjOPQQDAzAQMQ4wDAYDVQQDEwVQ
            bGFpbjAeFw0yNjAxMDEwMDAwMDBaFw0zNTEyMzAwMDAwMDBaMBAxDjAMBgNVBAMT
            BVBsYWluMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEckaPmWBv1PdED+WX8VGf
            qGg/E1w5Pg3MlyUClrnrm6dN3g2PsyY9k/wWqB31nrg8fqNjEgsRIeK+5JflUfB1
            KaMhMB8wHQYDVR0OBBYEFC7qM7Ss4o+doi+RnBg98RfQRAqNMAoGCCqGSM49BAMD
            A0cAMEQCIBndahi//+st/l7Z+5Fc1d3EXgd/sz/yXfXD6dBFDrjFAiAwxlYSgtm4
            8fvCqgwt04e09WjZS1pScQwuX+bqdQd8yw==
            -----END CERTIFICATE-----
            """);

    private static X509Certificate certificate(String pem) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void the_thumbprint_is_the_one_other_tools_compute() {
        assertThat(new ClientCertificate(List.of(SHOP)).thumbprint())
                .isEqualTo("kuGRHmoVuOp761Wgq2Pn3L7-LZ3c22GSyOlMOIgqoJo");
        assertThat(new ClientCertificate(List.of(PLAIN)).thumbprint())
                .isEqualTo("3vALbgcZE4zQBwUrTOZduk6JXx8mKBakPCpGt9NjAvE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            the name                 | CN=Shop Client,O=Shop\\, Ltd,C=DE        | true
            with spaces              | CN=Shop Client, O="Shop, Ltd", C=DE     | true
            in another case          | cn=shop client,o=shop\\, ltd,c=de        | true
            in another order         | C=DE,O=Shop\\, Ltd,CN=Shop Client        | false
            a part of it             | CN=Shop Client                          | false
            more than it             | CN=Shop Client,O=Shop\\, Ltd,C=DE,OU=x   | false
            another                  | CN=Other,O=Shop\\, Ltd,C=DE              | false
            the parts run together   | CN=Shop Client\\,O=Shop\\, Ltd,C=DE      | false
            no name                  | Shop                                    | false
            nothing                  | ''                                      | false
            """)
    void a_subject_is_compared_as_a_name_and_not_as_a_text(String what, String name, boolean same) {
        assertThat(ClientCertificates.has(SHOP, new CertificateName(Kind.SUBJECT_DN, name)))
                .as(what)
                .isEqualTo(same);
        assertThat(ClientCertificates.has(PLAIN, new CertificateName(Kind.SUBJECT_DN, name)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "shop.example.org, true",
        "SHOP.example.org, true",
        "*.example.org, false",
        "example.org, false",
        "shop.example.org., false",
        "https://shop.example.org/client, false",
        "'', false"
    })
    void a_dns_name_is_compared_whole(String name, boolean same) {
        assertThat(ClientCertificates.has(SHOP, new CertificateName(Kind.SAN_DNS, name)))
                .isEqualTo(same);
        assertThat(ClientCertificates.has(PLAIN, new CertificateName(Kind.SAN_DNS, name)))
                .isFalse();
    }

    @Test
    void other_names_are_compared_each_with_its_own_kind() {
        assertThat(ClientCertificates.has(SHOP, new CertificateName(Kind.SAN_URI, "https://shop.example.org/client")))
                .isTrue();
        assertThat(ClientCertificates.has(SHOP, new CertificateName(Kind.SAN_URI, "https://shop.example.org/client/")))
                .isFalse();
        assertThat(ClientCertificates.has(SHOP, new CertificateName(Kind.SAN_URI, "shop.example.org")))
                .isFalse();
        assertThat(ClientCertificates.has(SHOP, new CertificateName(Kind.SAN_EMAIL, "door@shop.example.org")))
                .isTrue();
        assertThat(ClientCertificates.has(SHOP, new CertificateName(Kind.SAN_EMAIL, "shop.example.org")))
                .isFalse();
        assertThat(ClientCertificates.has(SHOP, new CertificateName(Kind.SAN_IP, "192.0.2.7")))
                .isTrue();
        assertThat(ClientCertificates.has(SHOP, new CertificateName(Kind.SAN_IP, "2001:DB8:0:0::7")))
                .isTrue();
        assertThat(ClientCertificates.has(SHOP, new CertificateName(Kind.SAN_IP, "192.0.2.8")))
                .isFalse();
        assertThat(ClientCertificates.has(SHOP, new CertificateName(Kind.SAN_IP, "shop.example.org")))
                .as("never looked up")
                .isFalse();
    }

    @Test
    void a_self_signed_certificate_must_be_the_very_one_that_is_published() {
        assertThat(ClientCertificates.isPublished(SHOP, published(SHOP))).isTrue();
        assertThat(ClientCertificates.isPublished(SHOP, published(PLAIN))).isFalse();
        assertThat(ClientCertificates.isPublished(SHOP, published(PLAIN, SHOP)))
                .as("only the first of a chain is the key's own")
                .isFalse();
        for (String keys :
                new String[] {"", "{}", "{\"x5c\":\"x\"}", "{\"x5c\":[]}", "{\"x5c\":[7]}", "{\"x5c\":[\"\"]}"}) {
            assertThat(ClientCertificates.isPublished(SHOP, set(keys))).isFalse();
        }
    }

    private static JwkSet published(X509Certificate... chain) {
        var all = new StringBuilder();
        try {
            for (X509Certificate certificate : chain) {
                all.append(all.isEmpty() ? "\"" : ",\"")
                        .append(Base64.getEncoder().encodeToString(certificate.getEncoded()))
                        .append('"');
            }
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
        return set("{\"kty\":\"EC\",\"x5c\":[" + all + "]}");
    }

    private static JwkSet set(String key) {
        return JwkSet.read(("{\"keys\":[" + key + "]}").getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "2025-12-31T23:59:59Z, false",
        "2026-01-01T00:00:00Z, true",
        "2035-12-30T00:00:00Z, true",
        "2035-12-30T00:00:01Z, false"
    })
    void a_certificate_has_its_time(Instant now, boolean valid) {
        assertThat(ClientCertificates.isValidAt(SHOP, now)).isEqualTo(valid);
    }
}
