package dev.sallyport.gateway;

import java.util.List;

/** A Tier 1 limit: how often one asker may ask for the paths of a pattern (L27). */
public record Limit(PathPattern path, Rate rate, Per per) {
    /** What holds where the configuration says nothing. */
    public static final List<Limit> USUAL =
            List.of(of("/v1/**", "100/s"), of("/v1/auth/login_*", "5/m"), of("/oauth2/register", "10/m"));

    /** What holds whatever the configuration says: anybody may report, but not without end (T43). */
    static final List<Limit> ALWAYS = List.of(of(CspReports.PATH, "60/m"));

    /** Whom a limit counts. */
    public enum Per {
        /** Each IPv4 address, and each /64 of IPv6. */
        ADDRESS,
        /** The client of an access token that holds; a request without one counts for its address. */
        CLIENT,
        /** All who ask, together. */
        ROUTE
    }

    /** What holds where a limit leaves it out. The path and the rate are always said. */
    static Limit defaults() {
        return new Limit(null, null, Per.ADDRESS);
    }

    static Limit of(String path, String rate) {
        return new Limit(PathPattern.of(path), Rate.of(rate), Per.ADDRESS);
    }
}
