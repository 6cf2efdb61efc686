package dev.sallyport.auth;

import static dev.sallyport.auth.TestBrowser.page;
import static dev.sallyport.auth.TestBrowser.usual;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.json;
import static dev.sallyport.auth.TestDoor.text;
import static dev.sallyport.auth.TestRegistration.CALLBACK;
import static dev.sallyport.auth.TestRegistration.MINIMAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.auth.register.RegistrationConfiguration.Clients;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Applications that read, change and end their registration (RFC 7592). */
class KeptRegistrationTest {
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

    @Test
    void T31_a_change_is_judged_anew_and_spends_the_token() {
        Response told = registration.register(MINIMAL);
        String id = field(told, "client_id");
        String token = field(told, "registration_access_token");
        String change = "{\"client_id\":\"" + id + "\",\"redirect_uris\":[\"%s\"],\"scope\":\"openid roles\"}";
        assertThat(field(registration.kept("PUT", id, token, change.formatted("javascript:x")), "error"))
                .isEqualTo("invalid_redirect_uri");
        Response changed = registration.kept("PUT", id, token, change.formatted("https://new.example/"));
        assertThat(changed.status()).as("RFC 7592 §2.2 " + text(changed)).isEqualTo(200);
        assertThat(registration.kept(told).redirectUris()).containsExactly("https://new.example/");
        assertThat(registration.kept(told).scopes().toString()).isEqualTo("openid");
        assertThat(registration.kept(told).secrets()).as("the secret stays").hasSize(1);
        assertThat(json(changed).has("client_secret")).isFalse();
        String next = field(changed, "registration_access_token");
        assertThat(next).isNotEqualTo(token);
        assertThat(registration.kept("GET", id, token, "").status())
                .as("the old token")
                .isEqualTo(401);
        assertThat(registration.kept("GET", id, next, "").status()).isEqualTo(200);
    }

    @Test
    void a_client_that_turns_public_loses_its_secret_and_one_that_turns_back_gets_a_new_one() {
        Response told = registration.register(MINIMAL);
        String id = field(told, "client_id");
        String body = "{\"client_id\":\"" + id + "\",\"redirect_uris\":[\"" + CALLBACK
                + "\"],\"token_endpoint_auth_method\":\"%s\"}";
        Response open = registration.kept("PUT", id, field(told, "registration_access_token"), body.formatted("none"));
        assertThat(registration.kept(told).secrets()).isEmpty();
        Response back = registration.kept(
                "PUT", id, field(open, "registration_access_token"), body.formatted("client_secret_post"));
        assertThat(field(back, "client_secret")).isNotEmpty().isNotEqualTo(field(told, "client_secret"));
        assertThat(registration.kept(told).secrets()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            another id         | "client_id":"other"
            no id              | "client_name":"x"
            our own words      | "client_id":"%s","registration_access_token":"x"
            our own address    | "client_id":"%s","registration_client_uri":"x"
            our own time       | "client_id":"%s","client_id_issued_at":1
            another secret     | "client_id":"%s","client_secret":"guess"
            """)
    void RFC_7592_2_2_a_change_speaks_of_the_client_alone(String what, String members) {
        Response told = registration.register(MINIMAL);
        String id = field(told, "client_id");
        String body = "{\"redirect_uris\":[\"" + CALLBACK + "\"]," + members.replace("%s", id) + "}";
        Response changed = registration.kept("PUT", id, field(told, "registration_access_token"), body);
        assertThat(changed.status()).as("RFC 7592 §2.2 " + what).isEqualTo(400);
        assertThat(field(changed, "error")).isEqualTo("invalid_client_metadata");
    }

    @Test
    void T13_of_a_hundred_changes_with_one_token_one_wins() throws Exception {
        Response told = registration.register(MINIMAL);
        String id = field(told, "client_id");
        String token = field(told, "registration_access_token");
        String body = "{\"client_id\":\"" + id + "\",\"redirect_uris\":[\"" + CALLBACK + "\"]}";
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = IntStream.range(0, 100)
                    .<Callable<Integer>>mapToObj(
                            i -> () -> registration.kept("PUT", id, token, body).status())
                    .toList();
            assertThat(threads.invokeAll(calls).stream().map(f -> f.resultNow()))
                    .filteredOn(status -> status == 200)
                    .hasSize(1);
        }
    }

    @Test
    void a_registration_ends_and_with_it_what_the_client_may() {
        Response told = registration.register(MINIMAL);
        String id = field(told, "client_id");
        String token = field(told, "registration_access_token");
        Response other = registration.register(MINIMAL);
        assertThat(registration
                        .kept("DELETE", id, field(other, "registration_access_token"), "")
                        .status())
                .as("another's token")
                .isEqualTo(401);
        assertThat(registration.kept("DELETE", id, token, "").status())
                .as("RFC 7592 §2.3")
                .isEqualTo(204);
        assertThat(registration.kept("GET", id, token, "").status()).isEqualTo(401);
        assertThat(page(new TestBrowser(door).authorize(usual(id)))).isEqualTo("unknown-client");
    }

    @Test
    void T31_a_registration_token_opens_no_other_client_and_none_that_is_kept_out() {
        Response told = registration.register(MINIMAL);
        String id = field(told, "client_id");
        String token = field(told, "registration_access_token");
        door.stores.clients().add(TestClients.client("spa", true, CALLBACK));
        for (String who : List.of("spa", "nobody", "%20", "sallyport-web")) {
            assertThat(registration.kept("GET", who, token, "").status())
                    .as(who)
                    .isEqualTo(401);
        }
        assertThat(door.ask(Request.of("GET", "/oauth2/register/" + id)).status())
                .isEqualTo(401);
        door.stores.clients().enable(new ClientId(id), false);
        assertThat(registration.kept("GET", id, token, "").status()).isEqualTo(401);
        assertThat(registration.kept("DELETE", id, token, "").status()).isEqualTo(401);
    }
}
