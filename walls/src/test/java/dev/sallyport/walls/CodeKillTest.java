package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.walls.Caller.Answer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An authorization code when the power fails between its steps (T50): kept or clearly dead, never doubled. */
@Tag("slow")
class CodeKillTest {
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final String CALLBACK = "http://127.0.0.1:9/callback";
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

    @TempDir
    Path folder;

    private RunningHouse house;
    private Person person;

    @BeforeEach
    void open() throws Exception {
        Files.writeString(folder.resolve("shop.secret"), "secret");
        house = RunningHouse.start(folder, RunningHouse.GENEROUS + """
                clients:
                  - id: shop
                    secret_file: "%s/shop.secret"
                    grants: [authorization_code, refresh_token]
                    scopes: [openid]
                    redirect_uris: ["%s"]
                """.formatted(folder, CALLBACK));
        try (var caller = new Caller(house)) {
            assertThat(caller.register("ada@example.org", "a long pass phrase", "Ada")
                            .status())
                    .isEqualTo(202);
        }
        person = new Person(house, "ada@example.org", "a long pass phrase");
    }

    @AfterEach
    void close() {
        person.close();
        house.close();
    }

    private String code() {
        URI back =
                person.visit(house.url("/oauth2/authorize?response_type=code&client_id=shop&scope=openid&redirect_uri="
                        + URLEncoder.encode(CALLBACK, StandardCharsets.UTF_8) + "&code_challenge=" + CHALLENGE
                        + "&code_challenge_method=S256"));
        var found = CODE.matcher(back.toString());
        assertThat(found.find()).as(back.toString()).isTrue();
        return found.group(1);
    }

    private Answer redeem(Caller caller, String code) {
        return token(caller, Map.of("grant_type", "authorization_code", "code", code, "code_verifier", VERIFIER));
    }

    private static Answer token(Caller caller, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return caller.send(
                "POST",
                "/oauth2/token",
                body + "&client_id=shop&client_secret=secret",
                "content-type",
                "application/x-www-form-urlencoded");
    }

    private static String error(Answer answer) {
        return answer.status() == 400 ? answer.json().path("error").asString("") : answer.status() + answer.text();
    }

    @Test
    void T50_a_code_that_was_given_is_good_after_a_kill_once() throws Exception {
        String code = code();
        house.kill();
        house.begin();
        try (var caller = new Caller(house)) {
            Answer tokens = redeem(caller, code);
            assertThat(tokens.status()).as(tokens.text()).isEqualTo(200);
            house.kill();
            house.begin();
            assertThat(error(redeem(caller, code)))
                    .as("the answer was there before the cut, so the code is used")
                    .isEqualTo("invalid_grant");
            assertThat(error(token(
                            caller,
                            Map.of(
                                    "grant_type",
                                    "refresh_token",
                                    "refresh_token",
                                    tokens.json().path("refresh_token").asString()))))
                    .as("RFC 6749 §4.1.2 and a second use takes back what came of it")
                    .isEqualTo("invalid_grant");
        }
    }

    /** Killed at a different moment of each redemption: what was answered holds, what was not is new or dead. */
    @Test
    void T50_a_code_whose_answer_was_lost_gives_tokens_once_at_most() throws Exception {
        for (int round = 0; round < 2; round++) {
            List<String> codes = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                codes.add(code());
            }
            Map<String, String> answered = new ConcurrentHashMap<>();
            try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (String code : codes) {
                    callers.execute(() -> redeemInStorm(code, answered));
                }
                TimeUnit.MILLISECONDS.sleep(20L * (round + 1));
                house.kill();
            }
            house.begin();
            try (var caller = new Caller(house)) {
                for (String code : codes) {
                    Answer again = redeem(caller, code);
                    if (answered.containsKey(code)) {
                        assertThat(error(again)).isEqualTo("invalid_grant");
                    } else if (again.status() == 200) {
                        assertThat(error(redeem(caller, code))).isEqualTo("invalid_grant");
                    } else {
                        assertThat(error(again)).isEqualTo("invalid_grant");
                    }
                }
            }
        }
    }

    private void redeemInStorm(String code, Map<String, String> answered) {
        try (var caller = new Caller(house)) {
            Answer tokens = redeem(caller, code);
            if (tokens.status() == 200) {
                answered.put(code, tokens.text());
            }
        } catch (IllegalStateException powerCut) {
            assertThat(powerCut).hasMessageContaining("got no answer");
        }
    }
}
