package dev.sallyport.auth.page;

/**
 * The mark of an installation.
 *
 * @param mediaType {@code image/svg+xml} or {@code image/png}
 */
public record Logo(String mediaType, byte[] bytes) {}
