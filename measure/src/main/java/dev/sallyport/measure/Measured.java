package dev.sallyport.measure;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** A server that load is put on, in a process of its own on loopback. */
interface Measured {
    int port();

    /** What the process has used of all cores together. */
    Duration cpu();

    /** Further counts that only grow, by what they count; how far each grew is part of the result of a load. */
    default Map<String, Double> meters() throws IOException {
        return Map.of();
    }
}
