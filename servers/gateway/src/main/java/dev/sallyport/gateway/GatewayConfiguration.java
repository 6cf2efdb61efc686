package dev.sallyport.gateway;

import java.util.List;

/**
 * The configuration's {@code gateway}.
 *
 * @param limits in the place of the usual ones; an empty list means no limit
 * @param rateLimitHeaders whether answers say in {@code RateLimit} what a limit leaves
 */
public record GatewayConfiguration(Tls tls, List<Limit> limits, boolean rateLimitHeaders, List<UserRoute> routes) {
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
        return new GatewayConfiguration(Tls.defaults(), Limit.USUAL, false, List.of());
    }

    /** How the street is encrypted. */
    public record Tls(Mode mode) {
        public Tls {
            if (mode != Mode.OFF) {
                throw new IllegalArgumentException(
                        "mode " + mode.wireName()
                                + " is not available in this version; use off, and a proxy before the gateway that holds the certificate");
            }
        }

        public static Tls defaults() {
            return new Tls(Mode.OFF);
        }
    }

    /** Where certificates come from. */
    public enum Mode {
        OFF("off"),
        FILES("files"),
        ACME("acme"),
        SELF_SIGNED("self-signed");

        private final String wireName;

        Mode(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }
}
