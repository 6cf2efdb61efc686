package dev.sallyport.kit.route;

import dev.sallyport.kit.told.Told;
import java.util.List;

/** A place of the house: a name and a front door. It reads no clock and opens no socket of its own. */
public interface Server {
    /** One of the names of DESIGN §1, as in the configuration's {@code servers}. */
    String name();

    /** The whole front door, in one visible list. */
    List<Route> routes();

    /** What its calls take and give, for the document of the API; asked for only when that is made. */
    default Told told() {
        return Told.NOTHING;
    }

    /** Begins work that runs beside requests; called once, before the first request. */
    default void start() {}

    /** Ends answers that would last for long; called once, when the house takes no new requests. */
    default void leave() {}

    /** Ends that work; called once, after the last request. */
    default void stop() {}
}
