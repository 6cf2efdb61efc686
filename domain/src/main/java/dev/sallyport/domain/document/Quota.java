package dev.sallyport.domain.document;

/**
 * How much may be kept: by each person where documents are somebody's, else by the collection.
 *
 * @param documents how many, from 1
 * @param bytes of all bodies together, from 1
 */
public record Quota(long documents, long bytes) {
    public Quota {
        if (documents < 1 || bytes < 1) {
            throw new IllegalArgumentException("documents and bytes must be 1 or more");
        }
    }
}
