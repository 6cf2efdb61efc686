package dev.sallyport.measure;

import java.time.Duration;

/** A server that load is put on, in a process of its own on loopback. */
interface Measured {
    int port();

    /** What the process has used of all cores together. */
    Duration cpu();
}
