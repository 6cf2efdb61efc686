package dev.sallyport.auth;

import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 9700 §4.14.2: refresh tokens turn at each use, and one that comes again is theft. */
class RefreshTest {
    private static final String ADA = "ada@example.org";

    @TempDir
    Path folder;

    private TestDoor door;

    @BeforeEach
    void open() {
        door = new TestDoor(folder);
        door.register(ADA);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void T18_within_the_grace_the_successor_is_the_same_to_the_byte() {
        String first = field(door.mobile(ADA, PASSWORD), "refresh_token");
        String second = field(door.refresh(first), "refresh_token");
        door.pass(Duration.ofSeconds(9));
        assertThat(field(door.refresh(first), "refresh_token"))
                .isEqualTo(second)
                .isNotEqualTo(first);
        assertThat(door.refresh(second).status()).isEqualTo(200);
    }

    @Test
    void T18_after_the_grace_it_is_theft_and_one_family_falls() {
        String other = field(door.mobile(ADA, PASSWORD), "refresh_token");
        String first = field(door.mobile(ADA, PASSWORD), "refresh_token");
        String second = field(door.refresh(first), "refresh_token");
        door.pass(Duration.ofSeconds(11));
        assertThat(door.refresh(first).status()).isEqualTo(401);
        assertThat(door.refresh(second).status())
                .as("the thief's or the owner's: revoked")
                .isEqualTo(401);
        assertThat(door.refresh(other).status()).as("another session").isEqualTo(200);
        assertThat(door.stores.audit().of(door.idOf(ADA), Slice.first(50)).items())
                .extracting(event -> event.kind().wireName())
                .contains("refresh.replayed");
    }

    @Test
    void T30_a_revocation_outlives_a_restart() {
        String first = field(door.mobile(ADA, PASSWORD), "refresh_token");
        String second = field(door.refresh(first), "refresh_token");
        door.pass(Duration.ofSeconds(11));
        door.refresh(first);
        door.close();
        door = new TestDoor(folder);
        assertThat(door.refresh(second).status()).isEqualTo(401);
    }

    @Test
    void T19_T30_a_disabled_account_stops_at_the_next_refresh() {
        Response in = door.mobile(ADA, PASSWORD);
        door.disable(ADA);
        assertThat(door.refresh(field(in, "refresh_token")).status()).isEqualTo(401);
        assertThat(door.me(field(in, "access_token")).status()).isEqualTo(401);
    }

    @Test
    void a_refresh_token_says_nothing_to_its_holder_and_cannot_be_changed() {
        String token = field(door.mobile(ADA, PASSWORD), "refresh_token");
        assertThat(token.split("\\.", -1)).hasSize(5);
        String changed = token.substring(0, token.length() - 5) + (token.endsWith("AAAAA") ? "BBBBB" : "AAAAA");
        assertThat(door.refresh(changed).status()).isEqualTo(401);
        assertThat(door.refresh("nonsense").status()).isEqualTo(401);
        assertThat(door.refresh(token).status()).isEqualTo(200);
    }

    @Test
    void T34_keys_turn_without_a_failed_verification() throws ParseException {
        String old = field(door.mobile(ADA, PASSWORD), "access_token");
        String oldKey = SignedJWT.parse(old).getHeader().getKeyID();
        String newKey = door.rotateKeys.rotate(Algorithm.ES256).id().value();
        door.keys.refresh();
        assertThat(keySet()).contains(oldKey, newKey);
        String refresh = field(door.mobile(ADA, PASSWORD), "refresh_token");
        for (int minute = 0; minute < 20; minute++) {
            door.pass(Duration.ofMinutes(1));
            Response turned = door.refresh(refresh);
            refresh = field(turned, "refresh_token");
            String access = field(turned, "access_token");
            String signedBy = SignedJWT.parse(access).getHeader().getKeyID();
            assertThat(signedBy).isEqualTo(minute < 9 ? oldKey : newKey);
            assertThat(keySet()).contains(signedBy);
            assertThat(door.me(access).status()).isEqualTo(200);
        }
        assertThat(keySet()).contains(newKey).doesNotContain(oldKey);
    }

    private String keySet() {
        return text(door.ask(Request.of("GET", "/.well-known/jwks.json")));
    }
}
