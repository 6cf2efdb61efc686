package dev.sallyport.auth;

import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.json;
import static dev.sallyport.auth.TestDoor.text;
import static dev.sallyport.auth.TestRegistration.CALLBACK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.auth.register.RegistrationConfiguration.Clients;
import dev.sallyport.domain.client.ClientMetadata.Encryption;
import dev.sallyport.kit.http.Response;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an application may say of itself when it registers, value by value (RFC 7591 §2). */
class RegistrationValuesTest {
    @TempDir
    Path folder;

    private TestDoor door;
    private TestRegistration registration;

    @BeforeEach
    void open() {
        door = TestRegistration.open(folder, Clients.OPEN, Set.of());
        registration = new TestRegistration(door);
    }

    @AfterEach
    void close() {
        door.close();
    }

    private static String with(String member, String value) {
        return "{\"redirect_uris\":[\"" + CALLBACK + "\"],\"" + member + "\":" + value + "}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            RFC 7591 §3.2.2 no redirect URI            | {}                                                       | invalid_redirect_uri
            RFC 7591 §3.2.2 not a list                 | {"redirect_uris":"https://a.example/"}                   | invalid_redirect_uri
            RFC 7591 §3.2.2 not text                   | {"redirect_uris":[7]}                                    | invalid_redirect_uri
            RFC 6749 §3.1.2 a fragment                 | {"redirect_uris":["https://a.example/#x"]}               | invalid_redirect_uri
            RFC 6749 §3.1.2 not absolute               | {"redirect_uris":["/callback"]}                          | invalid_redirect_uri
            T01 a wildcard                             | {"redirect_uris":["https://*.example/"]}                 | invalid_redirect_uri
            T01 a user name                            | {"redirect_uris":["https://a@b.example/"]}               | invalid_redirect_uri
            T02 a script                               | {"redirect_uris":["javascript:alert(1)"]}                | invalid_redirect_uri
            T02 data                                   | {"redirect_uris":["data:text/html,x"]}                   | invalid_redirect_uri
            plain http                                 | {"redirect_uris":["http://a.example/"]}                  | invalid_redirect_uri
            the second of two                          | {"redirect_uris":["https://a.example/","x"]}             | invalid_redirect_uri
            not an object                              | []                                                       | invalid_client_metadata
            """)
    void T01_where_answers_go_is_looked_at(String clause, String body, String error) {
        Response told = registration.register(body);
        assertThat(told.status()).as(clause).isEqualTo(400);
        assertThat(field(told, "error")).as(clause).isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://app.example.org/callback  | 201
            http://127.0.0.1/callback         | 201
            http://[::1]:8080/callback        | 201
            org.example.app:/callback         | 201
            https://evil.example/callback     | 400
            https://app.example.org.evil.example/ | 400
            https://sub.app.example.org/      | 400
            org.example.evil:/callback        | 400
            https://org.example.app/          | 400
            """)
    void T03_redirects_lead_to_listed_hosts_alone(String uri, int status) {
        door.close();
        door = TestRegistration.open(folder, Clients.OPEN, Set.of("app.example.org", "localhost", "org.example.app:"));
        registration = new TestRegistration(door);
        Response told = registration.register("{\"redirect_uris\":[\"" + uri + "\"]}");
        assertThat(told.status()).as(text(told)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            token_endpoint_auth_method  | "client_secret_jwt"
            token_endpoint_auth_method  | 7
            token_endpoint_auth_method  | "private_key_jwt"
            grant_types                 | ["client_credentials"]
            grant_types                 | ["authorization_code","implicit"]
            grant_types                 | ["password"]
            grant_types                 | ["refresh_token"]
            grant_types                 | "authorization_code"
            response_types              | ["token"]
            response_types              | ["code id_token"]
            response_types              | [["code"]]
            scope                       | "roles"
            scope                       | "a\\u0022b"
            scope                       | ["openid"]
            client_name                 | ""
            client_name                 | "a\\u202eb"
            client_name                 | "a\\nb"
            client_name                 | {}
            jwks_uri                    | "http://app.example.org/jwks"
            jwks_uri                    | "not a uri"
            jwks                        | "x"
            jwks                        | {}
            jwks                        | {"keys":[]}
            jwks                        | {"keys":[{"kty":"EC","d":"secret"}]}
            post_logout_redirect_uris   | ["javascript:x"]
            post_logout_redirect_uris   | "https://app.example.org/"
            subject_type                | "private"
            sector_identifier_uri       | "https://app.example.org/sector.json"
            id_token_signed_response_alg| "none"
            id_token_signed_response_alg| "HS256"
            userinfo_signed_response_alg| "none"
            dpop_bound_access_tokens    | "yes"
            backchannel_logout_uri      | "http://app.example.org/out"
            backchannel_logout_uri      | "org.example.app:/out"
            frontchannel_logout_uri     | "https://other.example/out"
            backchannel_logout_session_required  | "yes"
            id_token_encrypted_response_alg      | "RSA1_5"
            id_token_encrypted_response_alg      | "ECDH-ES"
            id_token_encrypted_response_enc      | "A256GCM"
            userinfo_encrypted_response_alg      | "ECDH-ES"
            require_pushed_authorization_requests | 1
            """)
    void RFC_7591_3_2_2_a_wrong_value_is_named(String member, String value) {
        Response told = registration.register(with(member, value));
        assertThat(told.status()).as("RFC 7591 §3.2.2 " + text(told)).isEqualTo(400);
        assertThat(field(told, "error")).isEqualTo("invalid_client_metadata");
        assertThat(field(told, "error_description")).matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            token_endpoint_auth_method            | "none"
            token_endpoint_auth_method            | "client_secret_post"
            token_endpoint_auth_method            | null
            response_types                        | ["code"]
            client_name                           | "Ada's notes"
            subject_type                          | "pairwise"
            id_token_signed_response_alg          | "RS256"
            userinfo_signed_response_alg          | "ES256"
            dpop_bound_access_tokens              | true
            require_pushed_authorization_requests | true
            post_logout_redirect_uris             | ["https://app.example.org/bye"]
            jwks_uri                              | "https://app.example.org/jwks"
            backchannel_logout_uri                | "https://app.example.org/out"
            frontchannel_logout_uri               | "https://app.example.org/out"
            """)
    void what_is_understood_is_told_as_it_was_asked(String member, String value) {
        Response told = registration.register(with(member, value));
        assertThat(told.status()).as(text(told)).isEqualTo(201);
        if (!value.equals("null")) {
            assertThat(json(told).path(member).toString()).as("RFC 7591 §3.2.1").isEqualTo(value.replace(" , ", ","));
        }
        assertThat(json(told).has("client_secret")).isEqualTo(!value.equals("\"none\""));
    }

    @Test
    void a_client_may_want_its_tokens_encrypted() {
        Response told = registration.register(
                "{\"redirect_uris\":[\"" + CALLBACK + "\"],\"jwks_uri\":\"https://app.example.org/jwks\","
                        + "\"id_token_encrypted_response_alg\":\"ECDH-ES\",\"userinfo_encrypted_response_alg\":\"ECDH-ES\","
                        + "\"userinfo_encrypted_response_enc\":\"A256GCM\",\"userinfo_signed_response_alg\":\"ES256\"}");
        assertThat(field(told, "id_token_encrypted_response_enc"))
                .as("OpenID Connect Dynamic Registration §2 " + text(told))
                .isEqualTo("A128CBC-HS256");
        assertThat(registration.kept(told).metadata().userinfoEncryption())
                .contains(new Encryption("ECDH-ES", "A256GCM"));
        Response changed = registration.kept(
                "PUT",
                field(told, "client_id"),
                field(told, "registration_access_token"),
                "{\"client_id\":\"" + field(told, "client_id") + "\",\"redirect_uris\":[\"" + CALLBACK + "\"]}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(registration.kept(told).metadata().userinfoEncryption()).isEmpty();
    }

    @Test
    void a_pairwise_client_of_two_hosts_is_refused_for_their_subjects_would_join() {
        Response told = registration.register("{\"redirect_uris\":[\"https://a.example/\",\"https://b.example/\"],"
                + "\"subject_type\":\"pairwise\"}");
        assertThat(field(told, "error")).as("OpenID Connect Core §8.1").isEqualTo("invalid_client_metadata");
    }
}
