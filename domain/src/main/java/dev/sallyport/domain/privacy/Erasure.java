package dev.sallyport.domain.privacy;

import dev.sallyport.domain.person.PersonId;
import java.util.SortedMap;

/** Where the rows about people lie that only go together. */
public interface Erasure {
    /**
     * Removes in one step the account and every row that names the person by their id or address: sessions with their families,
     * consents, linked identities, links and codes, devices, exports, what is remembered of their documents, what others let them read, letters that wait and other jobs.
     * Not files, uploads and documents, which have verbs of their own; not the events of the log, which stay under an id that is
     * nobody's from now on; not the jobs of the kinds {@code but}. Says how many rows of each kind went; doing it again does no
     * harm.
     */
    SortedMap<String, Integer> erase(PersonId person, String... but);
}
