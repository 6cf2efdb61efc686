package dev.sallyport.storage.sql;

import dev.sallyport.kit.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Short facts by name, as a JSON object in a column. */
final class Facts {
    private Facts() {}

    static String text(Map<String, String> facts) {
        return facts.isEmpty() ? "{}" : Json.text(new TreeMap<>(facts));
    }

    static Map<String, String> of(String text) {
        var facts = new LinkedHashMap<String, String>();
        if (!text.equals("{}")) {
            Json.tree(text.getBytes(StandardCharsets.UTF_8))
                    .properties()
                    .forEach(fact -> facts.put(fact.getKey(), fact.getValue().asString()));
        }
        return facts;
    }
}
