package dev.sallyport.kit.told;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a server tells of its calls: an operation for each, or the reason why there is none.
 *
 * @param silent path templates of doors that are no calls of the API, such as pages and their assets, with the reason
 */
public record Told(List<Operation> operations, Map<String, String> silent) {
    /** A server without calls. */
    public static final Told NOTHING = new Told(List.of(), Map.of());

    public Told {
        operations = List.copyOf(operations);
        silent = Map.copyOf(silent);
    }

    public static Told of(List<Operation> operations) {
        return new Told(operations, Map.of());
    }

    /** The same, saying nothing of this path. */
    public Told silent(String template, String because) {
        var more = new HashMap<>(silent);
        more.put(template, because);
        return new Told(operations, more);
    }

    public Told and(Told other) {
        var both = new HashMap<>(silent);
        both.putAll(other.silent);
        return new Told(
                Stream.concat(operations.stream(), other.operations.stream()).toList(), both);
    }

    public Optional<Operation> operation(String method, String template) {
        return operations.stream()
                .filter(o -> o.method().equals(method) && o.template().equals(template))
                .findFirst();
    }
}
