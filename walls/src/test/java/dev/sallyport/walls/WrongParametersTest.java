package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.walls.Caller.Answer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parameters times wrong values, at every OAuth endpoint, through the front door: named by the code of its clause, never a 500. */
@Tag("slow")
class WrongParametersTest {
    private static final String CALLBACK = "http://127.0.0.1:9/callback";
    private static final String GOOD = "response_type=code&client_id=shop&redirect_uri=" + CALLBACK
            + "&scope=openid&state=s&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

    @TempDir
    static Path folder;

    private static RunningHouse house;
    private static Caller caller;

    @BeforeAll
    static void open() throws Exception {
        Files.writeString(folder.resolve("shop.secret"), "secret");
        house = RunningHouse.start(folder, RunningHouse.GENEROUS + """
                clients:
                  - id: shop
                    secret_file: "%s/shop.secret"
                    grants: [authorization_code, refresh_token, client_credentials]
                    scopes: [openid, orders]
                    redirect_uris: ["%s"]
                    post_logout_redirect_uris: ["%s"]
                  - id: bare
                    secret_file: "%s/shop.secret"
                    grants: [client_credentials]
                    scopes: [orders]
                """.formatted(folder, CALLBACK, CALLBACK, folder));
        caller = new Caller(house);
    }

    @AfterAll
    static void close() {
        caller.close();
        house.close();
    }

    private static Answer post(String path, String client, String form) {
        String basic = Base64.getEncoder().encodeToString((client + ":secret").getBytes(StandardCharsets.UTF_8));
        return client.isEmpty()
                ? caller.send("POST", path, form, "content-type", "application/x-www-form-urlencoded")
                : caller.send(
                        "POST",
                        path,
                        form,
                        "content-type",
                        "application/x-www-form-urlencoded",
                        "authorization",
                        "Basic " + basic);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            RFC 6749 §3.2 no grant type           | token      | shop | code=x                                                  | 400 | invalid_request
            RFC 6749 §5.2 an unknown grant type   | token      | shop | grant_type=urn:example:magic                            | 400 | unsupported_grant_type
            RFC 6749 §5.2 a grant it has not      | token      | bare | grant_type=refresh_token&refresh_token=x                | 400 | unauthorized_client
            RFC 6749 §3.2 a parameter twice       | token      | shop | grant_type=refresh_token&refresh_token=x&refresh_token=y | 400 | invalid_request
            RFC 6749 §4.1.3 no code               | token      | shop | grant_type=authorization_code&code_verifier=x           | 400 | invalid_request
            RFC 7636 §4.5 no verifier             | token      | shop | grant_type=authorization_code&code=x                    | 400 | invalid_request
            RFC 6749 §5.2 an unknown code         | token      | shop | grant_type=authorization_code&code=x&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk | 400 | invalid_grant
            RFC 6749 §6 no refresh token          | token      | shop | grant_type=refresh_token                                | 400 | invalid_request
            RFC 6749 §5.2 a broken refresh token  | token      | shop | grant_type=refresh_token&refresh_token=a.b.c            | 400 | invalid_grant
            RFC 6749 §3.3 a foreign scope         | token      | shop | grant_type=client_credentials&scope=admin               | 400 | invalid_scope
            RFC 8707 §2 a foreign resource        | token      | shop | grant_type=client_credentials&resource=https://x.test   | 400 | invalid_target
            RFC 6749 §5.2 nobody                  | token      | ``   | grant_type=client_credentials                           | 401 | invalid_client
            RFC 6749 §5.2 an unknown client       | token      | none | grant_type=client_credentials                           | 401 | invalid_client
            RFC 6749 §2.3 two clients             | token      | shop | grant_type=client_credentials&client_id=bare            | 400 | invalid_request
            RFC 7662 §2.1 no token                | introspect | shop | token_type_hint=access_token                            | 400 | invalid_request
            RFC 7662 §2.1 two tokens              | introspect | shop | token=a&token=b                                         | 400 | invalid_request
            RFC 7662 §2.1 nobody                  | introspect | ``   | token=a                                                 | 401 | invalid_client
            RFC 7009 §2.1 no token                | revoke     | shop | token_type_hint=refresh_token                           | 400 | invalid_request
            RFC 7009 §2.1 two tokens              | revoke     | shop | token=a&token=b                                         | 400 | invalid_request
            RFC 7009 §2.1 nobody                  | revoke     | ``   | token=a                                                 | 401 | invalid_client
            RFC 9126 §2.1 an address in it        | par        | shop | client_id=shop&request_uri=urn:x                        | 400 | invalid_request
            RFC 9126 §2.1 another client          | par        | shop | client_id=bare&response_type=code                       | 400 | invalid_request
            RFC 9126 §2.3 nothing in it           | par        | shop | client_id=shop                                          | 400 | invalid_request
            RFC 9126 §2.1 nobody                  | par        | ``   | response_type=code                                      | 401 | invalid_client
            """)
    void a_client_is_told_by_name(
            String clause, String endpoint, String client, String form, int status, String error) {
        Answer answer = post("/oauth2/" + endpoint, client, form);
        assertThat(answer.status()).as(clause + ": " + answer.text()).isEqualTo(status);
        assertThat(answer.json().path("error").asString("")).as(clause).isEqualTo(error);
        assertThat(answer.header("cache-control").orElse(""))
                .as("RFC 6749 §5.1")
                .contains("no-store");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            RFC 6749 §3.1.1 response_type        | response_type=token                | unsupported_response_type
            RFC 6749 §3.1 a parameter twice      | scope=openid&scope=orders          | invalid_request
            RFC 6749 §3.3 scope                  | scope=%22                          | invalid_scope
            RFC 7636 §4.3 code_challenge         | code_challenge=short               | invalid_request
            RFC 7636 §4.3 code_challenge_method  | code_challenge_method=plain        | invalid_request
            OpenID Connect Core §3.1.2.1 prompt  | prompt=dance                       | invalid_request
            OpenID Connect Core §3.1.2.1 nobody  | prompt=none                        | login_required
            OpenID Connect Core §3.1.2.1 max_age | max_age=-1                         | invalid_request
            OpenID Connect Core §3.1.2.1 hint    | id_token_hint=a.b.c&prompt=none      | login_required
            T45 nonce with a line in it          | nonce=a%0Ab                        | invalid_request
            OpenID Connect Core §5.5 claims      | claims=%7B                         | invalid_request
            OpenID Connect Core §3.1.2.6 request | request=a.b.c                      | invalid_request_object
            OpenID Connect Core §3.1.2.6 address | request_uri=https://x.test         | request_uri_not_supported
            RFC 8707 §2 resource                 | resource=https://x.test            | invalid_target
            RFC 9396 §5 authorization_details    | authorization_details=[]           | invalid_authorization_details
            RFC 9449 §10 dpop_jkt                | dpop_jkt=x                         | invalid_request
            response_mode                        | response_mode=web_message          | invalid_request
            """)
    void an_authorization_request_comes_back_to_its_client(String clause, String wrong, String error) {
        String name = wrong.substring(0, wrong.indexOf('='));
        String rest = ("&" + GOOD).replaceFirst("&" + name + "=[^&]*", "").substring(1);
        Answer answer = caller.get("/oauth2/authorize?" + rest + "&" + wrong);
        assertThat(answer.status()).as(clause + ": " + answer.text()).isEqualTo(303);
        URI back = URI.create(answer.header("location").orElseThrow());
        assertThat(back.toString()).as(clause).startsWith(CALLBACK + "?");
        assertThat(back.getQuery()).as(clause).contains("error=" + error, "state=s", "iss=");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            T01 redirect_uri                     | /oauth2/authorize?client_id=shop&response_type=code&redirect_uri=http://127.0.0.1:9/other | 400
            RFC 6749 §4.1.2.1 client_id          | /oauth2/authorize?client_id=nobody&response_type=code                                     | 400
            RFC 9126 §4 request_uri              | /oauth2/authorize?client_id=shop&request_uri=urn:ietf:params:oauth:request_uri:x          | 400
            RP-Initiated Logout §2 redirect      | /oauth2/logout?client_id=shop&post_logout_redirect_uri=http://127.0.0.1:9/other           | 400
            RP-Initiated Logout §2 client_id     | /oauth2/logout?client_id=nobody&post_logout_redirect_uri=http://127.0.0.1:9/callback      | 400
            RP-Initiated Logout §2 twice         | /oauth2/logout?client_id=shop&client_id=shop                                              | 400
            """)
    void what_cannot_be_redirected_is_an_error_page(String clause, String at, int status) {
        Answer answer = caller.get(at);
        assertThat(answer.status()).as(clause + ": " + answer.text()).isEqualTo(status);
        assertThat(answer.header("location")).as(clause).isEmpty();
        assertThat(answer.text()).as(clause).contains("Error");
    }
}
