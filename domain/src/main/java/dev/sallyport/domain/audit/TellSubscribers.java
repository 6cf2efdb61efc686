package dev.sallyport.domain.audit;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.SessionId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Leaves a job for each subscriber of an event: a webhook that is delivered beside the requests, and tried until it is taken. */
public final class TellSubscribers implements AuditFollower {
    /** The kind of the jobs. */
    public static final String KIND = "webhook";

    /** Before the name of a detail of the event, in the job. */
    public static final String DETAIL = "detail.";

    private final List<Subscription> subscriptions;
    private final RandomSource random;

    public TellSubscribers(List<Subscription> subscriptions, RandomSource random) {
        this.subscriptions = List.copyOf(subscriptions);
        this.random = random;
    }

    @Override
    public List<Job> after(AuditEvent event) {
        return subscriptions.stream()
                .filter(subscription -> subscription.kinds().contains(event.kind()))
                .map(subscription -> job(subscription, event))
                .toList();
    }

    private Job job(Subscription subscription, AuditEvent event) {
        Map<String, String> payload = new HashMap<>();
        payload.put("subscriber", subscription.id());
        payload.put("event", event.id().toString());
        payload.put("type", event.kind().wireName());
        payload.put("at", event.at().toString());
        event.person().map(PersonId::toString).ifPresent(person -> payload.put("person", person));
        event.session().map(SessionId::toString).ifPresent(session -> payload.put("session", session));
        event.details().forEach((name, value) -> payload.put(DETAIL + name, value));
        return new Job(
                random.uuid(event.at()), KIND, Optional.empty(), payload, 0, event.at(), event.at(), Optional.empty());
    }
}
