package dev.sallyport.storage.redis;

import dev.sallyport.domain.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which Redis to use, as {@code cache} in the configuration says it.
 *
 * @param encrypted whether connections are by TLS; the server's certificate and name are then always checked
 * @param places the server, the sentinels, or some nodes of the cluster
 * @param authorities who vouches for the server's certificate, as PEM; those of the Java machine where it is not said
 */
public record RedisSettings(
        Form form,
        boolean encrypted,
        List<Place> places,
        int database,
        Optional<String> user,
        Optional<Secret> password,
        Optional<Path> authorities) {
    /** How the servers are arranged. */
    public sealed interface Form {
        record Single() implements Form {}

        /** @param master the name that the sentinels know it by */
        record Sentinel(String master) implements Form {}

        record Cluster() implements Form {}
    }

    /** Where one server listens. */
    public record Place(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /** What came of reading the setting. */
    public sealed interface Parsed {
        record Valid(RedisSettings settings) implements Parsed {}

        /** @param expected what would be right */
        record Invalid(String expected) implements Parsed {}
    }

    public static final String FORM =
            "memory, redis://[user:password@]host[:6379][/database], redis-sentinel://host,host/master,"
                    + " or redis+cluster://host,host; rediss for TLS";

    private static final int PORT = 6379;
    private static final int SENTINEL_PORT = 26_379;
    private static final Pattern URL = Pattern.compile(
            "(?<scheme>rediss?)(?<form>-sentinel|\\+cluster)?://(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<places>[^/@?#]+)(?:/(?<path>[A-Za-z0-9_.~/-]*))?");
    private static final Pattern PLACE = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9_.-]+)(?::([0-9]{1,5}))?");
    private static final Pattern DATABASE = Pattern.compile("[0-9]{1,4}");

    public RedisSettings {
        places = List.copyOf(places);
    }

    /**
     * Reads the address of a Redis.
     *
     * @param password what {@code cache_password_file} holds, which goes before a password in the URL
     */
    public static Parsed parse(String text, Optional<Secret> password, Optional<Path> authorities) {
        Matcher url = URL.matcher(text);
        if (!url.matches()) {
            return new Parsed.Invalid(FORM);
        }
        try {
            String suffix = String.valueOf(url.group("form"));
            List<Place> places = places(url.group("places"), suffix.equals("-sentinel") ? SENTINEL_PORT : PORT);
            Optional<String> user = Optional.ofNullable(url.group("user"))
                    .map(RedisSettings::decoded)
                    .filter(u -> !u.isEmpty());
            Optional<Secret> inline = Optional.ofNullable(url.group("password"))
                    .map(RedisSettings::decoded)
                    .filter(p -> !p.isEmpty())
                    .map(Secret::of);
            String path = url.group("path") == null ? "" : url.group("path");
            boolean tls = url.group("scheme").equals("rediss");
            return arranged(suffix, path, places)
                    .<Parsed>map(found -> new Parsed.Valid(new RedisSettings(
                            found.form(), tls, places, found.database(), user, password.or(() -> inline), authorities)))
                    .orElseGet(() -> new Parsed.Invalid(FORM));
        } catch (IllegalArgumentException notReadable) {
            return new Parsed.Invalid(FORM);
        }
    }

    private record Arranged(Form form, int database) {}

    private static Optional<Arranged> arranged(String suffix, String path, List<Place> places) {
        return switch (suffix) {
            case "+cluster" ->
                path.isEmpty() ? Optional.of(new Arranged(new Form.Cluster(), 0)) : Optional.<Arranged>empty();
            case "-sentinel" -> {
                String[] parts = path.split("/", 2);
                yield parts[0].isEmpty()
                        ? Optional.<Arranged>empty()
                        : database(parts.length > 1 ? parts[1] : "")
                                .map(number -> new Arranged(new Form.Sentinel(parts[0]), number));
            }
            default ->
                places.size() == 1
                        ? database(path).map(number -> new Arranged(new Form.Single(), number))
                        : Optional.<Arranged>empty();
        };
    }

    private static Optional<Integer> database(String text) {
        return text.isEmpty()
                ? Optional.of(0)
                : Optional.of(text).filter(t -> DATABASE.matcher(t).matches()).map(Integer::valueOf);
    }

    /** @throws IllegalArgumentException when one is none */
    private static List<Place> places(String text, int usual) {
        var places = new ArrayList<Place>();
        for (String one : text.split(",", -1)) {
            Matcher place = PLACE.matcher(one);
            if (!place.matches()) {
                throw new IllegalArgumentException("no place: " + one);
            }
            int port = place.group(2) == null ? usual : Integer.parseInt(place.group(2));
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("no port: " + port);
            }
            places.add(new Place(place.group(1), port));
        }
        return places;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Everything but the user and the password. */
    @Override
    public String toString() {
        String all = String.join(",", places.stream().map(Place::toString).toList());
        String scheme = encrypted ? "rediss" : "redis";
        return switch (form) {
            case Form.Single() -> scheme + "://" + all + "/" + database;
            case Form.Sentinel(String master) -> scheme + "-sentinel://" + all + "/" + master + "/" + database;
            case Form.Cluster() -> scheme + "+cluster://" + all;
        };
    }
}
