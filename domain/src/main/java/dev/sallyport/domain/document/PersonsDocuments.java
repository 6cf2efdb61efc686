package dev.sallyport.domain.document;

import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.privacy.Archive;
import dev.sallyport.domain.privacy.Facts;
import dev.sallyport.domain.privacy.Holding;
import dev.sallyport.domain.privacy.Holdings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Iterator;

/** Every document that is a person's, in whichever collection: told in an export, and removed when they leave. */
public final class PersonsDocuments implements Holding {
    private static final int STEP = 500;

    private final DocumentStore documents;
    private final InstantSource clock;

    public PersonsDocuments(DocumentStore documents, InstantSource clock) {
        this.documents = documents;
        this.clock = clock;
    }

    /** Each document as a file of its own, since it is JSON already, and a list of all of them. */
    @Override
    public void tell(Person person, Archive archive) throws IOException {
        Iterator<Document> all = Holdings.each(slice -> documents.ownedBy(person.id(), slice));
        while (all.hasNext()) {
            Document document = all.next();
            archive.content(
                    path(document), new ByteArrayInputStream(document.body().getBytes(StandardCharsets.UTF_8)));
        }
        archive.list(
                "documents",
                Holdings.all(
                        slice -> documents.ownedBy(person.id(), slice),
                        document -> Facts.of("collection", document.space().collection())
                                .and("id", document.id().value())
                                .and("path", path(document))
                                .and("version", document.version())
                                .and("created_at", document.created())
                                .and("changed_at", document.changed())));
    }

    private static String path(Document document) {
        return "documents/" + document.space().collection() + "/"
                + document.id().value() + ".json";
    }

    /** Removes every document of the owner's; says how many. Doing it again does no harm. */
    public int erase(PersonId owner) {
        int gone = 0;
        for (int step = removed(owner); step > 0; step = removed(owner)) {
            gone += step;
        }
        return gone;
    }

    private int removed(PersonId owner) {
        return documents.removeOwnedBy(owner, STEP, clock.instant());
    }
}
