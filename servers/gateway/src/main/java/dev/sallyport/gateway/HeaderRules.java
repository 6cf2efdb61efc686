package dev.sallyport.gateway;

import dev.sallyport.kit.http.Headers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a route of the configuration changes in the fields of requests and answers. */
public record HeaderRules(Part request, Part response) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    private static final int MOST = 32;
    private static final int LONGEST = 2_000;

    /** Of requests, these are the house's to set: they say who asks, from where, and what the body is. */
    private static final Set<String> KEPT_OF_REQUESTS =
            Set.of("authorization", "content-length", "cookie", "dpop", "expect", "x-csrf-token", "x-request-id");

    /** Of answers, these are the house's to set; two have keys of their own. */
    private static final Set<String> KEPT_OF_ANSWERS = Set.of(
            "content-length",
            "content-security-policy",
            "expect",
            "permissions-policy",
            "strict-transport-security",
            "x-content-type-options",
            "x-request-id");

    public HeaderRules {
        request.names()
                .forEach(name -> refuse(
                        KEPT_OF_REQUESTS.contains(name) || HeaderHygiene.isForbidden(name),
                        "headers.request must leave " + name + " alone: the house sets it itself"));
        refuse(
                request.remove().stream().anyMatch("host"::equalsIgnoreCase),
                "headers.request must not remove host; set it to another");
        response.names()
                .forEach(name -> refuse(
                        KEPT_OF_ANSWERS.contains(name)
                                || HeaderHygiene.HOP_BY_HOP.contains(name)
                                || name.startsWith("access-control-"),
                        "headers.response must leave " + name
                                + " alone: the house sets it itself, by cors and csp of the route"
                                + " where it is one of theirs"));
    }

    public static HeaderRules defaults() {
        return new HeaderRules(Part.defaults(), Part.defaults());
    }

    /**
     * One direction: first what is removed, then what is set.
     *
     * @param set names and the one value that each shall have
     */
    public record Part(Map<String, String> set, List<String> remove) {
        public Part {
            set = Map.copyOf(set);
            remove = List.copyOf(remove);
            refuse(set.size() > MOST || remove.size() > MOST, "set and remove have at most " + MOST + " fields each");
            Stream.concat(set.keySet().stream(), remove.stream())
                    .forEach(name -> refuse(
                            !NAME.matcher(name).matches(), "must name header fields such as X-Shop, not " + name));
            set.forEach((name, value) -> refuse(
                    value.length() > LONGEST || value.chars().anyMatch(c -> c < ' ' || c > '~'),
                    "the value of " + name + " must be visible ASCII, at most " + LONGEST + " characters"));
        }

        public static Part defaults() {
            return new Part(Map.of(), List.of());
        }

        private List<String> names() {
            return Stream.concat(set.keySet().stream(), remove.stream())
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .toList();
        }

        Headers applied(Headers headers) {
            Headers changed = headers;
            for (String name : remove) {
                changed = changed.without(name);
            }
            for (Map.Entry<String, String> field : set.entrySet()) {
                changed = changed.set(field.getKey(), field.getValue());
            }
            return changed;
        }

        /**
         * Whether the field goes no further, by its name in lower case. A {@code Link} that is set takes the place of others, beside
         * which it would stand.
         */
        boolean removes(String lowerCase) {
            if (lowerCase.equals("link") && set.keySet().stream().anyMatch(lowerCase::equalsIgnoreCase)) {
                return true;
            }
            for (String name : remove) {
                if (lowerCase.equalsIgnoreCase(name)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static void refuse(boolean wrong, String expected) {
        if (wrong) {
            throw new IllegalArgumentException(expected);
        }
    }
}
