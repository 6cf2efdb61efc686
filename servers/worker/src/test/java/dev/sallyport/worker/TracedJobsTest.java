package dev.sallyport.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.RunJob.Ran;
import dev.sallyport.kit.trace.Span;
import dev.sallyport.kit.trace.TraceContext;
import dev.sallyport.kit.trace.Tracing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A job's trace: of its own, and linked to that of the request which added it. */
class TracedJobsTest {
    private static final TraceContext KEPT = new TraceContext(1, 2, 3, true);
    private static final TraceContext PASSED = new TraceContext(4, 5, 6, false);

    private final List<Span> ended = new ArrayList<>();

    private TracedJobs keeping(double share) {
        return new TracedJobs(new Tracing(
                new SplittableRandom(9)::nextLong, share, "h", () -> Instant.EPOCH, System::nanoTime, ended::add));
    }

    private static Job job(Optional<String> trace) {
        return new Job(
                new UUID(7, 7),
                "mail",
                Optional.of("ada@example.org"),
                Map.of("to", "ada@example.org"),
                2,
                Instant.EPOCH,
                Instant.EPOCH,
                Optional.empty(),
                trace);
    }

    @Test
    void a_job_is_linked_to_its_request_and_kept_if_that_is() {
        keeping(0).run(job(Optional.of(KEPT.toField())), () -> Optional.of(new Ran.Done()));
        Span span = ended.getFirst();
        assertThat(span.name()).isEqualTo("job mail");
        assertThat(span.kind()).isEqualTo(Span.Kind.CONSUMER);
        assertThat(span.link()).contains(KEPT);
        assertThat(span.context().traceId()).isNotEqualTo(KEPT.traceId());
        assertThat(span.attributes())
                .containsEntry("sallyport.job.kind", "mail")
                .containsEntry("sallyport.job.try", 2L)
                .containsEntry("sallyport.job.outcome", "done");
        assertThat(span.attributes().toString()).doesNotContain("ada@");
        keeping(1).run(job(Optional.of(PASSED.toField())), () -> Optional.of(new Ran.Done()));
        assertThat(ended).hasSize(1);
    }

    @Test
    void a_job_that_nobody_asked_for_is_sampled_by_itself() {
        keeping(1).run(job(Optional.empty()), () -> Optional.of(new Ran.Done()));
        keeping(1).run(job(Optional.of("not a traceparent")), () -> Optional.of(new Ran.Done()));
        keeping(0).run(job(Optional.empty()), () -> Optional.of(new Ran.Done()));
        assertThat(ended).hasSize(2).allSatisfy(span -> assertThat(span.link()).isEmpty());
    }

    @Test
    void what_did_not_end_well_is_an_error_without_its_reason() {
        keeping(1).run(job(Optional.empty()), () -> Optional.of(new Ran.Buried("no mailbox ada@example.org")));
        assertThat(ended.getFirst().error()).contains("buried");
        keeping(1).run(job(Optional.empty()), Optional::empty);
        assertThat(ended.getLast().error()).contains("unsettled");
        assertThat(ended.toString() + ended.getFirst().attributes()).doesNotContain("ada@");
    }
}
