package dev.sallyport.files;

import dev.sallyport.domain.file.Scanner;
import dev.sallyport.domain.file.SweepUploads;
import dev.sallyport.domain.file.TypePolicy;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What people may keep here, and how much.
 *
 * @param maxSize bytes of one file, from 1
 * @param quota bytes of all files and unfinished uploads of one person, from 1
 * @param uploadsExpire how long a resumable upload is kept of which nothing more comes, from 1 minute
 * @param types which media types are taken
 * @param scanner who is asked about each content before it becomes a file, {@code clamd://host:port}
 * @param scannerDown what becomes of a file while the scanner gives no verdict
 * @param s3 the bucket in which contents lie; in the data folder where it is absent
 */
public record FilesConfiguration(
        long maxSize,
        long quota,
        Duration uploadsExpire,
        TypePolicy types,
        Optional<URI> scanner,
        ScannerDown scannerDown,
        Optional<BucketConfiguration> s3) {
    private static final long GIB = 1L << 30;
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    /** How long a scanner may take for one content. */
    private static final Duration SCAN = Duration.ofMinutes(2);

    /** What becomes of a file while the scanner gives no verdict. */
    public enum ScannerDown {
        REFUSE,
        ACCEPT
    }

    public FilesConfiguration {
        if (maxSize < 1 || quota < 1) {
            throw new IllegalArgumentException("max_size and quota must be 1 byte or more");
        }
        if (uploadsExpire.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("uploads_expire must be 1m or more");
        }
        if (scanner.isPresent() && !Clamd.isOne(scanner.get())) {
            throw new IllegalArgumentException("scanner must be clamd://host:port");
        }
    }

    public static FilesConfiguration defaults() {
        return new FilesConfiguration(
                GIB,
                10 * GIB,
                SweepUploads.STAY,
                TypePolicy.ANY,
                Optional.empty(),
                ScannerDown.REFUSE,
                Optional.empty());
    }

    /** Who judges contents, where somebody does. */
    public Optional<Scanner> judge() {
        return scanner.map(where -> new Clamd(where, SCAN));
    }
}
