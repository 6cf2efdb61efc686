package dev.sallyport.auth.endpoint;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobDesk;
import dev.sallyport.domain.job.JobDesk.State;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.Administrator;
import dev.sallyport.kit.route.Slices;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code GET /v1/admin/jobs?state=&limit=&after=}, {@code POST /v1/admin/jobs/{id}/retry} and {@code DELETE /v1/admin/jobs/{id}}:
 * the queue, and what was given up in it. What a job carries is not shown: it may hold a link that is somebody's credential.
 */
public final class Jobs {
    private final JobDesk desk;
    private final RecordEvent events;
    private final InstantSource clock;

    public Jobs(JobDesk desk, RecordEvent events, InstantSource clock) {
        this.desk = desk;
        this.events = events;
        this.clock = clock;
    }

    record View(
            String id,
            String kind,
            String state,
            int tries,
            String createdAt,
            String dueAt,
            Optional<String> template,
            Optional<String> recipient,
            Optional<String> reason,
            Optional<Integer> percent) {
        static View of(JobDesk.Listed listed) {
            Job job = listed.job();
            return new View(
                    job.id().toString(),
                    job.kind(),
                    listed.state().name().toLowerCase(Locale.ROOT),
                    job.tries(),
                    at(job.created()),
                    at(job.due()),
                    Optional.ofNullable(job.payload().get("template")),
                    Optional.ofNullable(job.payload().get("to")),
                    job.lastError(),
                    listed.progress().map(progress -> (int) (100 * progress.done() / progress.all())));
        }

        private static String at(Instant time) {
            return time.truncatedTo(ChronoUnit.SECONDS).toString();
        }
    }

    record Items(List<View> items, Optional<String> next) {}

    public Response list(Request request, Administrator administrator) {
        return request.params()
                .flatMap(params -> Wanted.of(params.first("state")))
                .map(wanted -> Slices.of(request, slice -> {
                    var page = desk.list(wanted.state(), clock.instant(), slice);
                    return Answers.json(
                            200, new Items(page.items().stream().map(View::of).toList(), page.next()));
                }))
                .orElseGet(() ->
                        Problem.malformed("state is waiting, running or dead.").response());
    }

    /** Which jobs are asked for: those of a state, or of any. */
    private record Wanted(Optional<State> state) {
        /** Empty where there is no such state. */
        static Optional<Wanted> of(Optional<String> named) {
            Optional<State> state = named.flatMap(name -> Arrays.stream(State.values())
                    .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst());
            return named.isPresent() == state.isPresent() ? Optional.of(new Wanted(state)) : Optional.empty();
        }
    }

    public Response retry(Request request, Administrator administrator) {
        Instant now = clock.instant();
        return settled(request, administrator, "retry", id(request).flatMap(id -> desk.revive(id, now)), now);
    }

    public Response discard(Request request, Administrator administrator) {
        return settled(request, administrator, "discard", id(request).flatMap(desk::discard), clock.instant());
    }

    private Response settled(
            Request request, Administrator administrator, String what, Optional<Job> job, Instant now) {
        job.ifPresent(found -> events.record(
                AuditEvent.Kind.JOB_CHANGED,
                Optional.of(administrator.person()),
                Optional.empty(),
                request.peer(),
                Map.of("changed", what, "job", found.id().toString(), "kind", found.kind()),
                now));
        return job.map(found -> Answers.noContent())
                .orElseGet(() -> Problem.notFound().response());
    }

    private static Optional<UUID> id(Request request) {
        try {
            return Optional.of(UUID.fromString(request.variable("id")));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }
}
