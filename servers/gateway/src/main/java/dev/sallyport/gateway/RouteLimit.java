package dev.sallyport.gateway;

/** How often one asker may ask for a route of the configuration. */
public record RouteLimit(Rate rate, Limit.Per per) {
    /** What holds where a limit leaves it out. The rate is always said. */
    static RouteLimit defaults() {
        return new RouteLimit(null, Limit.Per.ADDRESS);
    }
}
