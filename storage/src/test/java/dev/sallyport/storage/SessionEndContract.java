package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.LATER;
import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.FamilyId;
import dev.sallyport.domain.grant.GrantTerms;
import dev.sallyport.domain.grant.RefreshFamily;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.Participant;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SessionEnd;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.session.SessionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of sessions leaves behind when it ends one: who is to be told of it. */
abstract class SessionEndContract extends StoreContract {
    private static final ClientId SHOP = new ClientId("shop");
    private static final ClientId BANK = new ClientId("bank");

    private final PersonId ada = new PersonId(UUID.randomUUID());

    private SessionStore sessions() {
        return stores().sessions();
    }

    private Session opened(Session.Kind kind) {
        Session session = session(kind);
        sessions().open(session);
        return session;
    }

    private Session session(Session.Kind kind) {
        Session web = Samples.session(ada);
        return new Session(
                web.id(),
                ada,
                kind,
                Optional.empty(),
                "a device",
                Optional.empty(),
                NOW,
                NOW,
                LATER,
                Optional.empty(),
                NOW,
                List.of("pwd"));
    }

    private Session openedWithin(Session session) {
        Session within = session(Session.Kind.GRANT);
        sessions().open(within, session.id());
        return within;
    }

    /** @param number 0 for a code that was not redeemed */
    private RefreshFamily granted(Session session, ClientId client, String scope, int number) {
        var family = new RefreshFamily(
                new FamilyId(UUID.randomUUID()),
                session.id(),
                ada,
                client,
                Scope.parse(scope).orElseThrow(),
                number,
                Digest.of("member"),
                NOW,
                NOW,
                LATER,
                Optional.empty(),
                GrantTerms.NONE);
        stores().refresh().add(family);
        return family;
    }

    private Optional<Instant> revoked(RefreshFamily family) {
        return stores().refresh().byId(family.id()).orElseThrow().revoked();
    }

    private List<Job> jobs() {
        return stores().jobs().claim(NOW, Duration.ofMinutes(1), 100);
    }

    private static Job told(Session session, Participant... participants) {
        Job job = new SessionEnd(session.person(), List.of(participants))
                .job(session.id(), NOW)
                .orElseThrow();
        return new Job(job.id(), job.kind(), job.key(), job.payload(), 1, job.due(), job.created(), job.lastError());
    }

    private static Participant as(ClientId client, Session session) {
        return new Participant(client, session.id());
    }

    @Test
    void who_got_an_id_token_in_a_session_takes_part_in_it_and_nobody_else() {
        Session session = opened(Session.Kind.WEB);
        granted(session, SHOP, "openid profile", 1);
        granted(session, SHOP, "email openid", 7);
        stores().refresh().revoke(granted(session, BANK, "openid", 2).id(), NOW);
        granted(session, new ClientId("not-redeemed"), "openid", 0);
        granted(session, new ClientId("no-openid"), "openid-like orders", 1);
        granted(session, ClientId.WEB, "openid", 1);
        granted(session, ClientId.MOBILE, "openid", 1);
        granted(opened(Session.Kind.SIGN_ON), new ClientId("elsewhere"), "openid", 1);
        assertThat(sessions().participants(session.id())).containsExactly(as(BANK, session), as(SHOP, session));
        assertThat(sessions().participants(new SessionId(UUID.randomUUID()))).isEmpty();
    }

    @Test
    void who_may_act_while_the_person_is_away_takes_part_under_the_name_of_its_own_session() {
        Session session = opened(Session.Kind.SIGN_ON);
        Session away = openedWithin(session);
        Session over = openedWithin(session);
        granted(away, SHOP, "offline_access openid", 1);
        granted(over, BANK, "offline_access openid", 1);
        sessions().end(over.id(), ada, NOW);
        assertThat(sessions().participants(session.id())).containsExactly(as(SHOP, away));
        assertThat(sessions().byId(away.id())).contains(away);
    }

    @Test
    void T49_the_end_of_a_session_leaves_the_job_that_tells_its_clients_in_the_same_step() {
        Session session = opened(Session.Kind.SIGN_ON);
        granted(session, SHOP, "openid", 1);
        granted(session, BANK, "openid", 1);
        assertThat(sessions().end(session.id(), new PersonId(UUID.randomUUID()), NOW))
                .isFalse();
        assertThat(jobs()).as("nothing ended, nothing to tell").isEmpty();
        assertThat(sessions().end(session.id(), ada, NOW)).isTrue();
        assertThat(jobs()).containsExactly(told(session, as(BANK, session), as(SHOP, session)));
        assertThat(sessions().end(session.id(), ada, NOW)).isFalse();
        assertThat(jobs()).isEmpty();
    }

    @Test
    void a_session_in_which_no_client_took_part_ends_without_a_job() {
        Session session = Samples.session(ada);
        sessions().open(session, Samples.family(session));
        assertThat(sessions().end(session.id(), ada, NOW)).isTrue();
        assertThat(jobs()).isEmpty();
    }

    @Test
    void T49_all_sessions_that_end_at_once_are_told_of_each_once() {
        Session one = opened(Session.Kind.WEB);
        Session two = opened(Session.Kind.SIGN_ON);
        Session away = openedWithin(two);
        granted(one, SHOP, "openid", 1);
        granted(two, BANK, "openid", 1);
        granted(away, SHOP, "offline_access openid", 1);
        opened(Session.Kind.MOBILE);
        assertThat(sessions().endAll(ada, NOW)).isEqualTo(4);
        assertThat(jobs().stream().map(Job::payload))
                .containsExactlyInAnyOrder(
                        told(one, as(SHOP, one)).payload(),
                        told(two, as(BANK, two)).payload(),
                        told(away, as(SHOP, away)).payload());
    }

    @Test
    void T13_of_a_hundred_who_end_a_session_one_leaves_a_job() throws Exception {
        Session session = opened(Session.Kind.SIGN_ON);
        granted(session, SHOP, "openid", 1);
        assertThat(Race.wins(i -> sessions().end(session.id(), ada, NOW))).isOne();
        assertThat(jobs()).hasSize(1);
    }

    @Test
    void what_a_client_was_granted_is_taken_back_with_its_own_sessions_and_no_other() {
        Session session = opened(Session.Kind.SIGN_ON);
        Session away = openedWithin(session);
        RefreshFamily here = granted(session, SHOP, "openid", 1);
        RefreshFamily waiting = granted(session, SHOP, "openid", 0);
        RefreshFamily offline = granted(away, SHOP, "offline_access openid", 3);
        RefreshFamily other = granted(session, BANK, "openid", 1);
        assertThat(sessions().endGrants(new PersonId(UUID.randomUUID()), SHOP, NOW))
                .isZero();
        assertThat(sessions().endGrants(ada, SHOP, NOW)).isEqualTo(3);
        assertThat(List.of(revoked(here), revoked(waiting), revoked(offline))).containsOnly(Optional.of(NOW));
        assertThat(revoked(other)).isEmpty();
        assertThat(sessions().live(ada, NOW)).containsExactly(session);
        assertThat(jobs()).containsExactly(told(away, as(SHOP, away)));
        assertThat(sessions().endGrants(ada, SHOP, NOW)).isZero();
    }
}
