package dev.sallyport.storage.memory;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.FamilyId;
import dev.sallyport.domain.grant.GrantTerms;
import dev.sallyport.domain.grant.RefreshFamily;
import dev.sallyport.domain.grant.RefreshStore;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.Participant;
import dev.sallyport.domain.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Refresh families in memory. Sessions are opened and ended together with them, so both stores share one lock: this one's. */
public final class MemoryRefresh implements RefreshStore {
    private static final int MOST_TOLD = 500;

    private final Shelf<FamilyId, Entry> families = new Shelf<>(Shelf.MOST);
    private final Predicate<SessionId> known;
    private final BiConsumer<SessionId, Instant> seen;

    /**
     * @param known whether there is such a session; a family is always one's
     * @param seen notes that a session was used
     */
    MemoryRefresh(Predicate<SessionId> known, BiConsumer<SessionId, Instant> seen) {
        this.known = known;
        this.seen = seen;
    }

    private record Entry(RefreshFamily family, Optional<Digest> previous) {
        Entry turned(
                int number, Digest member, Optional<Digest> before, Instant now, Instant expires, GrantTerms terms) {
            return new Entry(
                    new RefreshFamily(
                            family.id(),
                            family.session(),
                            family.person(),
                            family.client(),
                            family.scope(),
                            number,
                            member,
                            now,
                            family.created(),
                            expires,
                            family.revoked(),
                            terms),
                    before);
        }

        Entry revoked(Instant now) {
            return new Entry(
                    new RefreshFamily(
                            family.id(),
                            family.session(),
                            family.person(),
                            family.client(),
                            family.scope(),
                            family.number(),
                            family.member(),
                            family.rotated(),
                            family.created(),
                            family.expires(),
                            Optional.of(now),
                            family.terms()),
                    previous);
        }
    }

    @Override
    public synchronized Optional<RefreshFamily> byId(FamilyId id) {
        return families.get(id).map(Entry::family);
    }

    @Override
    public synchronized void add(RefreshFamily family) {
        if (!known.test(family.session())) {
            throw new IllegalArgumentException("no such session: " + family.session());
        }
        families.addNew(family.id(), new Entry(family, Optional.empty()));
    }

    @Override
    public synchronized Optional<RefreshFamily> begin(
            FamilyId id, Digest member, GrantTerms terms, Instant now, Instant expires) {
        return live(id, now)
                .filter(entry -> entry.family().number() == 0)
                .map(entry -> keep(entry.turned(1, member, Optional.empty(), now, expires, terms)));
    }

    @Override
    public synchronized Rotation rotate(
            FamilyId id, int number, Digest member, Digest next, Instant now, Duration grace) {
        Optional<Entry> live = live(id, now);
        if (live.isEmpty()) {
            return new Rotation.Gone();
        }
        Entry entry = live.get();
        RefreshFamily family = entry.family();
        if (family.number() == number && family.member().equals(member)) {
            Entry turned = entry.turned(number + 1, next, Optional.of(member), now, family.expires(), family.terms());
            seen.accept(family.session(), now);
            return new Rotation.Turned(keep(turned));
        }
        boolean second = family.number() == number + 1
                && entry.previous().equals(Optional.of(member))
                && !family.rotated().isBefore(now.minus(grace));
        if (second) {
            seen.accept(family.session(), now);
            return new Rotation.Repeated(family);
        }
        return new Rotation.Replayed(keep(entry.revoked(now)));
    }

    @Override
    public synchronized boolean revoke(FamilyId id, Instant now) {
        Optional<Entry> live = live(id, now);
        live.ifPresent(entry -> keep(entry.revoked(now)));
        return live.isPresent();
    }

    private Optional<Entry> live(FamilyId id, Instant now) {
        return families.get(id).filter(entry -> entry.family().isLive(now));
    }

    private RefreshFamily keep(Entry entry) {
        families.put(entry.family().id(), entry);
        return entry.family();
    }

    /** Revokes what belongs to a session that ended. */
    synchronized void revokeOf(SessionId session, Instant now) {
        families.all().stream()
                .filter(entry -> entry.family().session().equals(session))
                .filter(entry -> entry.family().revoked().isEmpty())
                .toList()
                .forEach(entry -> keep(entry.revoked(now)));
    }

    /** Revokes what a client holds of a person; says in which sessions, once for each family. */
    synchronized List<SessionId> revokeOf(PersonId person, ClientId client, Instant now) {
        List<Entry> held = families.all().stream()
                .filter(entry -> entry.family().person().equals(person)
                        && entry.family().client().equals(client)
                        && entry.family().isLive(now))
                .toList();
        held.forEach(entry -> keep(entry.revoked(now)));
        return held.stream().map(entry -> entry.family().session()).toList();
    }

    /** Who was given an ID token in these sessions. */
    synchronized List<Participant> told(Predicate<SessionId> sessions) {
        return families.all().stream()
                .map(Entry::family)
                .filter(family -> sessions.test(family.session()) && family.number() > 0)
                .filter(family -> family.scope().tokens().contains("openid"))
                .filter(family -> !family.client().isFirstParty())
                .map(family -> new Participant(family.client(), family.session()))
                .distinct()
                .sorted(Comparator.comparing((Participant p) -> p.client().value())
                        .thenComparing(p -> p.sid().toString()))
                .limit(MOST_TOLD)
                .toList();
    }

    /** Removes what belongs to a session that is removed. */
    synchronized void removeOf(SessionId session) {
        families.removeIf(entry -> entry.family().session().equals(session), Integer.MAX_VALUE);
    }

    synchronized int forget(PersonId person) {
        return families.removeIf(entry -> entry.family().person().equals(person), Integer.MAX_VALUE);
    }

    synchronized int purge(Instant before, int most) {
        return families.removeIf(
                entry -> entry.family().expires().isBefore(before)
                        || entry.family()
                                .revoked()
                                .filter(r -> r.isBefore(before))
                                .isPresent(),
                most);
    }
}
