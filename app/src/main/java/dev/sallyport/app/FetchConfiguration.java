package dev.sallyport.app;

/**
 * How addresses that others name are asked: key sets, metadata documents, other providers.
 *
 * @param allowPrivate whether {@code http} and addresses that are not public may be asked; for development and tests
 */
record FetchConfiguration(boolean allowPrivate) {
    static FetchConfiguration defaults() {
        return new FetchConfiguration(false);
    }
}
