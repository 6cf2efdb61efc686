package dev.sallyport.resource.document;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.document.DocumentStore;
import dev.sallyport.domain.document.FollowChanges;
import dev.sallyport.domain.document.Followers;
import dev.sallyport.domain.document.IndexDocuments;
import dev.sallyport.domain.document.ReadDocuments;
import dev.sallyport.domain.document.RingingDocuments;
import dev.sallyport.domain.document.WriteDocument;
import dev.sallyport.kit.route.Route;
import dev.sallyport.kit.told.Told;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The declared collections: their doors, and the work beside them. Where none is declared, nothing of it is loaded. */
public final class Documents {
    private static final Logger LOG = LoggerFactory.getLogger(Documents.class);

    /** Followers of this process, and of one person's documents (T43). */
    private static final int MOST_FOLLOWERS = 2_000;

    private static final int MOST_OF_PERSON = 10;

    private final List<Collection> collections;
    private final DocumentStore store;
    private final Followers followers = new Followers(MOST_FOLLOWERS, MOST_OF_PERSON);
    private final InstantSource clock;
    private final RandomSource random;
    private final MeterRegistry meters;

    public Documents(
            List<Collection> collections,
            DocumentStore store,
            MeterRegistry meters,
            InstantSource clock,
            RandomSource random) {
        this.meters = meters;
        this.collections = List.copyOf(collections);
        this.store = store;
        this.clock = clock;
        this.random = random;
    }

    public List<Route> routes() {
        if (collections.isEmpty()) {
            return List.of();
        }
        Gauge.builder("sallyport.documents.followers", followers, Followers::count)
                .description("who follows changes of documents in this process")
                .register(meters);
        var ringing = new RingingDocuments(store, followers);
        return new DocumentRoutes(
                        collections,
                        new ReadDocuments(ringing),
                        new WriteDocument(ringing, clock, random),
                        new FollowChanges(ringing, followers),
                        clock)
                .all();
    }

    /** What the calls of all collections take and give. */
    public Told told() {
        return DocumentOperations.told(collections);
    }

    /** Indexes what was indexed after another configuration, beside the requests. */
    public void start() {
        if (!collections.isEmpty()) {
            Thread.ofVirtual().name("index-documents").start(() -> collections.forEach(this::index));
        }
    }

    void index(Collection collection) {
        try {
            var drafting = new Drafting(collection);
            int count = new IndexDocuments(store).index(collection.rules(), drafting::indexed);
            if (count > 0) {
                LOG.info("{} documents of {} were indexed anew", count, collection.name());
            }
        } catch (RuntimeException failure) {
            LOG.error("documents of {} could not be indexed; the next start tries again", collection.name(), failure);
        }
    }

    /** Ends every feed; their clients come again, to whoever is there then. */
    public void leave() {
        followers.close();
    }
}
