package dev.sallyport.app.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** The fields of one user or client of a file, and what is told of those that are not read. */
final class Fields {
    static final String NO_PLACE = "the house has no place for it";

    private final JsonNode node;
    private final String what;
    private final String name;
    private final Consumer<Finding> findings;

    Fields(JsonNode node, String what, String name, Consumer<Finding> findings) {
        this.node = node;
        this.what = what;
        this.name = name;
        this.findings = findings;
    }

    String name() {
        return name;
    }

    String text(String field) {
        return node.path(field).asString("");
    }

    boolean is(String field, boolean usual) {
        return node.path(field).asBoolean(usual);
    }

    JsonNode at(String field) {
        return node.path(field);
    }

    /** The texts of a list; what is no text there is none. */
    List<String> texts(String field) {
        var texts = new ArrayList<String>();
        node.path(field).forEach(entry -> {
            if (entry.isString()) {
                texts.add(entry.asString());
            }
        });
        return texts;
    }

    void lost(String field, String why) {
        findings.accept(Finding.lost(what, name, field, why));
    }

    void lost(String field, String value, String why) {
        findings.accept(Finding.lost(what, name, field, value, why));
    }

    void note(String field, String why) {
        findings.accept(Finding.note(what, name, field, why));
    }

    /** Tells of every field that holds something and is not among those that were looked at. */
    void rest(Set<String> seen) {
        node.properties().forEach(field -> {
            if (!seen.contains(field.getKey()) && holds(field.getValue())) {
                lost(field.getKey(), NO_PLACE);
            }
        });
    }

    static boolean holds(JsonNode value) {
        if (value.isContainer()) {
            return !value.isEmpty();
        }
        return !value.isNull()
                && !(value.isString() && value.asString().isEmpty())
                && !(value.isBoolean() && !value.asBoolean())
                && !(value.isNumber() && value.asDouble() == 0);
    }
}
