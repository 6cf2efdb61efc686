package dev.sallyport.files;

/**
 * How much people may keep here.
 *
 * @param maxSize bytes of one file, from 1
 * @param quota bytes of all files of one person, from 1
 */
public record FilesConfiguration(long maxSize, long quota) {
    private static final long GIB = 1L << 30;

    public FilesConfiguration {
        if (maxSize < 1 || quota < 1) {
            throw new IllegalArgumentException("max_size and quota must be 1 byte or more");
        }
    }

    public static FilesConfiguration defaults() {
        return new FilesConfiguration(GIB, 10 * GIB);
    }
}
