package dev.sallyport.domain.privacy;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.audit.TellSubscribers;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobHandler;
import dev.sallyport.domain.job.JobStore;
import dev.sallyport.domain.person.AccountState;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.PersonStore;
import dev.sallyport.domain.session.SessionStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * Removes a person and everything that is theirs (Regulation (EU) 2016/679 Art. 17), in two rounds. The first closes the account and
 * removes what lies outside the tables of the account. Access tokens that were made before still open doors for their life, and
 * clients are being told that sessions ended; so the second comes when that is over, removes what came meanwhile, and the account
 * with the rest. The log then says what went, under an id that is nobody's any more. Every step may be done again.
 */
public final class ErasePerson implements JobHandler {
    /** The kind of the jobs. */
    public static final String KIND = "erase-person";

    private static final String PERSON = "person";
    private static final String BY = "by";
    private static final String LAST = "last";

    private final PersonStore people;
    private final SessionStore sessions;
    private final SequencedMap<String, ToIntFunction<PersonId>> belongings;
    private final Erasure erasure;
    private final JobStore jobs;
    private final RecordEvent events;
    private final Duration rest;
    private final InstantSource clock;
    private final RandomSource random;

    /**
     * @param belongings what has verbs of its own: removes what is the person's and says how much went, by name
     * @param rest how long something made before may still act for the person
     */
    public ErasePerson(
            PersonStore people,
            SessionStore sessions,
            SequencedMap<String, ToIntFunction<PersonId>> belongings,
            Erasure erasure,
            JobStore jobs,
            RecordEvent events,
            Duration rest,
            InstantSource clock,
            RandomSource random) {
        this.people = people;
        this.sessions = sessions;
        this.belongings = new LinkedHashMap<>(belongings);
        this.erasure = erasure;
        this.jobs = jobs;
        this.events = events;
        this.rest = rest;
        this.clock = clock;
        this.random = random;
    }

    /** The job that begins it. */
    static Job job(PersonId person, String by, RandomSource random, Instant now) {
        return new Job(
                random.uuid(now),
                KIND,
                Optional.of(person.toString()),
                Map.of(PERSON, person.toString(), BY, by),
                0,
                now,
                now,
                Optional.empty());
    }

    @Override
    public Result run(Job job) {
        PersonId person = PersonId.of(job.payload().get(PERSON));
        var went = new TreeMap<String, Integer>();
        people.changeState(person, AccountState.DISABLED);
        sessions.endAll(person, clock.instant());
        belongings.forEach((name, erase) -> {
            int before = Integer.parseInt(job.payload().getOrDefault(name, "0"));
            went.put(name, before + erase.applyAsInt(person));
        });
        if (job.payload().containsKey(LAST)) {
            went.putAll(erasure.erase(person, KIND, TellSubscribers.KIND));
            record(person, job.payload().get(BY), went);
        } else {
            jobs.add(last(job, person, went));
        }
        return new Result.Done();
    }

    private Job last(Job first, PersonId person, Map<String, Integer> went) {
        Instant now = clock.instant();
        var payload = new HashMap<>(first.payload());
        payload.put(LAST, "yes");
        went.forEach((name, count) -> payload.put(name, Integer.toString(count)));
        return new Job(
                random.uuid(now),
                KIND,
                Optional.of(person + " " + LAST),
                payload,
                0,
                now.plus(rest),
                now,
                Optional.empty());
    }

    private void record(PersonId person, String by, Map<String, Integer> went) {
        var details = new TreeMap<String, String>();
        details.put(BY, by);
        went.forEach((name, count) -> details.put(name, Integer.toString(count)));
        events.record(AuditEvent.Kind.ACCOUNT_ERASED, Optional.of(person), details, clock.instant());
    }
}
