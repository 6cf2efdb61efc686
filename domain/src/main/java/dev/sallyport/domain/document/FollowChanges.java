package dev.sallyport.domain.document;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Somebody follows how the documents change that they may read (T47). */
public final class FollowChanges {
    private final DocumentStore documents;
    private final Followers followers;

    public FollowChanges(DocumentStore documents, Followers followers) {
        this.documents = documents;
        this.followers = followers;
    }

    /**
     * Begins behind change {@code after}, or with what changes from now on.
     *
     * @param after 0 for everything that is there
     */
    public Followed follow(DocumentCollection collection, Visitor visitor, OptionalLong after) {
        Optional<Space> space = collection.reading(visitor);
        if (space.isEmpty()) {
            return new Followed.NotFound();
        }
        return followers
                .follow(space.get())
                .<Followed>map(place -> begun(space.get(), place, after))
                .orElseGet(Followed.TooMany::new);
    }

    private Followed begun(Space space, Followers.Follower place, OptionalLong after) {
        try {
            long last = documents.lastChange(space);
            long from = after.orElse(last);
            // What was taken away too long ago is not told any more; and a number of the future is of another time.
            boolean broken = from > last || (from > 0 && from < last - DocumentStore.REMEMBERED);
            return new Followed.From(space, broken ? last : from, broken, place);
        } catch (RuntimeException noDatabase) {
            place.close();
            throw noDatabase;
        }
    }

    /** What changed behind {@code after}, at most {@code most}. */
    public List<Change> next(Space space, long after, int most) {
        return documents.changes(space, after, most);
    }

    /** What came of it. */
    public sealed interface Followed {
        /**
         * @param after behind which change it goes on
         * @param broken whether changes before are not known any more, so that the list must be read anew
         */
        record From(Space space, long after, boolean broken, Followers.Follower place) implements Followed {}

        record NotFound() implements Followed {}

        record TooMany() implements Followed {}
    }
}
