package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.DeviceRequest;
import dev.sallyport.domain.grant.DeviceRequest.Approval;
import dev.sallyport.domain.grant.DeviceRequest.State;
import dev.sallyport.domain.grant.DeviceStore;
import dev.sallyport.domain.grant.DeviceStore.Decision;
import dev.sallyport.domain.grant.DeviceStore.Polled;
import dev.sallyport.domain.grant.GrantTerms;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.token.Confirmation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of devices that wait for people does. */
abstract class DeviceStoreContract extends StoreContract {
    private static final Digest CODE = Digest.of("device code");
    private static final Digest USER_CODE = Digest.of("WDJBMJHT");
    private static final Instant EXPIRES = NOW.plusSeconds(600);
    private static final Approval BY =
            new Approval(new PersonId(new UUID(0x7000L, 1)), new SessionId(new UUID(0x7000L, 2)));
    private static final GrantTerms TERMS = GrantTerms.NONE
            .narrowedTo(List.of("https://api.example.org"))
            .boundTo(Optional.of(Confirmation.ofKey("thumb")));

    @BeforeEach
    void ask() {
        assertThat(devices().add(request("device code", "WDJBMJHT"))).isTrue();
    }

    private DeviceStore devices() {
        return stores().devices();
    }

    private static DeviceRequest request(String code, String userCode) {
        return new DeviceRequest(
                Digest.of(code),
                Digest.of(userCode),
                new ClientId("tv"),
                Scope.of("openid", "profile"),
                TERMS,
                State.PENDING,
                Optional.empty(),
                Duration.ofSeconds(5),
                Optional.empty(),
                EXPIRES);
    }

    private boolean allow(Instant when) {
        return devices().decide(USER_CODE, new Decision.Allow(BY, GrantTerms.NONE), when);
    }

    @Test
    void a_request_comes_back_as_it_was_put_and_neither_code_is_given_twice() {
        assertThat(devices().byCode(CODE)).contains(request("device code", "WDJBMJHT"));
        assertThat(devices().pending(USER_CODE, NOW)).contains(request("device code", "WDJBMJHT"));
        assertThat(devices().pending(USER_CODE, EXPIRES)).isEmpty();
        assertThat(devices().byCode(USER_CODE)).isEmpty();
        assertThat(devices().pending(CODE, NOW)).isEmpty();
        assertThat(devices().add(request("device code", "other"))).isFalse();
        assertThat(devices().add(request("other", "WDJBMJHT"))).isFalse();
    }

    @Test
    void a_device_that_asks_too_soon_waits_longer_and_that_lasts() {
        assertThat(devices().poll(CODE, NOW)).as("RFC 8628 §3.5").isEqualTo(new Polled.Pending());
        assertThat(devices().poll(CODE, NOW.plusSeconds(4))).isEqualTo(new Polled.TooSoon(Duration.ofSeconds(10)));
        assertThat(devices().poll(CODE, NOW.plusSeconds(10))).isEqualTo(new Polled.TooSoon(Duration.ofSeconds(15)));
        assertThat(devices().byCode(CODE).orElseThrow().interval()).isEqualTo(Duration.ofSeconds(15));
        assertThat(devices().poll(CODE, NOW.plusSeconds(25))).isEqualTo(new Polled.Pending());
        assertThat(devices().poll(CODE, EXPIRES)).isEqualTo(new Polled.Expired());
    }

    @Test
    void what_a_person_allowed_is_taken_back_until_it_is_redeemed() {
        assertThat(devices().takeBack(BY.person(), new ClientId("tv")))
                .as("nothing was allowed")
                .isZero();
        assertThat(allow(NOW)).isTrue();
        assertThat(devices().takeBack(new PersonId(new UUID(0x7000L, 3)), new ClientId("tv")))
                .isZero();
        assertThat(devices().takeBack(BY.person(), new ClientId("radio"))).isZero();
        assertThat(devices().takeBack(BY.person(), new ClientId("tv"))).isOne();
        assertThat(devices().poll(CODE, NOW)).isEqualTo(new Polled.Denied());
        assertThat(devices().takeBack(BY.person(), new ClientId("tv"))).isZero();
    }

    @Test
    void what_a_person_allowed_is_redeemed_once() {
        assertThat(allow(NOW)).isTrue();
        assertThat(allow(NOW)).isFalse();
        assertThat(devices().decide(USER_CODE, new Decision.Deny(), NOW)).isFalse();
        assertThat(devices().pending(USER_CODE, NOW)).isEmpty();
        assertThat(devices().poll(CODE, NOW)).isInstanceOfSatisfying(Polled.Allowed.class, allowed -> {
            assertThat(allowed.request().approval()).contains(BY);
            assertThat(allowed.request().terms()).isEqualTo(GrantTerms.NONE);
        });
        assertThat(devices().poll(CODE, NOW)).isEqualTo(new Polled.Gone());
        assertThat(devices().poll(Digest.of("nothing"), NOW)).isEqualTo(new Polled.Gone());
    }

    @Test
    void what_a_person_denied_stays_denied_and_what_has_expired_is_not_decided() {
        devices().add(request("late", "BCDFGHJK"));
        assertThat(devices().decide(USER_CODE, new Decision.Deny(), NOW)).isTrue();
        assertThat(allow(NOW)).isFalse();
        assertThat(devices().poll(CODE, NOW)).isEqualTo(new Polled.Denied());
        assertThat(devices().poll(CODE, NOW)).isEqualTo(new Polled.Denied());
        assertThat(devices().decide(Digest.of("BCDFGHJK"), new Decision.Deny(), EXPIRES))
                .isFalse();
    }

    @Test
    void what_expired_before_is_purged_in_steps() {
        devices().add(request("another", "BCDFGHJK"));
        assertThat(devices().purge(EXPIRES, 10)).isZero();
        assertThat(devices().purge(EXPIRES.plusMillis(1), 1)).isOne();
        assertThat(devices().purge(EXPIRES.plusMillis(1), 10)).isOne();
        assertThat(devices().byCode(CODE)).isEmpty();
    }

    @Test
    void T13_one_of_a_hundred_decides() throws Exception {
        assertThat(Race.wins(i -> i % 2 == 0 ? allow(NOW) : devices().decide(USER_CODE, new Decision.Deny(), NOW)))
                .isOne();
    }

    @Test
    void T13_one_of_a_hundred_redeems() throws Exception {
        allow(NOW);
        var told = Race.of(i -> devices().poll(CODE, NOW));
        assertThat(told).filteredOn(Polled.Allowed.class::isInstance).hasSize(1);
        assertThat(told).filteredOn(new Polled.Gone()::equals).hasSize(Race.CALLERS - 1);
    }
}
