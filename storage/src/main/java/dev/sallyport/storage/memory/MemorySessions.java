package dev.sallyport.storage.memory;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.grant.RefreshFamily;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.session.SessionStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Sessions in memory, with the refresh families that live and die with them. */
public final class MemorySessions implements SessionStore {
    private static final int MOST_LIVE = 200;
    private static final Comparator<Session> OLDEST_FIRST = Comparator.comparing(Session::created)
            .thenComparing(session -> session.id().toString());

    private final Shelf<SessionId, Session> sessions = new Shelf<>(Shelf.MOST);
    private final MemoryRefresh refresh =
            new MemoryRefresh(id -> sessions.get(id).isPresent());

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

    @Override
    public boolean touch(SessionId id, Optional<Digest> csrf, Instant now) {
        return change(
                id,
                now,
                s -> new Session(
                        s.id(),
                        s.person(),
                        s.kind(),
                        csrf.or(s::csrf),
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
            live.ifPresent(session -> end(session, now));
            return live.isPresent();
        }
    }

    @Override
    public int endAll(PersonId person, Instant now) {
        synchronized (refresh) {
            List<Session> live = liveOf(person, now);
            live.forEach(session -> end(session, now));
            return live.size();
        }
    }

    private void end(Session s, Instant now) {
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
            }
            return families + over.size();
        }
    }
}
