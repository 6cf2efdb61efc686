package dev.sallyport.domain.job;

/**
 * How far a long job has come.
 *
 * @param done how much of it is done, from 0 to {@code all}
 * @param all from 1
 */
public record Progress(long done, long all) {
    public Progress {
        if (all < 1 || done < 0 || done > all) {
            throw new IllegalArgumentException("0 <= done <= all, and all from 1");
        }
    }

    /** Where a handler says how far it has come. */
    @FunctionalInterface
    public interface Desk {
        /** False when the lease was lost: another worker does the job now, and this one had better stop. */
        boolean reached(Progress progress);
    }
}
