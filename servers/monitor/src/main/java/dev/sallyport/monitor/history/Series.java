package dev.sallyport.monitor.history;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One line of the history: a closed set, so that the history's size is known. Its name stands in the file, and is kept. */
public enum Series {
    /** Per second, all answers. */
    REQUESTS_GATEWAY,
    REQUESTS_AUTH,
    REQUESTS_RESOURCE,
    REQUESTS_FRONTEND,
    REQUESTS_FILES,
    /** Per minute, answers with a status of 500 or more. */
    ERRORS_GATEWAY,
    ERRORS_AUTH,
    ERRORS_RESOURCE,
    ERRORS_FRONTEND,
    ERRORS_FILES,
    /** Seconds until the answer, at the outermost server of the process. */
    MEDIAN,
    P99,
    /** Per minute. */
    SIGNED_IN,
    SIGN_IN_FAILED,
    /** Access tokens per second. */
    TOKENS,
    /** Per minute. */
    SUSPENDED,
    LIMITED,
    SHED,
    /** Jobs now. */
    JOBS_DUE,
    JOBS_DEAD,
    /** Age of the oldest job that is due, in seconds. */
    JOB_AGE,
    /** Per second. */
    READS,
    WRITES,
    /** Seconds. */
    DATABASE_P99,
    /** Bytes. */
    HEAP,
    /** Of all cores, 0 to 1. */
    CPU,
    /** What the checks said: 0 all hold, 1 there is something to know, 2 not ready. */
    STATE;

    /** The servers whose requests are told apart. */
    public static final List<String> SERVERS = List.of("gateway", "auth", "resource", "frontend", "files");

    /** The series of one server, where there is one. */
    static Optional<Series> of(String what, String server) {
        String name = what + "_" + server.toUpperCase(Locale.ROOT);
        return Arrays.stream(values()).filter(s -> s.name().equals(name)).findFirst();
    }

    /** Requests of one of {@link #SERVERS}. */
    public static Series requests(String server) {
        return valueOf("REQUESTS_" + server.toUpperCase(Locale.ROOT));
    }

    /** Errors of one of {@link #SERVERS}. */
    public static Series errors(String server) {
        return valueOf("ERRORS_" + server.toUpperCase(Locale.ROOT));
    }
}
