package dev.sallyport.app.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a deployment is asked.
 *
 * @param headers sent with every request to it, and to nobody else
 * @param timeout the longest that one answer may take
 * @param insecure whether a certificate that nobody vouches for is put up with
 * @param intrusive whether wrong sign-ins may be tried
 * @param pages further pages to examine, as paths
 */
public record Manner(
        Map<String, String> headers, Duration timeout, boolean insecure, boolean intrusive, List<String> pages) {
    public Manner {
        headers = Map.copyOf(headers);
        pages = List.copyOf(pages);
    }
}
