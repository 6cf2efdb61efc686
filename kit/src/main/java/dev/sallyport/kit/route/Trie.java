package dev.sallyport.kit.route;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** All templates of a router by their segments: literals before variables, variables before {@code **}. */
final class Trie<T> {
    private final Map<String, Trie<T>> literals = new HashMap<>();
    private Trie<T> variable;
    private Trie<T> rest;
    private final TreeMap<String, T> byMethod = new TreeMap<>();

    void add(PathTemplate template, String method, T target) {
        Trie<T> node = this;
        for (String segment : template.segments()) {
            node = node.child(segment);
        }
        if (node.byMethod.putIfAbsent(method, target) != null) {
            throw new IllegalArgumentException("two routes for " + method + " " + template);
        }
    }

    private Trie<T> child(String segment) {
        if (segment.equals("**")) {
            rest = rest == null ? new Trie<>() : rest;
            return rest;
        }
        if (PathTemplate.variable(segment).isPresent()) {
            variable = variable == null ? new Trie<>() : variable;
            return variable;
        }
        return literals.computeIfAbsent(segment, s -> new Trie<>());
    }

    /** What is there for the path, by method; empty where nothing is. */
    SortedMap<String, T> find(String path) {
        SortedMap<String, T> found = find(PathTemplate.split(path), 0);
        return found == null ? new TreeMap<>() : found;
    }

    private SortedMap<String, T> find(List<String> segments, int from) {
        if (from == segments.size()) {
            return byMethod.isEmpty() ? (rest == null ? null : rest.byMethod) : byMethod;
        }
        String segment = segments.get(from);
        Trie<T> literal = literals.get(segment);
        SortedMap<String, T> found = literal == null ? null : literal.find(segments, from + 1);
        if (found == null && variable != null && !segment.isEmpty()) {
            found = variable.find(segments, from + 1);
        }
        return found == null && rest != null ? rest.byMethod : found;
    }
}
