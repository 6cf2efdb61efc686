package dev.sallyport.app.doctor;

import dev.sallyport.domain.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a deployment is asked.
 *
 * @param headers sent with every request to it, and to nobody else
 * @param timeout the longest that one answer may take
 * @param insecure whether a certificate that nobody vouches for is put up with
 * @param intrusive whether wrong sign-ins may be tried
 * @param pages further pages to examine, as paths
 * @param account whom to sign in as, where a session is to be examined too
 */
public record Manner(
        Map<String, String> headers,
        Duration timeout,
        boolean insecure,
        boolean intrusive,
        List<String> pages,
        Optional<Account> account) {
    /** An account of the deployment. */
    public record Account(String email, Secret password) {}

    public Manner {
        headers = Map.copyOf(headers);
        pages = List.copyOf(pages);
    }
}
