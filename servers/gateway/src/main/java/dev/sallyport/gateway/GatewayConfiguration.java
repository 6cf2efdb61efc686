package dev.sallyport.gateway;

import dev.sallyport.gateway.tls.TlsConfiguration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * The configuration's {@code gateway}.
 *
 * @param tls how the street is encrypted
 * @param limits in the place of the usual ones; an empty list means no limit
 * @param proofOfWork work that clients do before they sign in; left out: none
 * @param rateLimitHeaders whether answers say in {@code RateLimit} what a limit leaves
 */
public record GatewayConfiguration(
        TlsConfiguration tls,
        List<Limit> limits,
        boolean rateLimitHeaders,
        Optional<ProofOfWorkConfiguration> proofOfWork,
        List<UserRoute> routes) {
    private static final int MOST_LIMITS = 64;
    private static final int MOST_ROUTES = 500;

    public GatewayConfiguration {
        limits = List.copyOf(limits);
        routes = List.copyOf(routes);
        if (limits.size() > MOST_LIMITS || routes.size() > MOST_ROUTES) {
            throw new IllegalArgumentException(
                    "must have at most " + MOST_LIMITS + " limits and " + MOST_ROUTES + " routes");
        }
        refuseOverlaps(routes);
    }

    private static void refuseOverlaps(List<UserRoute> routes) {
        for (int i = 0; i < routes.size(); i++) {
            for (int j = 0; j < i; j++) {
                UserRoute one = routes.get(j);
                UserRoute other = routes.get(i);
                boolean same = one.path().equals(other.path()) && one.host().equals(other.host());
                var verbs = EnumSet.copyOf(one.verbs());
                verbs.retainAll(other.verbs());
                if (same && !verbs.isEmpty()) {
                    throw new IllegalArgumentException("routes." + j + " and routes." + i + " are two routes for "
                            + other.name() + " by " + verbs.iterator().next()
                            + "; give them different paths, hosts or methods");
                }
            }
        }
    }

    public static GatewayConfiguration defaults() {
        return new GatewayConfiguration(TlsConfiguration.defaults(), Limit.USUAL, false, Optional.empty(), List.of());
    }
}
