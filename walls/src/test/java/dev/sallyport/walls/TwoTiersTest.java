package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.walls.Caller.Answer;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two tiers of protection over real HTTP: the flood at the door, the targeted attack inside (L27, L28, L29). */
@Tag("slow")
class TwoTiersTest {
    private static final String PASSWORD = "a long enough password";

    @TempDir
    Path folder;

    @Test
    void L28_five_wrong_passwords_suspend_the_name_for_twelve_hours_even_over_a_restart() throws Exception {
        try (var house = RunningHouse.start(folder, RunningHouse.GENEROUS);
                var caller = new Caller(house)) {
            caller.register("ada@example.org", PASSWORD, "Ada");
            for (String name : new String[] {"ada@example.org", "nobody@example.org"}) {
                for (int i = 1; i <= 5; i++) {
                    Answer wrong =
                            i % 2 == 0 ? caller.loginWeb(name, "wrong " + i) : caller.loginMobile(name, "wrong " + i);
                    assertThat(wrong.status())
                            .as("attempt %d on %s: %s", i, name, wrong.text())
                            .isEqualTo(401);
                    assertThat(wrong.problem()).isEqualTo("/problems/invalid-credentials");
                }
                assertSuspended(caller.loginWeb(name, "wrong 6"));
                assertSuspended(caller.loginMobile(name.toUpperCase(java.util.Locale.ROOT), PASSWORD));
            }
            house.kill();
            house.begin();
            assertSuspended(caller.loginWeb("ada@example.org", PASSWORD));
            assertThat(house.log()).as("no link in the log").doesNotContain("/unlock#");
            String link = house.linkTo("/unlock", "ada@example.org");
            String token = link.substring(link.indexOf('#') + 1);
            assertThat(caller.json("POST", "/v1/auth/unlock", java.util.Map.of("token", token))
                            .status())
                    .isEqualTo(204);
            assertThat(caller.loginWeb("ada@example.org", PASSWORD).status()).isEqualTo(200);
            assertThat(caller.json("POST", "/v1/auth/unlock", java.util.Map.of("token", token))
                            .status())
                    .as("a link works once")
                    .isBetween(400, 499);
        }
    }

    private static void assertSuspended(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(429);
        assertThat(answer.problem()).isEqualTo("/problems/account-suspended");
        assertThat(Integer.parseInt(answer.header("retry-after").orElseThrow())).isBetween(43_000, 43_200);
    }

    @Test
    void T22_parallel_guesses_over_http_are_judged_at_most_five_times() throws Exception {
        try (var house = RunningHouse.start(folder, RunningHouse.GENEROUS);
                var caller = new Caller(house)) {
            caller.register("ada@example.org", PASSWORD, "Ada");
            long judged = IntStream.range(0, 60)
                    .parallel()
                    .mapToObj(i -> caller.loginMobile("ada@example.org", "guess " + i))
                    .filter(a -> a.status() == 401)
                    .count();
            assertThat(judged).isBetween(1L, 5L);
        }
    }

    @Test
    void T23_a_browser_that_the_account_knows_still_gets_in() throws Exception {
        try (var house = RunningHouse.start(folder, RunningHouse.GENEROUS);
                var owner = new Caller(house);
                var thief = new Caller(house)) {
            owner.register("ada@example.org", PASSWORD, "Ada");
            owner.loginWeb("ada@example.org", PASSWORD);
            IntStream.range(0, 5).forEach(i -> thief.loginWeb("ada@example.org", "guess " + i));
            assertSuspended(thief.loginWeb("ada@example.org", PASSWORD));
            Answer known = owner.json(
                    "POST",
                    "/v1/auth/login_web",
                    java.util.Map.of("email", "ada@example.org", "password", PASSWORD),
                    "cookie",
                    "__Host-known_browser=" + owner.cookie("__Host-known_browser"));
            assertThat(known.status()).as(known.text()).isEqualTo(200);
            assertThat(owner.get("/web/v1/auth/me", "cookie", owner.cookies()).status())
                    .as("living sessions stay")
                    .isEqualTo(200);
        }
    }

    @Test
    void L27_the_sixth_sign_in_of_a_minute_from_one_address_is_turned_away_at_the_door() throws Exception {
        try (var house = RunningHouse.start(folder, "accounts: { password: { memory: 7, passes: 1 } }");
                var caller = new Caller(house)) {
            for (int i = 1; i <= 5; i++) {
                assertThat(caller.loginWeb("name" + i + "@example.org", "wrong").status())
                        .isEqualTo(401);
            }
            Answer sixth = caller.loginWeb("name6@example.org", "wrong");
            assertThat(sixth.status()).isEqualTo(429);
            assertThat(sixth.problem()).isEqualTo("/problems/rate-limited");
            assertThat(Integer.parseInt(sixth.header("retry-after").orElseThrow()))
                    .isBetween(1, 60);
            Answer mobile = caller.loginMobile("name7@example.org", "wrong");
            assertThat(mobile.status()).as("the same bucket for both flows").isEqualTo(429);
            Answer unversioned = caller.json(
                    "POST", "/auth/login_web", java.util.Map.of("email", "x@example.org", "password", "wrong"));
            assertThat(unversioned.status())
                    .as("no way round by the unversioned path")
                    .isEqualTo(429);
            assertThat(caller.get("/.well-known/jwks.json").status()).isEqualTo(200);
        }
    }

    @Test
    void L05_a_refresh_member_used_again_after_the_grace_revokes_the_family_and_shows_in_activity() throws Exception {
        try (var house = RunningHouse.start(folder, RunningHouse.GENEROUS + "tokens: { refresh_grace: 1s }\n");
                var caller = new Caller(house)) {
            caller.register("ada@example.org", PASSWORD, "Ada");
            Answer in = caller.loginMobile("ada@example.org", PASSWORD);
            String first = in.json().path("refresh_token").asString();
            Answer once = caller.refreshMobile(first);
            Answer twice = caller.refreshMobile(first);
            assertThat(twice.status()).as("honest double use inside the grace").isEqualTo(200);
            assertThat(twice.json().path("refresh_token").asString())
                    .as("the same successor (T18)")
                    .isEqualTo(once.json().path("refresh_token").asString());
            Thread.sleep(1_500);
            assertThat(caller.refreshMobile(first).status()).isEqualTo(401);
            assertThat(caller.refreshMobile(once.json().path("refresh_token").asString())
                            .status())
                    .as("the whole family is revoked")
                    .isEqualTo(401);
            String again = caller.loginMobile("ada@example.org", PASSWORD)
                    .json()
                    .path("access_token")
                    .asString();
            Answer activity = caller.get("/v1/activity", "authorization", "Bearer " + again);
            assertThat(activity.text()).contains("refresh.replayed");
        }
    }
}
