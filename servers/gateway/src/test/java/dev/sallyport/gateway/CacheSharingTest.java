package dev.sallyport.gateway;

import static dev.sallyport.gateway.CachingStreet.answer;
import static dev.sallyport.gateway.CachingStreet.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who gets what is kept: many who ask at once, who opens the lock, who asks in the same words. */
class CacheSharingTest {
    private CachingStreet street;

    @BeforeEach
    void open() throws Exception {
        street = new CachingStreet();
    }

    @AfterEach
    void close() {
        street.close();
    }

    @Test
    void of_many_who_ask_at_once_one_asks_the_origin() throws Exception {
        var all = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        street.origin = request -> {
            pause(500);
            return answer("max-age=60", "one");
        };
        for (int i = 0; i < 20; i++) {
            all.add(street.getAsync("/open/a"));
        }
        assertThat(all).allSatisfy(one -> assertThat(one.join().body()).isEqualTo("one"));
        assertThat(street.asked).hasSize(1);
        assertThat(all.stream().map(one -> status(one.join())).distinct())
                .containsExactlyInAnyOrder("Sallyport; fwd=uri-miss; stored", "Sallyport; hit; collapsed; ttl=60");
    }

    @Test
    void nobody_waits_for_what_may_not_be_kept() throws Exception {
        street.origin = request -> {
            pause(300);
            return answer("no-store", "mine");
        };
        street.get("/open/a");
        long begun = System.nanoTime();
        var all = List.of(
                street.getAsync("/open/a"),
                street.getAsync("/open/a"),
                street.getAsync("/open/a"),
                street.getAsync("/open/a"));
        all.forEach(CompletableFuture::join);
        assertThat((System.nanoTime() - begun) / 1_000_000)
                .as("ms, one after the other 1200")
                .isLessThan(1_000);
        assertThat(street.asked).hasSize(5);
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void RFC_9111_3_5_behind_a_lock_only_what_is_public_is_kept_and_only_for_who_opens_it() throws Exception {
        street.origin = request -> answer(
                "max-age=60", "of " + request.headers().first("authorization").orElse("nobody"));
        street.get("/locked/a", "authorization", "Bearer good");
        street.get("/locked/a", "authorization", "Bearer good");
        assertThat(street.asked).as("RFC 9111 §3.5").hasSize(2);
        street.origin = request -> answer("max-age=60, public", "for all");
        street.get("/locked/b", "authorization", "Bearer good");
        assertThat(status(street.get("/locked/b", "authorization", "Bearer good")))
                .startsWith("Sallyport; hit");
        assertThat(street.get("/locked/b").statusCode()).isEqualTo(401);
        assertThat(street.get("/locked/b", "authorization", "Bearer poor").statusCode())
                .isEqualTo(403);
        assertThat(street.asked).hasSize(3);
    }

    @Test
    void a_credential_at_an_open_door_neither_gets_nor_spoils_what_others_get() throws Exception {
        street.origin = request -> answer(
                request.headers().has("authorization") ? "private" : "max-age=60",
                request.headers().has("authorization") ? "mine" : "all's");
        street.get("/open/a");
        assertThat(street.get("/open/a", "authorization", "Basic eA==").body()).isEqualTo("mine");
        assertThat(street.get("/open/a").body()).isEqualTo("all's");
        assertThat(status(street.get("/open/a"))).startsWith("Sallyport; hit");
        assertThat(street.asked).hasSize(2);
    }

    @Test
    void RFC_9111_4_1_answers_that_vary_are_kept_beside_one_another() throws Exception {
        street.origin = request -> answer(
                        "max-age=60", request.headers().first("accept-language").orElse("-"))
                .header("vary", "Accept-Language");
        for (int i = 0; i < 2; i++) {
            assertThat(street.get("/open/a", "accept-language", "de").body()).isEqualTo("de");
            assertThat(street.get("/open/a", "accept-language", "en").body())
                    .as("RFC 9111 §4.1")
                    .isEqualTo("en");
        }
        assertThat(street.asked).hasSize(2);
        assertThat(status(street.get("/open/a", "accept-language", "fr")))
                .isEqualTo("Sallyport; fwd=vary-miss; stored");
    }
}
