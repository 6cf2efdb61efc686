package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.LATER;
import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.grant.RefreshFamily;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.privacy.AddressPseudonym;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.session.SessionStore;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of sessions does. */
abstract class SessionStoreContract extends StoreContract {
    private final PersonId ada = new PersonId(UUID.randomUUID());

    private SessionStore sessions() {
        return stores().sessions();
    }

    private Session opened() {
        return opened(Samples.session(ada));
    }

    private Session opened(Session session) {
        sessions().open(session);
        return session;
    }

    private Session now(Session session) {
        return sessions().byId(session.id()).orElseThrow();
    }

    private Optional<Instant> revoked(RefreshFamily family) {
        return stores().refresh().byId(family.id()).orElseThrow().revoked();
    }

    @Test
    void a_session_is_found_as_it_was_opened_with_and_without_a_family() {
        Session session = Samples.session(ada);
        var seen = new Session(
                session.id(),
                ada,
                Session.Kind.SIGN_ON,
                Optional.empty(),
                "a browser 🗝 of 'hers'",
                Optional.of(new AddressPseudonym(LocalDate.parse("2026-11-24"), "pseudonym")),
                NOW.minusMillis(1),
                NOW,
                LATER,
                Optional.empty(),
                NOW.minusMillis(2),
                List.of("pwd", "otp"));
        sessions().open(seen);
        assertThat(sessions().byId(seen.id())).contains(seen);
        Session other = Samples.session(ada);
        var family = Samples.family(other);
        sessions().open(other, family);
        assertThat(sessions().byId(other.id())).contains(other);
        assertThat(stores().refresh().byId(family.id())).contains(family);
    }

    @Test
    void the_live_ones_of_a_person_are_listed_newest_first_and_an_ended_or_expired_one_is_not() {
        Session old = opened(Samples.session(ada, NOW.minusSeconds(2), LATER));
        Session young = opened(Samples.session(ada, NOW.minusSeconds(1), LATER));
        opened(Samples.session(ada, NOW.minusSeconds(3), NOW));
        Session last = opened(Samples.session(ada, NOW.minusSeconds(4), NOW.plusMillis(1)));
        Session ended = opened();
        sessions().end(ended.id(), ada, NOW);
        opened(Samples.session(new PersonId(UUID.randomUUID())));
        assertThat(sessions().live(ada, NOW)).containsExactly(young, old, last);
        assertThat(sessions().live(new PersonId(new UUID(0, 0)), NOW)).isEmpty();
    }

    @Test
    void T43_at_most_two_hundred_are_listed() throws Exception {
        var opened = new ArrayList<Session>();
        for (int i = 0; i < 201; i++) {
            opened.add(Samples.session(ada, NOW.plusMillis(i), LATER));
        }
        Race.of(i -> List.of(opened(opened.get(2 * i)), opened(opened.get(2 * i + 1))));
        opened(opened.get(200));
        assertThat(sessions().live(ada, NOW)).isEqualTo(opened.reversed().subList(0, 200));
    }

    @Test
    void proving_again_who_one_is_changes_when_and_how() {
        Session session = opened();
        assertThat(sessions().reauthenticate(session.id(), List.of("pwd", "otp"), NOW.plusSeconds(1)))
                .isTrue();
        assertThat(now(session).authenticated()).isEqualTo(NOW.plusSeconds(1));
        assertThat(now(session).methods()).containsExactly("pwd", "otp");
        assertThat(now(session).created()).isEqualTo(session.created());
    }

    @Test
    void T14_what_has_ended_or_expired_or_never_was_does_not_change() {
        Session ended = opened();
        sessions().end(ended.id(), ada, NOW);
        Session expired = opened(Samples.session(ada, NOW.minusSeconds(1), NOW));
        Session never = Samples.session(ada);
        for (Session session : List.of(ended, expired, never)) {
            Optional<Session> before = sessions().byId(session.id());
            assertThat(sessions().reauthenticate(session.id(), List.of(), NOW)).isFalse();
            assertThat(sessions().end(session.id(), ada, NOW.plusSeconds(1))).isFalse();
            assertThat(sessions().byId(session.id())).isEqualTo(before);
        }
        assertThat(sessions().endAll(ada, NOW)).isZero();
    }

    @Test
    void a_session_is_live_up_to_the_moment_at_which_it_expires() {
        Session session = opened(Samples.session(ada, NOW, NOW.plusSeconds(10)));
        Instant last = NOW.plusSeconds(10).minusMillis(1);
        assertThat(sessions().reauthenticate(session.id(), List.of("pwd"), last))
                .isTrue();
        assertThat(sessions().reauthenticate(session.id(), List.of("pwd"), NOW.plusSeconds(10)))
                .isFalse();
    }

    @Test
    void the_end_of_a_session_is_its_persons_to_bring_about_and_revokes_its_families() {
        Session session = Samples.session(ada);
        RefreshFamily one = Samples.family(session);
        RefreshFamily two = Samples.family(session);
        sessions().open(session, one);
        stores().refresh().add(two);
        assertThat(sessions().end(session.id(), new PersonId(UUID.randomUUID()), NOW))
                .isFalse();
        assertThat(revoked(one)).isEmpty();
        assertThat(sessions().end(session.id(), ada, NOW)).isTrue();
        assertThat(now(session).ended()).contains(NOW);
        assertThat(List.of(revoked(one), revoked(two))).containsOnly(Optional.of(NOW));
    }

    @Test
    void all_sessions_of_one_person_end_and_nobody_elses() {
        Session other = Samples.session(new PersonId(UUID.randomUUID()));
        RefreshFamily others = Samples.family(other);
        sessions().open(other, others);
        Session first = Samples.session(ada);
        RefreshFamily family = Samples.family(first);
        sessions().open(first, family);
        opened();
        assertThat(sessions().endAll(ada, NOW)).isEqualTo(2);
        assertThat(sessions().live(ada, NOW)).isEmpty();
        assertThat(revoked(family)).contains(NOW);
        assertThat(revoked(others)).isEmpty();
        assertThat(sessions().live(other.person(), NOW)).containsExactly(other);
    }

    @Test
    void what_ended_or_expired_before_is_purged_with_its_families_in_steps() {
        Session expired = Samples.session(ada, NOW.minusSeconds(9), NOW.minusMillis(1));
        sessions().open(expired, Samples.family(expired));
        Session ended = opened();
        sessions().end(ended.id(), ada, NOW.minusMillis(1));
        Session onTheEdge = opened(Samples.session(ada, NOW.minusSeconds(9), NOW));
        Session live = Samples.session(ada);
        RefreshFamily revoked = Samples.family(live);
        sessions().open(live, revoked);
        stores().refresh().revoke(revoked.id(), NOW.minusMillis(1));
        assertThat(sessions().purge(NOW, 1)).isOne();
        assertThat(sessions().purge(NOW, 100)).isEqualTo(2);
        assertThat(sessions().purge(NOW, 100)).isZero();
        assertThat(sessions().byId(expired.id())).isEmpty();
        assertThat(sessions().byId(ended.id())).isEmpty();
        assertThat(sessions().byId(onTheEdge.id())).isPresent();
        assertThat(sessions().byId(live.id())).isPresent();
        assertThat(stores().refresh().byId(revoked.id())).isEmpty();
    }

    @Test
    void T13_one_of_a_hundred_ends_a_session() throws Exception {
        Session session = Samples.session(ada);
        RefreshFamily family = Samples.family(session);
        sessions().open(session, family);
        assertThat(Race.wins(i -> sessions().end(session.id(), ada, NOW))).isOne();
        assertThat(revoked(family)).contains(NOW);
    }

    @Test
    void T13_of_a_hundred_who_end_all_sessions_each_session_counts_once() throws Exception {
        for (int i = 0; i < 5; i++) {
            opened();
        }
        var counts = Race.of(i -> sessions().endAll(ada, NOW));
        assertThat(counts.stream().mapToInt(count -> count).sum()).isEqualTo(5);
    }

    @Test
    void of_a_session_that_never_was_nothing_is_known() {
        assertThat(sessions().byId(new SessionId(new UUID(0, 0)))).isEmpty();
    }
}
