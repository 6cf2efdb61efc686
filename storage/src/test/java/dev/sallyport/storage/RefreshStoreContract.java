package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.LATER;
import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.FamilyId;
import dev.sallyport.domain.grant.GrantTerms;
import dev.sallyport.domain.grant.RefreshFamily;
import dev.sallyport.domain.grant.RefreshStore;
import dev.sallyport.domain.grant.RefreshStore.Rotation;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.token.Confirmation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of refresh families does. */
abstract class RefreshStoreContract extends StoreContract {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Digest SECOND = Digest.of("member 2");
    private static final Digest THIRD = Digest.of("member 3");
    private static final GrantTerms FINAL = GrantTerms.NONE.boundTo(Optional.of(Confirmation.ofKey("of the client")));

    private RefreshStore refresh() {
        return stores().refresh();
    }

    private RefreshFamily opened() {
        Session session = Samples.session(new PersonId(UUID.randomUUID()));
        RefreshFamily family = Samples.family(session);
        stores().sessions().open(session, family);
        return family;
    }

    /** A family that waits for its code to be redeemed until {@code expires}. */
    private RefreshFamily waiting(Instant expires) {
        Session session = Samples.session(new PersonId(UUID.randomUUID()));
        stores().sessions().open(session);
        RefreshFamily f = Samples.family(session);
        var family = new RefreshFamily(
                f.id(),
                f.session(),
                f.person(),
                new ClientId("Shop"),
                Scope.of("openid", "orders"),
                0,
                Digest.of(""),
                NOW,
                NOW,
                expires,
                Optional.empty(),
                new GrantTerms(
                        List.of("https://api.example.org"),
                        Optional.of(NOW),
                        List.of("pwd"),
                        Optional.of("urn:example:loa"),
                        Optional.of(Confirmation.ofKey("thumbprint")),
                        Optional.of("[{\"type\":\"payment\"}]"),
                        Optional.empty()));
        refresh().add(family);
        return family;
    }

    private Rotation rotate(RefreshFamily family, int number, Digest member, Digest next, Instant now) {
        return refresh().rotate(family.id(), number, member, next, now, GRACE);
    }

    private RefreshFamily now(RefreshFamily family) {
        return refresh().byId(family.id()).orElseThrow();
    }

    private static RefreshFamily turned(
            RefreshFamily f, int number, Digest member, Instant at, Optional<Instant> gone) {
        return new RefreshFamily(
                f.id(),
                f.session(),
                f.person(),
                f.client(),
                f.scope(),
                number,
                member,
                at,
                f.created(),
                f.expires(),
                gone,
                f.terms());
    }

    @Test
    void the_current_member_turns_the_family() {
        RefreshFamily family = opened();
        Instant later = NOW.plusSeconds(5);
        RefreshFamily after = turned(family, 2, SECOND, later, Optional.empty());
        assertThat(rotate(family, 1, family.member(), SECOND, later)).isEqualTo(new Rotation.Turned(after));
        assertThat(now(family)).isEqualTo(after);
        assertThat(rotate(family, 2, SECOND, THIRD, later)).isInstanceOf(Rotation.Turned.class);
    }

    @Test
    void a_turn_notes_the_use_of_the_session_and_a_theft_does_not() {
        RefreshFamily family = opened();
        rotate(family, 1, family.member(), SECOND, NOW.plusSeconds(5));
        assertThat(lastSeen(family)).isEqualTo(NOW.plusSeconds(5));
        rotate(family, 1, family.member(), SECOND, NOW.plusSeconds(6));
        assertThat(lastSeen(family)).isEqualTo(NOW.plusSeconds(6));
        rotate(family, 1, family.member(), SECOND, NOW.plusSeconds(60));
        assertThat(lastSeen(family)).isEqualTo(NOW.plusSeconds(6));
    }

    private Instant lastSeen(RefreshFamily family) {
        return stores().sessions().byId(family.session()).orElseThrow().lastSeen();
    }

    @Test
    void T18_who_comes_second_within_the_grace_gets_the_same_successor_and_later_revokes() {
        RefreshFamily family = opened();
        RefreshFamily after = turned(family, 2, SECOND, NOW, Optional.empty());
        rotate(family, 1, family.member(), SECOND, NOW);
        assertThat(rotate(family, 1, family.member(), SECOND, NOW.plus(GRACE))).isEqualTo(new Rotation.Repeated(after));
        Instant tooLate = NOW.plus(GRACE).plusMillis(1);
        assertThat(rotate(family, 1, family.member(), SECOND, tooLate))
                .isEqualTo(new Rotation.Replayed(turned(family, 2, SECOND, NOW, Optional.of(tooLate))));
        assertThat(rotate(family, 2, SECOND, THIRD, tooLate)).isEqualTo(new Rotation.Gone());
    }

    @Test
    void T18_a_member_older_than_the_one_before_revokes_even_within_the_grace() {
        RefreshFamily family = opened();
        rotate(family, 1, family.member(), SECOND, NOW);
        rotate(family, 2, SECOND, THIRD, NOW);
        assertThat(rotate(family, 1, family.member(), SECOND, NOW)).isInstanceOf(Rotation.Replayed.class);
        assertThat(now(family).revoked()).contains(NOW);
    }

    @Test
    void a_digest_that_does_not_fit_its_number_revokes() {
        RefreshFamily one = opened();
        assertThat(rotate(one, 1, Digest.of("forged"), SECOND, NOW)).isInstanceOf(Rotation.Replayed.class);
        RefreshFamily two = opened();
        rotate(two, 1, two.member(), SECOND, NOW);
        assertThat(rotate(two, 1, Digest.of("forged"), SECOND, NOW)).isInstanceOf(Rotation.Replayed.class);
        RefreshFamily three = opened();
        assertThat(rotate(three, 2, three.member(), SECOND, NOW)).isInstanceOf(Rotation.Replayed.class);
    }

    @Test
    void T14_a_family_that_expired_or_was_revoked_or_never_was_does_not_turn() {
        RefreshFamily family = opened();
        assertThat(rotate(family, 1, family.member(), SECOND, LATER)).isEqualTo(new Rotation.Gone());
        assertThat(now(family)).isEqualTo(family);
        assertThat(rotate(family, 1, family.member(), SECOND, LATER.minusMillis(1)))
                .isInstanceOf(Rotation.Turned.class);
        var never = new FamilyId(new UUID(0, 0));
        assertThat(refresh().rotate(never, 1, SECOND, THIRD, NOW, GRACE)).isEqualTo(new Rotation.Gone());
        assertThat(refresh().byId(never)).isEmpty();
        assertThat(refresh().revoke(never, NOW)).isFalse();
        assertThat(refresh().begin(never, SECOND, GrantTerms.NONE, NOW, LATER)).isEmpty();
    }

    @Test
    void a_live_family_is_revoked_once() {
        RefreshFamily family = opened();
        assertThat(refresh().revoke(family.id(), LATER)).isFalse();
        assertThat(refresh().revoke(family.id(), NOW)).isTrue();
        assertThat(refresh().revoke(family.id(), NOW.plusSeconds(1))).isFalse();
        assertThat(now(family).revoked()).contains(NOW);
        assertThat(rotate(family, 1, family.member(), SECOND, NOW)).isEqualTo(new Rotation.Gone());
    }

    @Test
    void a_family_that_waits_begins_once_on_its_final_terms_and_lives_until_the_new_time() {
        RefreshFamily family = waiting(NOW.plusSeconds(60));
        assertThat(now(family)).isEqualTo(family);
        assertThat(refresh().begin(family.id(), SECOND, FINAL, NOW.plusSeconds(60), LATER))
                .isEmpty();
        RefreshFamily begun = refresh()
                .begin(family.id(), SECOND, FINAL, NOW.plusSeconds(59), LATER)
                .orElseThrow();
        assertThat(begun.number()).isOne();
        assertThat(begun.member()).isEqualTo(SECOND);
        assertThat(begun.expires()).isEqualTo(LATER);
        assertThat(begun.rotated()).isEqualTo(NOW.plusSeconds(59));
        assertThat(begun.terms()).isEqualTo(FINAL);
        assertThat(now(family)).isEqualTo(begun);
        assertThat(refresh().begin(family.id(), THIRD, FINAL, NOW.plusSeconds(59), LATER))
                .isEmpty();
        assertThat(rotate(family, 1, SECOND, THIRD, NOW.plusSeconds(61))).isInstanceOf(Rotation.Turned.class);
    }

    @Test
    void T13_a_family_that_was_revoked_while_it_waited_never_begins() {
        RefreshFamily family = waiting(NOW.plusSeconds(60));
        assertThat(refresh().revoke(family.id(), NOW)).isTrue();
        assertThat(refresh().begin(family.id(), SECOND, FINAL, NOW, LATER)).isEmpty();
    }

    @Test
    void a_family_is_always_a_sessions() {
        RefreshFamily stray = Samples.family(Samples.session(new PersonId(UUID.randomUUID())));
        assertThatThrownBy(() -> refresh().add(stray)).isInstanceOf(RuntimeException.class);
        assertThat(refresh().byId(stray.id())).isEmpty();
        Session session = Samples.session(stray.person());
        assertThatThrownBy(() -> stores().sessions().open(session, stray)).isInstanceOf(RuntimeException.class);
        assertThat(stores().sessions().byId(session.id())).isEmpty();
    }

    @Test
    void T13_T18_one_of_a_hundred_turns_a_family_and_the_others_repeat() throws Exception {
        RefreshFamily family = opened();
        var rotations = Race.of(i -> rotate(family, 1, family.member(), SECOND, NOW));
        assertThat(rotations).filteredOn(Rotation.Turned.class::isInstance).hasSize(1);
        assertThat(rotations).filteredOn(Rotation.Repeated.class::isInstance).hasSize(Race.CALLERS - 1);
        var replays = Race.of(i -> rotate(family, 1, family.member(), SECOND, NOW.plusSeconds(60)));
        assertThat(replays).filteredOn(Rotation.Replayed.class::isInstance).hasSize(1);
        assertThat(replays).filteredOn(Rotation.Gone.class::isInstance).hasSize(Race.CALLERS - 1);
    }

    @Test
    void T13_one_of_a_hundred_begins_a_family_and_one_revokes_it() throws Exception {
        RefreshFamily family = waiting(NOW.plusSeconds(60));
        assertThat(Race.of(i -> refresh().begin(family.id(), Digest.of("member " + i), FINAL, NOW, LATER)))
                .filteredOn(Optional::isPresent)
                .hasSize(1);
        assertThat(Race.wins(i -> refresh().revoke(family.id(), NOW))).isOne();
    }
}
