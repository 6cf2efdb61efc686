package dev.sallyport.domain.credential;

import dev.sallyport.domain.KeyedDigest;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.key.Sealer;
import dev.sallyport.domain.person.PersonId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes and reads the statement "this browser has signed in to these accounts before", which a browser keeps as a cookie.
 * It is no credential: all it gives is a count of failures of its own, so that a stranger's guesses do not lock the owner
 * out (T23).
 */
public final class KnownBrowsers {
    /** How long a browser is remembered after its last sign-in. */
    public static final Duration LIFE = Duration.ofDays(400);

    private static final int MOST_PEOPLE = 5;
    private static final int LONGEST = 512;
    private final KeyedDigest digest;
    private final RandomSource random;

    public KnownBrowsers(Sealer sealer, RandomSource random) {
        this.digest = new KeyedDigest(sealer.derive("known-browsers"));
        this.random = random;
    }

    /** A browser by its random name, and who has signed in there, the last one first. */
    public record KnownBrowser(String id, List<PersonId> people) {
        public KnownBrowser {
            people = List.copyOf(people);
        }

        public boolean knows(PersonId person) {
            return people.contains(person);
        }
    }

    /** What the statement says, or empty when it is none of ours or too old. */
    public Optional<KnownBrowser> read(String statement, Instant now) {
        String[] parts = statement.length() > LONGEST ? new String[0] : statement.split("\\.", -1);
        if (parts.length != 4 || !digest.matches(parts[3], parts[0], parts[1], parts[2])) {
            return Optional.empty();
        }
        if (!now.isBefore(Instant.ofEpochSecond(Long.parseLong(parts[1])))) {
            return Optional.empty();
        }
        var people = Arrays.stream(parts[2].split("~", -1)).map(PersonId::of).collect(Collectors.toList());
        return Optional.of(new KnownBrowser(parts[0], people));
    }

    /** The statement after {@code person} signed in on the browser that sent {@code statement} (empty: a new browser). */
    public String admit(String statement, PersonId person, Instant now) {
        var known = read(statement, now);
        var people = new ArrayList<PersonId>();
        people.add(person);
        known.stream()
                .flatMap(k -> k.people().stream())
                .filter(p -> !p.equals(person))
                .forEach(people::add);
        String id = known.map(KnownBrowser::id).orElseGet(random::token);
        String until = Long.toString(now.plus(LIFE).getEpochSecond());
        String list = people.stream().limit(MOST_PEOPLE).map(PersonId::toString).collect(Collectors.joining("~"));
        return String.join(".", id, until, list, digest.of(id, until, list));
    }
}
