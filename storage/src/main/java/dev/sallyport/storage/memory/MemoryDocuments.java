package dev.sallyport.storage.memory;

import dev.sallyport.domain.document.Change;
import dev.sallyport.domain.document.Document;
import dev.sallyport.domain.document.DocumentId;
import dev.sallyport.domain.document.DocumentStore;
import dev.sallyport.domain.document.Draft;
import dev.sallyport.domain.document.Expected;
import dev.sallyport.domain.document.Query;
import dev.sallyport.domain.document.Quota;
import dev.sallyport.domain.document.SortKey;
import dev.sallyport.domain.document.Space;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.storage.PartsCursor;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Documents in memory. */
public final class MemoryDocuments implements DocumentStore {
    private final Shelf<Key, Kept> documents = new Shelf<>(Shelf.MOST);
    private final Shelf<Key, Long> gone = new Shelf<>(Shelf.MOST);
    private final Map<Space, Long> changes = new HashMap<>();

    private record Key(Space space, DocumentId id) {}

    private record Kept(Document document, Draft draft) {
        SortKey key(String field) {
            return field.equals(Query.AGE) ? document.age() : draft.keys().get(field);
        }

        /** Whether it has been indexed so that the query finds it. */
        boolean fits(Query query) {
            return key(query.by()) != null
                    && query.filters().stream()
                            .allMatch(filter -> key(filter.field()) != null
                                    && filter.range().has(key(filter.field())));
        }

        boolean isOf(Optional<PersonId> writer) {
            return writer.isEmpty() || writer.equals(document.owner());
        }

        Key at() {
            return new Key(document.space(), document.id());
        }
    }

    @Override
    public synchronized Optional<Document> byId(Space space, DocumentId id) {
        return documents.get(new Key(space, id)).map(Kept::document);
    }

    @Override
    public synchronized Put put(
            Space space,
            DocumentId id,
            Optional<PersonId> owner,
            Draft draft,
            Expected expected,
            Quota quota,
            Instant now) {
        Optional<Kept> there = documents.get(new Key(space, id));
        if (there.isPresent() && !there.get().isOf(owner)) {
            return new Put.NotOwner();
        }
        if (!expected.allows(
                there.isPresent(), there.map(kept -> kept.document().version()).orElse(0L))) {
            return new Put.Unexpected();
        }
        Optional<PersonId> whose = there.isPresent() ? there.get().document().owner() : owner;
        if (!hasRoom(space, whose, draft, there, quota)) {
            return new Put.OverQuota(quota);
        }
        Instant created = there.map(kept -> kept.document().created()).orElse(now);
        var document = new Document(space, id, whose, draft.body(), changes.getOrDefault(space, 0L) + 1, created, now);
        documents.put(new Key(space, id), new Kept(document, draft));
        gone.remove(new Key(space, id));
        changes.put(space, document.version());
        return there.isPresent() ? new Put.Replaced(document) : new Put.Created(document);
    }

    private boolean hasRoom(Space space, Optional<PersonId> owner, Draft draft, Optional<Kept> there, Quota quota) {
        boolean byOwner = space.person().isEmpty() && owner.isPresent();
        List<Kept> counted = in(space)
                .filter(kept -> !byOwner || kept.document().owner().equals(owner))
                .toList();
        long bytes = counted.stream().mapToLong(kept -> kept.draft().size()).sum();
        int more = draft.size() - there.map(kept -> kept.draft().size()).orElse(0);
        return (there.isPresent() || counted.size() < quota.documents())
                && (more <= 0 || bytes + more <= quota.bytes());
    }

    private Stream<Kept> in(Space space) {
        return documents.all().stream().filter(kept -> kept.document().space().equals(space));
    }

    @Override
    public synchronized Removed remove(
            Space space, DocumentId id, Optional<PersonId> owner, Expected expected, Instant now) {
        Optional<Kept> there = documents.get(new Key(space, id));
        if (there.isEmpty()) {
            return new Removed.NotFound();
        }
        if (!there.get().isOf(owner)) {
            return new Removed.NotOwner();
        }
        if (!expected.allows(true, there.get().document().version())) {
            return new Removed.Unexpected();
        }
        return new Removed.Gone(remove(there.get()));
    }

    private long remove(Kept kept) {
        Space space = kept.document().space();
        long change = changes.merge(space, 1L, Long::sum);
        documents.remove(kept.at());
        gone.entries()
                .filter(entry -> entry.getKey().space().equals(space) && entry.getValue() <= change - REMEMBERED)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(gone::remove);
        gone.put(kept.at(), change);
        return change;
    }

    @Override
    public synchronized Page<Document> list(Space space, Query query, Slice slice) {
        Comparator<Kept> upwards = Comparator.comparing((Kept kept) -> kept.key(query.by()))
                .thenComparing(kept -> kept.document().id().value());
        Comparator<Kept> order = query.descending() ? upwards.reversed() : upwards;
        Stream<Kept> found = in(space)
                .filter(kept -> kept.fits(query) && query.range().has(kept.key(query.by())))
                .sorted(order);
        return page(
                found,
                slice,
                kept -> List.of(
                        kept.key(query.by()).value(), kept.document().id().value()),
                query.descending());
    }

    private static Page<Document> page(
            Stream<Kept> sorted, Slice slice, Function<Kept, List<String>> place, boolean descending) {
        List<Kept> all = sorted.toList();
        List<String> start = all.isEmpty()
                ? List.of("", "")
                : place.apply(all.getFirst()).stream().map(part -> "").toList();
        return PartsCursor.page(slice, start, from -> {
            List<Kept> behind = all.stream()
                    .filter(kept ->
                            slice.after().isEmpty() || (descending ? -1 : 1) * compare(place.apply(kept), from) > 0)
                    .limit(slice.limit() + 1L)
                    .toList();
            Page<Kept> page = Cursor.first(
                    behind, slice, kept -> PartsCursor.of(place.apply(kept).toArray(String[]::new)));
            return new Page<>(page.items().stream().map(Kept::document).toList(), page.next());
        });
    }

    private static int compare(List<String> a, List<String> b) {
        for (int i = 0; i < a.size(); i++) {
            int order = new SortKey(a.get(i)).compareTo(new SortKey(b.get(i)));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    @Override
    public synchronized long lastChange(Space space) {
        return changes.getOrDefault(space, 0L);
    }

    @Override
    public synchronized List<Change> changes(Space space, long after, int most) {
        Stream<Change> there = in(space)
                .map(kept ->
                        new Change(kept.document().version(), kept.document().id(), Optional.of(kept.document())));
        Stream<Change> away = gone.entries()
                .filter(entry -> entry.getKey().space().equals(space))
                .map(entry -> new Change(entry.getValue(), entry.getKey().id(), Optional.empty()));
        return Stream.concat(there, away)
                .filter(change -> change.number() > after)
                .sorted(Comparator.comparingLong(Change::number))
                .limit(most)
                .toList();
    }

    @Override
    public synchronized List<Document> indexedOtherwise(String collection, String form, int most) {
        return documents.all().stream()
                .filter(kept -> kept.document().space().collection().equals(collection)
                        && !kept.draft().form().equals(form))
                .limit(most)
                .map(Kept::document)
                .toList();
    }

    @Override
    public synchronized boolean index(Document document, Draft draft) {
        var key = new Key(document.space(), document.id());
        boolean still = documents
                .get(key)
                .filter(kept -> kept.document().version() == document.version())
                .isPresent();
        if (still) {
            documents.put(key, new Kept(document, draft));
        }
        return still;
    }

    private Stream<Kept> of(PersonId person) {
        return documents.all().stream().filter(kept -> kept.document().owner().equals(Optional.of(person)));
    }

    @Override
    public synchronized Page<Document> ownedBy(PersonId person, Slice slice) {
        Function<Kept, List<String>> place = kept -> List.of(
                kept.document().space().collection(),
                kept.document().space().name(),
                kept.document().id().value());
        return page(of(person).sorted((a, b) -> compare(place.apply(a), place.apply(b))), slice, place, false);
    }

    @Override
    public synchronized int removeOwnedBy(PersonId person, int most, Instant now) {
        List<Kept> all = of(person).limit(most).toList();
        all.forEach(this::remove);
        if (all.size() < most) {
            gone.removeKeys(key -> key.space().person().equals(Optional.of(person)));
            changes.keySet().removeIf(space -> space.person().equals(Optional.of(person)));
        }
        return all.size();
    }
}
