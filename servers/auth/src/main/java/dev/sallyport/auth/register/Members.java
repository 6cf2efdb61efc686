package dev.sallyport.auth.register;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The members of a metadata document by name and type; a null is as good as absent, and the first wrong type is remembered. */
final class Members {
    private static final int MOST = 100;

    private final JsonNode tree;
    private Optional<String> wrong = Optional.empty();

    Members(JsonNode tree) {
        this.tree = tree;
    }

    /** The first member that was asked for and has a wrong type. */
    Optional<String> wrong() {
        return wrong;
    }

    boolean has(String name) {
        return tree.hasNonNull(name);
    }

    Optional<String> text(String name) {
        JsonNode member = tree.path(name);
        if (!has(name)) {
            return Optional.empty();
        }
        note(name, member.isString());
        return member.isString() ? Optional.of(member.asString()) : Optional.empty();
    }

    List<String> texts(String name) {
        JsonNode member = tree.path(name);
        if (!has(name)) {
            return List.of();
        }
        var all = new ArrayList<String>();
        boolean good = member.isArray() && member.size() <= MOST;
        for (JsonNode item : good ? member : tree.path("")) {
            good &= item.isString();
            all.add(item.asString(""));
        }
        note(name, good);
        return good ? all : List.of();
    }

    boolean yes(String name) {
        note(name, !has(name) || tree.path(name).isBoolean());
        return tree.path(name).asBoolean(false);
    }

    /** The member's JSON, where it is an object. */
    Optional<String> object(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        note(name, tree.path(name).isObject());
        return Optional.of(tree.path(name).toString());
    }

    private void note(String name, boolean good) {
        if (!good && wrong.isEmpty()) {
            wrong = Optional.of(name);
        }
    }
}
