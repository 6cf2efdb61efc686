package dev.sallyport.storage.memory;

import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.privacy.Erasure;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Removes what names a person from the stores in memory; each of them by itself, since memory does not break off between two. */
public record MemoryErasure(
        MemoryPeople people,
        MemorySessions sessions,
        MemoryConsents consents,
        MemoryIdentities identities,
        MemoryDevices devices,
        MemoryOneTimeValues values,
        MemoryExports exports,
        MemoryShares shares,
        MemoryLetters letters,
        MemoryJobs jobs)
        implements Erasure {

    @Override
    public SortedMap<String, Integer> erase(PersonId person, String... but) {
        Optional<String> email = people.byId(person).map(Person::email).map(EmailAddress::value);
        var went = new TreeMap<String, Integer>();
        sessions.forget(person, went);
        went.put("consents", consents.forget(person));
        went.put("identities", identities.forget(person));
        went.put("devices", devices.forget(person));
        went.put("links", values.forget(person.toString()));
        went.put("exports", exports.forget(person));
        went.put("shares", shares.forget(person));
        went.put("letters", email.map(letters::forget).orElse(0));
        went.put("jobs", jobs.forget(person.toString(), email, Set.of(but)));
        went.put("account", people.forget(person));
        return went;
    }
}
