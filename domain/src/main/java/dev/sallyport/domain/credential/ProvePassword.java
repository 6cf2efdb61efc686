package dev.sallyport.domain.credential;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.attempt.AttemptKey;
import dev.sallyport.domain.attempt.AttemptNames;
import dev.sallyport.domain.attempt.AttemptPolicy;
import dev.sallyport.domain.attempt.AttemptStore;
import dev.sallyport.domain.attempt.AttemptStore.Begun;
import dev.sallyport.domain.attempt.AttemptStore.Failed;
import dev.sallyport.domain.attempt.AttemptStore.Succeeded;
import dev.sallyport.domain.credential.PasswordHasher.Hashed;
import dev.sallyport.domain.credential.PasswordHasher.Verdict;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.PersonStore;
import dev.sallyport.domain.privacy.Address;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Judges a name and a password. It is the one path to a judgement (T19): every endpoint comes through here, every attempt
 * takes its place before it is judged (T22), and a name that nobody has is treated as any other (T24).
 */
public final class ProvePassword {
    /** Nobody's id, so that an unknown name costs the same look-ups as a known one. */
    private static final PersonId NOBODY = new PersonId(new UUID(0, 0));

    private static final Duration SOON = Duration.ofSeconds(1);

    private final PersonStore people;
    private final PasswordHasher hasher;
    private final AttemptStore attempts;
    private final AttemptPolicy policy;
    private final AttemptNames names;
    private final KnownBrowsers browsers;
    private final NoteFailure note;
    private final InstantSource clock;

    public ProvePassword(
            PersonStore people,
            PasswordHasher hasher,
            AttemptStore attempts,
            AttemptPolicy policy,
            AttemptNames names,
            KnownBrowsers browsers,
            NoteFailure note,
            InstantSource clock) {
        this.people = people;
        this.hasher = hasher;
        this.attempts = attempts;
        this.policy = policy;
        this.names = names;
        this.browsers = browsers;
        this.note = note;
        this.clock = clock;
    }

    /**
     * What somebody claims.
     *
     * @param name as typed
     * @param browser the statement of {@link KnownBrowsers} that the browser sent, empty where there was none
     */
    public record Claim(String name, Secret password, String browser, Address address) {}

    /** What a claim came to. */
    public sealed interface Outcome {}

    /** The claim holds, and the account is active. */
    public record Proven(Person person) implements Outcome {}

    /** The claim was not judged to hold; which of these it is does not depend on whether the name is somebody's. */
    public sealed interface Unproven extends Outcome {}

    /** Unknown name, wrong password or disabled account. */
    public record Wrong() implements Unproven {}

    public record Suspended(Instant until) implements Unproven {}

    /** Other attempts on the name are being judged at this moment. */
    public record Crowded(Duration retryAfter) implements Unproven {}

    /** The hashing pool is full (T44). */
    public record Busy() implements Unproven {}

    public Outcome prove(Claim claim) {
        Instant now = clock.instant();
        Optional<Person> person = EmailAddress.parse(claim.name()).flatMap(people::byEmail);
        AttemptKey name = names.ofName(claim.name());
        var places = new ArrayList<AttemptKey>();
        Begun byName = begin(name, places, now);
        browserKey(claim, person, now).ifPresent(key -> begin(key, places, now));
        if (places.isEmpty()) {
            return refusal(byName);
        }
        Optional<PasswordHash> hash = people.password(person.map(Person::id).orElse(NOBODY));
        Verdict verdict =
                hash.map(h -> hasher.check(claim.password(), h)).orElseGet(() -> hasher.checkNobody(claim.password()));
        return switch (verdict) {
            case Verdict.Busy() -> {
                places.forEach(attempts::giveBack);
                yield new Busy();
            }
            case Verdict.Match(boolean stale)
            when person.isPresent() && person.get().isActive() -> {
                if (!succeeded(places)) {
                    yield new Crowded(SOON);
                }
                if (stale) {
                    hash.ifPresent(old -> rehash(person.get(), claim.password(), old));
                }
                yield new Proven(person.get());
            }
            case Verdict.Match(boolean stale) -> failed(name, places, person, claim.address());
            case Verdict.Mismatch() -> failed(name, places, person, claim.address());
        };
    }

    /** A browser known to the account has a count of its own, which strangers cannot fill (T23). */
    private Optional<AttemptKey> browserKey(Claim claim, Optional<Person> person, Instant now) {
        return person.flatMap(p -> browsers.read(claim.browser(), now)
                .filter(browser -> browser.knows(p.id()))
                .map(browser -> names.ofBrowser(browser.id(), p.id())));
    }

    private Begun begin(AttemptKey key, List<AttemptKey> places, Instant now) {
        Begun begun = attempts.begin(key, policy, now);
        if (begun instanceof Begun.Judge) {
            places.add(key);
        }
        return begun;
    }

    private static Unproven refusal(Begun begun) {
        return switch (begun) {
            case Begun.Suspended(Instant until) -> new Suspended(until);
            case Begun.Crowded(Duration retryAfter) -> new Crowded(retryAfter);
            case Begun.Judge() -> throw new IllegalStateException("a place was taken and then forgotten");
        };
    }

    /** Whether any of the places still stood; else the answer is that of a failure without a place. */
    private boolean succeeded(List<AttemptKey> places) {
        Instant now = clock.instant();
        return places.stream()
                        .filter(place -> attempts.succeed(place, policy, now) instanceof Succeeded.Holds)
                        .count()
                > 0;
    }

    private Unproven failed(AttemptKey name, List<AttemptKey> places, Optional<Person> person, Address address) {
        Instant now = clock.instant();
        note.failed(person, address, now);
        boolean counted = false;
        for (AttemptKey place : places) {
            Failed failed = attempts.fail(place, policy, now);
            counted |= !(failed instanceof Failed.NoPlace);
            if (failed instanceof Failed.NowSuspended(Instant until) && place.equals(name)) {
                note.suspended(person, name, address, now, until);
            }
        }
        return counted ? new Wrong() : new Crowded(SOON);
    }

    private void rehash(Person person, Secret password, PasswordHash old) {
        if (hasher.hash(password) instanceof Hashed.Done(PasswordHash fresh)) {
            people.replacePassword(person.id(), old, fresh);
        }
    }
}
