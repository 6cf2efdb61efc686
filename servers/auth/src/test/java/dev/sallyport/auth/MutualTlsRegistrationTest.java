package dev.sallyport.auth;

import static dev.sallyport.auth.TestBrowser.encoded;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.json;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.auth.gate.TlsClients;
import dev.sallyport.auth.register.RegistrationConfiguration;
import dev.sallyport.kit.http.ClientCertificate;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that register themselves with a certificate (RFC 7591, RFC 8705). */
class MutualTlsRegistrationTest {
    private static final String REDIRECT = "https://app.example.org/callback";
    private static final TestAuthority ROOT = TestAuthority.root("Partners");
    private static final X509Certificate SHOP = ROOT.client("CN=shop,O=Shop", "shop.example.org");
    private static final X509Certificate OTHER = ROOT.client("CN=other", "other.example.org");

    @TempDir
    Path folder;

    private TestDoor door;

    @AfterEach
    void close() {
        door.close();
    }

    private Response revoked(Map<String, String> form, X509Certificate shown) {
        Request request = Request.of("POST", "/oauth2/revoke").form(encoded(form));
        return door.ask(request.shown(new ClientCertificate(List.of(shown))));
    }

    private void openRegistration() {
        var open = TestRegistration.configuration(RegistrationConfiguration.Clients.OPEN, Set.of());
        var certificates = new TlsClients(true, List.of(ROOT.certificate()));
        door = new TestDoor(
                folder, new AuthConfiguration(open.tokens(), open.accounts(), open.registration(), certificates));
    }

    private Response register(String members) {
        return door.post("/oauth2/register", "{\"redirect_uris\":[\"" + REDIRECT + "\"]," + members + "}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            RFC 8705 §2.1.2 a name                | "token_endpoint_auth_method":"tls_client_auth","tls_client_auth_san_dns":"shop.example.org" | 201
            RFC 8705 §2.1.2 a subject             | "token_endpoint_auth_method":"tls_client_auth","tls_client_auth_subject_dn":"CN=shop,O=Shop" | 201
            RFC 8705 §2.1.2 no name               | "token_endpoint_auth_method":"tls_client_auth" | 400
            RFC 8705 §2.1.2 two names             | "token_endpoint_auth_method":"tls_client_auth","tls_client_auth_san_dns":"a.example.org","tls_client_auth_san_uri":"https://a.example.org" | 400
            RFC 8705 §2.1.2 no subject            | "token_endpoint_auth_method":"tls_client_auth","tls_client_auth_subject_dn":"shop" | 400
            RFC 8705 §2.1.2 a wildcard            | "token_endpoint_auth_method":"tls_client_auth","tls_client_auth_san_dns":"*.example.org" | 400
            RFC 8705 §2.1.2 no address            | "token_endpoint_auth_method":"tls_client_auth","tls_client_auth_san_ip":"shop.example.org" | 400
            RFC 8705 §2.1.2 an address            | "token_endpoint_auth_method":"tls_client_auth","tls_client_auth_san_ip":"2001:db8::7" | 201
            RFC 8705 §2.1.2 of a wrong type       | "token_endpoint_auth_method":"tls_client_auth","tls_client_auth_san_dns":7 | 400
            RFC 8705 §2.2.2 nowhere published     | "token_endpoint_auth_method":"self_signed_tls_client_auth" | 400
            RFC 8705 §2.2.2 published             | "token_endpoint_auth_method":"self_signed_tls_client_auth","jwks_uri":"https://app.example.org/jwks" | 201
            RFC 8705 §3.4 bound                   | "token_endpoint_auth_method":"none","tls_client_certificate_bound_access_tokens":true | 201
            RFC 8705 §3.4 bound twice             | "tls_client_certificate_bound_access_tokens":true,"dpop_bound_access_tokens":true | 400
            """)
    void T31_what_a_client_registers_of_its_certificate_goes_together(String what, String members, int status) {
        openRegistration();
        assertThat(register(members).status()).as(what).isEqualTo(status);
    }

    @Test
    void what_was_registered_is_told_and_holds() {
        openRegistration();
        Response told = register(
                "\"token_endpoint_auth_method\":\"tls_client_auth\","
                        + "\"tls_client_auth_san_dns\":\"shop.example.org\",\"tls_client_certificate_bound_access_tokens\":true");
        assertThat(field(told, "tls_client_auth_san_dns")).as(text(told)).isEqualTo("shop.example.org");
        assertThat(json(told).path("tls_client_certificate_bound_access_tokens").asBoolean())
                .isTrue();
        assertThat(json(told).has("client_secret")).isFalse();
        var form = Map.of("token", "x", "client_id", field(told, "client_id"));
        assertThat(revoked(form, SHOP).status()).isEqualTo(200);
        assertThat(revoked(form, OTHER).status()).isEqualTo(401);
    }

    @Test
    void T31_where_no_certificates_are_learnt_nobody_registers_one() {
        door = TestRegistration.open(folder, RegistrationConfiguration.Clients.OPEN, Set.of());
        assertThat(register(
                                "\"token_endpoint_auth_method\":\"tls_client_auth\",\"tls_client_auth_san_dns\":\"a.example\"")
                        .status())
                .isEqualTo(400);
        assertThat(register("\"tls_client_certificate_bound_access_tokens\":true")
                        .status())
                .isEqualTo(400);
    }
}
