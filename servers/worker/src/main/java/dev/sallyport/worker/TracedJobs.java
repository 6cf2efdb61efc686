package dev.sallyport.worker;

import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.RunJob.Ran;
import dev.sallyport.kit.trace.Span;
import dev.sallyport.kit.trace.TraceContext;
import dev.sallyport.kit.trace.Tracing;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A trace for each try of a job, linked to the trace of the request that added it and kept if and only if that is. It is a trace of
 * its own because it may come hours later, and again.
 */
record TracedJobs(Tracing tracing) {
    /** @param work tells what came of the job; empty where it could not be settled */
    void run(Job job, Supplier<Optional<Ran>> work) {
        Span span = begin(job)
                .note("sallyport.job.kind", job.kind())
                .note("sallyport.job.id", job.id().toString())
                .note("sallyport.job.try", job.tries());
        span.runs(() -> {
            String outcome = work.get().map(JobMetrics::outcome).orElse("unsettled");
            span.note("sallyport.job.outcome", outcome);
            if (!outcome.equals("done")) {
                span.fail(outcome);
            }
            return outcome;
        });
    }

    private Span begin(Job job) {
        String name = "job " + job.kind();
        return job.trace()
                .flatMap(TraceContext::parse)
                .map(origin -> tracing.follow(Span.Kind.CONSUMER, name, origin))
                .orElseGet(() -> tracing.begin(Span.Kind.CONSUMER, name, Optional.empty()));
    }
}
