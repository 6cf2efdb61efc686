package dev.sallyport.domain.document;

import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.PersonId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Documents whose changes wake those who follow them in this process. */
public final class RingingDocuments implements DocumentStore {
    private final DocumentStore inner;
    private final Followers followers;

    public RingingDocuments(DocumentStore inner, Followers followers) {
        this.inner = inner;
        this.followers = followers;
    }

    @Override
    public Optional<Document> byId(Space space, DocumentId id) {
        return inner.byId(space, id);
    }

    @Override
    public Put put(
            Space space,
            DocumentId id,
            Optional<PersonId> owner,
            Draft draft,
            Expected expected,
            Quota quota,
            Instant now) {
        Put put = inner.put(space, id, owner, draft, expected, quota, now);
        if (put instanceof Put.Created || put instanceof Put.Replaced) {
            followers.ring(space);
        }
        return put;
    }

    @Override
    public Removed remove(Space space, DocumentId id, Optional<PersonId> owner, Expected expected, Instant now) {
        Removed removed = inner.remove(space, id, owner, expected, now);
        if (removed instanceof Removed.Gone) {
            followers.ring(space);
        }
        return removed;
    }

    @Override
    public Page<Document> list(Space space, Query query, Slice slice) {
        return inner.list(space, query, slice);
    }

    @Override
    public long lastChange(Space space) {
        return inner.lastChange(space);
    }

    @Override
    public List<Change> changes(Space space, long after, int most) {
        return inner.changes(space, after, most);
    }

    @Override
    public List<Document> indexedOtherwise(String collection, String form, int most) {
        return inner.indexedOtherwise(collection, form, most);
    }

    @Override
    public boolean index(Document document, Draft draft) {
        return inner.index(document, draft);
    }

    @Override
    public Page<Document> ownedBy(PersonId person, Slice slice) {
        return inner.ownedBy(person, slice);
    }

    @Override
    public int removeOwnedBy(PersonId person, int most, Instant now) {
        return inner.removeOwnedBy(person, most, now);
    }
}
