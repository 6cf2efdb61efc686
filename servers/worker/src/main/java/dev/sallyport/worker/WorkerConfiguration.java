package dev.sallyport.worker;

import dev.sallyport.domain.audit.TellSubscribers;
import dev.sallyport.domain.job.Recurring;
import dev.sallyport.domain.job.Schedule;
import dev.sallyport.domain.letter.NoticeOfEvents;
import dev.sallyport.domain.person.ForgottenPassword;
import dev.sallyport.domain.person.Letters;
import dev.sallyport.domain.privacy.ErasePerson;
import dev.sallyport.domain.privacy.ExportPerson;
import dev.sallyport.domain.session.LogoutNotice;
import dev.sallyport.domain.session.SessionEnd;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the worker works.
 *
 * @param concurrency how many jobs it does at once, 1 to 256
 * @param atOnce how many of a kind it does at once, where that is not the usual number
 * @param schedule when a recurring kind is due, where that is not the usual time: a cron expression of five fields, in UTC
 * @param poll how often it looks for jobs that other processes added
 * @param lease how long a job stays that of a worker that died; a worker that lives renews it while it works
 */
public record WorkerConfiguration(
        int concurrency, Map<String, Integer> atOnce, Map<String, String> schedule, Duration poll, Duration lease) {
    /** By default half the hands stay free of letters, and one is enough to clean up. */
    private static final int LETTERS = 4;

    /** Archives move all bytes of a person. */
    private static final int EXPORTS = 2;

    static final String PURGE = "purge";
    static final String ADDRESSES = "addresses";
    static final String CONTENTS = "contents";
    static final String AUDIT_SEAL = "audit-seal";
    static final String AUDIT_PURGE = "audit-purge";

    /** Every kind of job, those first for which somebody waits. */
    static final List<String> KINDS = List.of(
            Letters.KIND,
            ForgottenPassword.KIND,
            NoticeOfEvents.KIND,
            SessionEnd.KIND,
            LogoutNotice.KIND,
            TellSubscribers.KIND,
            ErasePerson.KIND,
            ExportPerson.KIND,
            PURGE,
            AUDIT_SEAL,
            ADDRESSES,
            CONTENTS,
            AUDIT_PURGE);

    /** How often the recurring kinds are due where nothing else is said. */
    private static final Map<String, Duration> USUALLY = new TreeMap<>(Map.of(
            PURGE,
            Duration.ofMinutes(5),
            ADDRESSES,
            Duration.ofDays(1),
            CONTENTS,
            Duration.ofHours(1),
            AUDIT_SEAL,
            Duration.ofSeconds(30),
            AUDIT_PURGE,
            Duration.ofHours(1)));

    private static final int MOST = 256;

    public WorkerConfiguration {
        atOnce = Map.copyOf(atOnce);
        schedule = Map.copyOf(schedule);
        schedule.forEach(WorkerConfiguration::checked);
        atOnce.forEach((kind, number) -> {
            if (!KINDS.contains(kind) || number < 1 || number > MOST) {
                throw new IllegalArgumentException(
                        "at_once must give some of " + String.join(", ", KINDS) + " a number from 1 to " + MOST);
            }
        });
        if (concurrency < 1 || concurrency > MOST) {
            throw new IllegalArgumentException("concurrency must be 1 to " + MOST);
        }
        if (poll.compareTo(Duration.ofMillis(50)) < 0 || poll.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("poll must be 50ms to 5m");
        }
        if (lease.compareTo(Duration.ofSeconds(5)) < 0 || lease.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("lease must be 5s to 1h");
        }
    }

    public static WorkerConfiguration defaults() {
        return new WorkerConfiguration(8, Map.of(), Map.of(), Duration.ofSeconds(1), Duration.ofMinutes(2));
    }

    private static void checked(String kind, String expression) {
        if (!USUALLY.containsKey(kind)) {
            throw new IllegalArgumentException("schedule must name some of " + String.join(", ", USUALLY.keySet()));
        }
        try {
            CronSchedule.of(expression);
        } catch (IllegalArgumentException noTime) {
            throw new IllegalArgumentException(
                    "schedule must give " + kind + " a cron expression of five fields, such as 30 3 * * *", noTime);
        }
    }

    /** The recurring jobs and their times. */
    List<Recurring> recurring() {
        return USUALLY.entrySet().stream()
                .map(usual -> new Recurring(
                        usual.getKey(),
                        schedule.containsKey(usual.getKey())
                                ? CronSchedule.of(schedule.get(usual.getKey()))
                                : Schedule.every(usual.getValue())))
                .toList();
    }

    /** How many of the kind are done at once. */
    int atOnce(String kind) {
        int usual = switch (kind) {
            case Letters.KIND -> LETTERS;
            case ExportPerson.KIND -> EXPORTS;
            case PURGE, ADDRESSES, CONTENTS, AUDIT_SEAL, AUDIT_PURGE -> 1;
            default -> concurrency;
        };
        return Math.min(concurrency, atOnce.getOrDefault(kind, usual));
    }
}
