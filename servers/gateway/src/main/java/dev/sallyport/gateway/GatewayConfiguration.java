package dev.sallyport.gateway;

import dev.sallyport.gateway.tls.TlsConfiguration;
import java.util.List;

/**
 * The configuration's {@code gateway}.
 *
 * @param tls how the street is encrypted
 * @param limits in the place of the usual ones; an empty list means no limit
 * @param rateLimitHeaders whether answers say in {@code RateLimit} what a limit leaves
 */
public record GatewayConfiguration(
        TlsConfiguration tls, List<Limit> limits, boolean rateLimitHeaders, List<UserRoute> routes) {
    private static final int MOST_LIMITS = 64;
    private static final int MOST_ROUTES = 500;

    public GatewayConfiguration {
        limits = List.copyOf(limits);
        routes = List.copyOf(routes);
        if (limits.size() > MOST_LIMITS || routes.size() > MOST_ROUTES) {
            throw new IllegalArgumentException(
                    "must have at most " + MOST_LIMITS + " limits and " + MOST_ROUTES + " routes");
        }
        if (routes.stream().map(r -> r.path().text()).distinct().count() < routes.size()) {
            throw new IllegalArgumentException("must not have two routes of one path");
        }
    }

    public static GatewayConfiguration defaults() {
        return new GatewayConfiguration(TlsConfiguration.defaults(), Limit.USUAL, false, List.of());
    }
}
