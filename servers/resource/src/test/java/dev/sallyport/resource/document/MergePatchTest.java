package dev.sallyport.resource.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** RFC 7396, the table of its appendix A and what holds of every patch. */
class MergePatchTest {
    private static JsonNode tree(String text) {
        return Json.tree(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "RFC 7396 §2: {0} and {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":"b"}              | {"a":"c"}                    | {"a":"c"}
            {"a":"b"}              | {"b":"c"}                    | {"a":"b","b":"c"}
            {"a":"b"}              | {"a":null}                   | {}
            {"a":"b","b":"c"}      | {"a":null}                   | {"b":"c"}
            {"a":["b"]}            | {"a":"c"}                    | {"a":"c"}
            {"a":"c"}              | {"a":["b"]}                  | {"a":["b"]}
            {"a":{"b":"c"}}        | {"a":{"b":"d","c":null}}     | {"a":{"b":"d"}}
            {"a":[{"b":"c"}]}      | {"a":[1]}                    | {"a":[1]}
            ["a","b"]              | ["c","d"]                    | ["c","d"]
            {"a":"b"}              | ["c"]                        | ["c"]
            {"a":"foo"}            | null                         | null
            {"a":"foo"}            | "bar"                        | "bar"
            {"e":null}             | {"a":1}                      | {"e":null,"a":1}
            [1,2]                  | {"a":"b","c":null}           | {"a":"b"}
            {}                     | {"a":{"bb":{"ccc":null}}}    | {"a":{"bb":{}}}
            """)
    void a_merge_patch_does_what_its_table_says(String target, String patch, String result) {
        assertThat(MergePatch.applied(tree(target), tree(patch))).isEqualTo(tree(result));
    }

    @Property(tries = 300)
    void a_patch_applied_twice_is_a_patch_applied_once(
            @ForAll("trees") JsonNode target, @ForAll("trees") JsonNode patch) {
        JsonNode before = target.deepCopy();
        JsonNode once = MergePatch.applied(target, patch);
        assertThat(MergePatch.applied(once, patch)).isEqualTo(once);
        assertThat(target).isEqualTo(before);
    }

    @Property(tries = 300)
    void what_the_patch_does_not_name_stays(@ForAll("trees") JsonNode target, @ForAll("trees") JsonNode patch) {
        JsonNode merged = MergePatch.applied(target, patch);
        if (target.isObject() && patch.isObject()) {
            target.properties().stream()
                    .filter(entry -> !patch.has(entry.getKey()))
                    .forEach(entry -> assertThat(merged.get(entry.getKey())).isEqualTo(entry.getValue()));
            assertThat(patch.properties().stream()
                            .filter(entry -> entry.getValue().isNull())
                            .noneMatch(entry -> merged.has(entry.getKey())))
                    .isTrue();
        }
    }

    @Provide
    Arbitrary<JsonNode> trees() {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        Arbitrary<JsonNode> leaves = Arbitraries.of(List.of(
                nodes.nullNode(),
                nodes.numberNode(1),
                nodes.stringNode("x"),
                nodes.booleanNode(true),
                nodes.arrayNode()));
        return Arbitraries.recursive(
                () -> leaves,
                inner -> Arbitraries.maps(Arbitraries.of("a", "b", "c"), inner)
                        .ofMaxSize(3)
                        .map(members -> {
                            ObjectNode object = nodes.objectNode();
                            members.forEach(object::set);
                            return object;
                        }),
                0,
                3);
    }
}
