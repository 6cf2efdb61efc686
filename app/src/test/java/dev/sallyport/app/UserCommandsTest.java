package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.app.OpenHouse.Ended;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.kit.json.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code user} on the data of a house that is open beside it. */
class UserCommandsTest {
    private static final String PASSWORD = "a long pass phrase";

    @TempDir
    static Path folder;

    private static OpenHouse house;

    @BeforeAll
    static void open() {
        house = new OpenHouse(folder, "");
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void T30_a_disabled_person_is_out_at_once_and_may_be_let_in_again() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        Ended added = house.run("user add bob@example.org --role editor --password-file " + file);
        assertThat(added.exit()).as(added.err()).isZero();
        HttpResponse<String> tokens = house.signIn("bob@example.org", PASSWORD);
        assertThat(tokens.statusCode()).isEqualTo(200);
        assertThat(house.run("user show bob@example.org").out()).contains("editor", "signed in:", "mobile");

        Ended disabled = house.run("user disable bob@example.org");
        assertThat(disabled.exit()).isZero();
        assertThat(disabled.out()).contains("bob@example.org is disabled; 1 session ended.", "300 s");
        String refresh = Json.tree(tokens.body().getBytes(StandardCharsets.UTF_8))
                .get("refresh_token")
                .asString();
        assertThat(house.post(
                                "/v1/auth/refresh_mobile",
                                "{\"refresh_token\":\"" + refresh + "\"}",
                                "content-type",
                                "application/json")
                        .statusCode())
                .isEqualTo(401);
        assertThat(house.signIn("bob@example.org", PASSWORD).statusCode()).isEqualTo(401);
        assertThat(house.run("user list").out()).containsPattern("bob@example.org +disabled");

        assertThat(house.run("user enable bob@example.org").exit()).isZero();
        assertThat(house.signIn("bob@example.org", PASSWORD).statusCode()).isEqualTo(200);
        assertThat(house.run("user sign-out bob@example.org").out()).contains("1 session ended");
        assertThat(kinds(event -> event.details().getOrDefault("by", "").equals("operator")))
                .contains(
                        AuditEvent.Kind.ACCOUNT_CREATED,
                        AuditEvent.Kind.ACCOUNT_DISABLED,
                        AuditEvent.Kind.ACCOUNT_ENABLED,
                        AuditEvent.Kind.SESSION_ENDED);
    }

    @Test
    void T07_without_a_password_the_newest_link_lets_the_person_choose_one_once() throws Exception {
        Ended added = house.run("user add ada@example.org --name Ada");
        assertThat(added.exit()).as(added.err()).isZero();
        String first = token(added.out());
        String second = token(house.run("user password ada@example.org").out());
        assertThat(reset(first)).isEqualTo(400);
        assertThat(reset(second)).isEqualTo(204);
        assertThat(reset(second)).isEqualTo(400);
        assertThat(house.signIn("ada@example.org", PASSWORD).statusCode()).isEqualTo(200);
    }

    @Test
    void an_invitation_goes_by_letter_where_that_is_asked_for() {
        Ended added = house.run("user add mail@example.org --send");
        assertThat(added.exit()).as(added.err()).isZero();
        assertThat(added.out()).contains("A letter with a link").doesNotContain("#");
    }

    private static String token(String out) {
        assertThat(out).contains("http://localhost:8080/reset-password#");
        return out.lines()
                .filter(line -> line.contains("#"))
                .findFirst()
                .orElseThrow()
                .replaceFirst(".*#", "");
    }

    private static int reset(String token) throws Exception {
        return house.post(
                        "/v1/auth/password/reset",
                        "{\"token\":\"" + token + "\",\"password\":\"" + PASSWORD + "\"}",
                        "content-type",
                        "application/json")
                .statusCode();
    }

    @Test
    void a_password_from_the_environment_ends_the_sessions_that_the_old_one_opened() throws Exception {
        assertThat(house.run(Map.of("SALLYPORT_PASSWORD", "quite another phrase"), "user add eve@example.org")
                        .exit())
                .isZero();
        assertThat(house.signIn("eve@example.org", PASSWORD).statusCode()).isEqualTo(401);
        Ended set = house.run(Map.of("SALLYPORT_PASSWORD", PASSWORD), "user password eve@example.org");
        assertThat(set.out()).contains("has a new password");
        assertThat(house.signIn("eve@example.org", PASSWORD).statusCode()).isEqualTo(200);
        assertThat(house.run("user role eve@example.org admin").out()).contains("holds now: admin");
        assertThat(house.run("user role eve@example.org --none").out()).contains("holds no role");
    }

    private static List<AuditEvent.Kind> kinds(Predicate<AuditEvent> which) {
        return house.events().stream().filter(which).map(AuditEvent::kind).toList();
    }
}
