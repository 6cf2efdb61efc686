package dev.sallyport.files;

import dev.sallyport.domain.file.SweepUploads;
import java.time.Duration;

/**
 * How much people may keep here.
 *
 * @param maxSize bytes of one file, from 1
 * @param quota bytes of all files and unfinished uploads of one person, from 1
 * @param uploadsExpire how long a resumable upload is kept of which nothing more comes, from 1 minute
 */
public record FilesConfiguration(long maxSize, long quota, Duration uploadsExpire) {
    private static final long GIB = 1L << 30;
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    public FilesConfiguration {
        if (maxSize < 1 || quota < 1) {
            throw new IllegalArgumentException("max_size and quota must be 1 byte or more");
        }
        if (uploadsExpire.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("uploads_expire must be 1m or more");
        }
    }

    public static FilesConfiguration defaults() {
        return new FilesConfiguration(GIB, 10 * GIB, SweepUploads.STAY);
    }
}
