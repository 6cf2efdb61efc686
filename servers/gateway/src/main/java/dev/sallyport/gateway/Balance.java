package dev.sallyport.gateway;

import dev.sallyport.kit.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** How requests are shared out among the origins that are well. */
sealed interface Balance {
    /** In turn. */
    record RoundRobin() implements Balance {
        @Override
        public Origin pick(List<Origin> among, int turn, String key) {
            return among.get(Math.floorMod(turn, among.size()));
        }

        @Override
        public String toString() {
            return "round-robin";
        }
    }

    /** To the one that has the fewest under way. */
    record LeastRequests() implements Balance {
        @Override
        public Origin pick(List<Origin> among, int turn, String key) {
            Origin least = among.get(Math.floorMod(turn, among.size()));
            for (Origin origin : among) {
                least = origin.open() < least.open() ? origin : least;
            }
            return least;
        }

        @Override
        public String toString() {
            return "least-requests";
        }
    }

    /**
     * The same caller to the same origin for as long as that one is well; where one is missing, only its own callers move
     * (Thaler and Ravishankar, "Using name-based mappings to increase hit rates", 1998).
     */
    record Hash(By by, String name) implements Balance {
        @Override
        public Origin pick(List<Origin> among, int turn, String key) {
            long hashed = hash(key);
            return among.stream()
                    .max(Comparator.comparingLong(origin -> mixed(hashed ^ origin.number())))
                    .orElseThrow();
        }

        @Override
        public String key(Request request) {
            return switch (by) {
                case ADDRESS -> address(request);
                case HEADER -> request.headers().first(name).orElseGet(() -> address(request));
                case COOKIE -> request.cookie(name).orElseGet(() -> address(request));
            };
        }

        private static String address(Request request) {
            return request.peer().value().getHostAddress();
        }

        @Override
        public String toString() {
            return "hash of " + (by == By.ADDRESS ? "address" : by.name().toLowerCase(Locale.ROOT) + " " + name);
        }
    }

    /** What a caller is known by; by its address where it does not send the other. */
    enum By {
        ADDRESS,
        HEADER,
        COOKIE
    }

    String ALLOWED = "balance must be round-robin, least-requests, {hash: address}, {hash: {header: NAME}}"
            + " or {hash: {cookie: NAME}}";
    Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

    /**
     * One of the origins.
     *
     * @param among at least one
     * @param turn goes up by one with each request
     * @param key what {@link #key} said of the request
     */
    Origin pick(List<Origin> among, int turn, String key);

    /** What the request is known by; empty where that does not matter. */
    default String key(Request request) {
        return "";
    }

    /** @throws IllegalArgumentException when it is none, with what would be right */
    static Balance of(JsonNode said) {
        if (said.isString()) {
            return switch (said.stringValue()) {
                case "round-robin" -> new RoundRobin();
                case "least-requests" -> new LeastRequests();
                default -> throw new IllegalArgumentException(ALLOWED);
            };
        }
        JsonNode by = said.path("hash");
        if (!said.isObject() || said.size() != 1 || by.isMissingNode()) {
            throw new IllegalArgumentException(ALLOWED);
        }
        if (by.isString() && by.stringValue().equals("address")) {
            return new Hash(By.ADDRESS, "");
        }
        By named = by.has("cookie") ? By.COOKIE : By.HEADER;
        JsonNode name = by.path(named.name().toLowerCase(Locale.ROOT));
        if (by.size() != 1
                || !name.isString()
                || !NAME.matcher(name.stringValue()).matches()) {
            throw new IllegalArgumentException(ALLOWED);
        }
        if (named == By.HEADER && HeaderHygiene.isForbidden(name.stringValue())) {
            throw new IllegalArgumentException("balance cannot go by " + name.stringValue()
                    + ": that field of a request is believed from nobody, and taken off");
        }
        return new Hash(named, name.stringValue());
    }

    /** FNV-1a, 64 bits. */
    static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }

    /** Every bit of the result depends on every bit given (the finaliser of MurmurHash3). */
    private static long mixed(long bits) {
        long h = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return h ^ (h >>> 33);
    }
}
