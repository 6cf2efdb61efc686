package dev.sallyport.domain.job;

/** Does the jobs of one kind. A job may come more than once, so doing it twice must do no harm. */
@FunctionalInterface
public interface JobHandler {
    Result run(Job job) throws Exception;

    /** As above, of a job that takes long enough to say how far it has come. */
    default Result run(Job job, Progress.Desk progress) throws Exception {
        return run(job);
    }

    /** What came of a job. */
    sealed interface Result {
        record Done() implements Result {}

        /** It did not work out this time; an exception counts as this too. */
        record Retry(String error) implements Result {}

        /** It cannot work out, however often it is tried. */
        record Dead(String reason) implements Result {}
    }
}
