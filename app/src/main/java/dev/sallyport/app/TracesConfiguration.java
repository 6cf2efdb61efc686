package dev.sallyport.app;

import java.net.URI;
import java.util.Optional;

/**
 * Where spans are sent.
 *
 * @param endpoint the whole URL of a collector, such as {@code http://127.0.0.1:4318/v1/traces} (OTLP over HTTP); without it no
 *     spans are kept, and log lines have the ids of their traces all the same
 * @param sample how many of the traces that begin here are kept, from 0 to 1
 * @param service what the spans call this program
 */
record TracesConfiguration(Optional<URI> endpoint, double sample, String service) {
    static TracesConfiguration defaults() {
        return new TracesConfiguration(Optional.empty(), 0.1, "sallyport");
    }
}
