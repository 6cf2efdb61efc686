package dev.sallyport.kit.engine;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.Headers;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Fields that speak of one connection only, and go no further. */
final class HopByHop {
    private static final Set<String> ALWAYS = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect");

    private HopByHop() {}

    /** Their names in lower case, with those that the values of {@code Connection} name. */
    @Spec("RFC 9110 §7.6.1")
    static Set<String> names(Iterable<String> connection) {
        var names = new HashSet<>(ALWAYS);
        connection.forEach(value -> Arrays.stream(value.split(",", -1))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .forEach(names::add));
        return names;
    }

    /** The same for the fields of a message. */
    static Set<String> names(Headers fields) {
        return fields.has("connection") ? names(fields.all("connection")) : ALWAYS;
    }

    /** Whether {@code Connection} says that it is the last message of its connection. */
    @Spec("RFC 9112 §9.6")
    static boolean isLast(Iterable<String> connection) {
        return has(connection, "close");
    }

    /** Whether {@code Connection} has the option, in whatever case. */
    static boolean has(Iterable<String> connection, String option) {
        for (String value : connection) {
            if (Arrays.stream(value.split(",", -1))
                    .anyMatch(said -> said.strip().equalsIgnoreCase(option))) {
                return true;
            }
        }
        return false;
    }
}
