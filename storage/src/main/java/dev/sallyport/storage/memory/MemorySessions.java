package dev.sallyport.storage.memory;

import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.RefreshFamily;
import dev.sallyport.domain.job.JobStore;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.Participant;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SessionEnd;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.session.SessionStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Sessions in memory, with the refresh families that live and die with them. */
public final class MemorySessions implements SessionStore {
    private static final int MOST_LIVE = 200;
    private static final Comparator<Session> OLDEST_FIRST = Comparator.comparing(Session::created)
            .thenComparing(session -> session.id().toString());

    private final Shelf<SessionId, Session> sessions = new Shelf<>(Shelf.MOST);
    private final MemoryRefresh refresh =
            new MemoryRefresh(id -> sessions.get(id).isPresent(), this::seen);
    private final Shelf<SessionId, SessionId> openedIn = new Shelf<>(Shelf.MOST);
    private final JobStore jobs;

    /** @param jobs where the clients of an ended session are to be told from */
    public MemorySessions(JobStore jobs) {
        this.jobs = jobs;
    }

    /** Where the families of these sessions turn. */
    public MemoryRefresh refresh() {
        return refresh;
    }

    @Override
    public void open(Session session, RefreshFamily family) {
        synchronized (refresh) {
            sessions.addNew(session.id(), session);
            boolean whole = false;
            try {
                refresh.add(family);
                whole = true;
            } finally {
                if (!whole) {
                    sessions.remove(session.id());
                }
            }
        }
    }

    @Override
    public void open(Session session) {
        synchronized (refresh) {
            sessions.addNew(session.id(), session);
        }
    }

    @Override
    public void open(Session session, SessionId within) {
        synchronized (refresh) {
            open(session);
            openedIn.addNew(session.id(), within);
        }
    }

    @Override
    public List<Participant> participants(SessionId id) {
        synchronized (refresh) {
            return refresh.told(session -> session.equals(id) || livesWithin(session, id));
        }
    }

    private boolean livesWithin(SessionId session, SessionId other) {
        return openedIn.get(session).filter(other::equals).isPresent()
                && sessions.get(session).filter(s -> s.ended().isEmpty()).isPresent();
    }

    @Override
    public boolean reauthenticate(SessionId id, List<String> methods, Instant now) {
        return change(
                id,
                now,
                s -> new Session(
                        s.id(),
                        s.person(),
                        s.kind(),
                        s.csrf(),
                        s.device(),
                        s.address(),
                        s.created(),
                        now,
                        s.expires(),
                        s.ended(),
                        now,
                        methods));
    }

    @Override
    public Optional<Session> byId(SessionId id) {
        synchronized (refresh) {
            return sessions.get(id);
        }
    }

    @Override
    public List<Session> live(PersonId person, Instant now) {
        synchronized (refresh) {
            return liveOf(person, now).stream()
                    .sorted(OLDEST_FIRST.reversed())
                    .limit(MOST_LIVE)
                    .toList();
        }
    }

    private List<Session> liveOf(PersonId person, Instant now) {
        return sessions.all().stream()
                .filter(session -> session.person().equals(person) && session.isLive(now))
                .toList();
    }

    private void seen(SessionId id, Instant now) {
        change(
                id,
                now,
                s -> new Session(
                        s.id(),
                        s.person(),
                        s.kind(),
                        s.csrf(),
                        s.device(),
                        s.address(),
                        s.created(),
                        now,
                        s.expires(),
                        s.ended(),
                        s.authenticated(),
                        s.methods()));
    }

    private boolean change(SessionId id, Instant now, UnaryOperator<Session> change) {
        synchronized (refresh) {
            Optional<Session> live = sessions.get(id).filter(session -> session.isLive(now));
            live.ifPresent(session -> sessions.put(id, change.apply(session)));
            return live.isPresent();
        }
    }

    @Override
    public boolean end(SessionId id, PersonId person, Instant now) {
        synchronized (refresh) {
            Optional<Session> live =
                    sessions.get(id).filter(session -> session.person().equals(person) && session.isLive(now));
            live.ifPresent(session -> end(List.of(session), now));
            return live.isPresent();
        }
    }

    @Override
    public int endAll(PersonId person, Instant now) {
        synchronized (refresh) {
            List<Session> live = liveOf(person, now);
            end(live, now);
            return live.size();
        }
    }

    @Override
    public int endGrants(PersonId person, ClientId client, Instant now) {
        synchronized (refresh) {
            List<SessionId> of = refresh.revokeOf(person, client, now);
            List<Session> own = of.stream()
                    .distinct()
                    .flatMap(id -> sessions.get(id).stream())
                    .filter(s -> s.kind() == Session.Kind.GRANT && s.isLive(now))
                    .toList();
            end(own, now);
            return of.size();
        }
    }

    /** All of them first, and then what is to be told: a session that ended with another is told of by itself. */
    private void end(List<Session> live, Instant now) {
        live.forEach(session -> close(session, now));
        live.forEach(s -> new SessionEnd(s.person(), participants(s.id()))
                .job(s.id(), now)
                .ifPresent(jobs::add));
    }

    private void close(Session s, Instant now) {
        refresh.revokeOf(s.id(), now);
        sessions.put(
                s.id(),
                new Session(
                        s.id(),
                        s.person(),
                        s.kind(),
                        s.csrf(),
                        s.device(),
                        s.address(),
                        s.created(),
                        s.lastSeen(),
                        s.expires(),
                        Optional.of(now),
                        s.authenticated(),
                        s.methods()));
    }

    @Override
    public int purge(Instant before, int most) {
        synchronized (refresh) {
            int families = refresh.purge(before, most);
            List<Session> over = sessions.all().stream()
                    .filter(s -> s.expires().isBefore(before)
                            || s.ended().filter(e -> e.isBefore(before)).isPresent())
                    .limit(most - families)
                    .toList();
            for (Session session : over) {
                refresh.removeOf(session.id());
                sessions.remove(session.id());
                openedIn.remove(session.id());
            }
            return families + over.size();
        }
    }

    /** Removes the person's sessions and families; notes how many. */
    void forget(PersonId person, Map<String, Integer> went) {
        synchronized (refresh) {
            went.put("families", refresh.forget(person));
            List<Session> own = sessions.all().stream()
                    .filter(session -> session.person().equals(person))
                    .toList();
            own.forEach(session -> {
                sessions.remove(session.id());
                openedIn.remove(session.id());
            });
            went.put("sessions", own.size());
        }
    }
}
