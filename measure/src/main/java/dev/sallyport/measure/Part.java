package dev.sallyport.measure;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A part of the suite, by the name it has on the command line. {@code START}: from the command to ready and to the first token.
 * {@code TOKENS}: what the paths that make and read tokens do. {@code PASSWORDS}: sign-in with hashes as dear as in earnest. {@code GATEWAY}:
 * the way to a server that is not the house's, beside nginx. {@code CLUSTER}: what requests cost each role of an installation in
 * several processes on PostgreSQL.
 */
enum Part {
    START,
    TOKENS,
    PASSWORDS,
    GATEWAY,
    CLUSTER;

    static Optional<Part> named(String name) {
        return Stream.of(values()).filter(part -> part.text().equals(name)).findFirst();
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<Row> measure(Yard yard) throws IOException, InterruptedException {
        return switch (this) {
            case START -> Starts.rows(yard);
            case TOKENS -> Tokens.rows(yard);
            case PASSWORDS -> Passwords.rows(yard);
            case GATEWAY -> Gateways.rows(yard);
            case CLUSTER -> Clusters.rows(yard);
        };
    }
}
