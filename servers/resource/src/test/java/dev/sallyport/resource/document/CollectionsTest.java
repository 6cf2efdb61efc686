package dev.sallyport.resource.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.document.SortKey;
import dev.sallyport.kit.http.Problem.FieldError;
import dev.sallyport.kit.json.Bound;
import dev.sallyport.kit.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Collections as they are declared; their schemas are tried by the meta-schema (JSON Schema Core 2020-12 §4.3). */
class CollectionsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"schema":{}}                                          | /collections/c/access                    | is required
            {"access":"owner"}                                     | /collections/c/schema                    | is required
            {"access":"everybody","schema":{}}                     | /collections/c/access                    | must be owner, role:
            {"access":"role:","schema":{}}                         | /collections/c/access                    | a role is
            {"access":"scope:a b","schema":{}}                     | /collections/c/access                    | must be owner
            {"access":"scope:a","scope":"b","schema":{}}           | /collections/c                           | leave out scope
            {"acces":"owner","schema":{}}                          | /collections/c/acces                     | did you mean access
            {"access":"owner","schema":{},"max_size":0}            | /collections/c                           | max_size must be
            {"access":"owner","schema":{},"max_size":9999999}      | /collections/c                           | max_size must be
            {"access":"owner","schema":{},"quota":{"documents":0}} | /collections/c/quota                     | 1 or more
            {"access":"owner","schema":7}                          | /collections/c/schema                    | an object
            {"access":"owner","schema":{"type":"objekt"}}          | /collections/c/schema/type               | enum
            {"access":"owner","schema":{"requird":["a"]}}          | /collections/c/schema/requird            | did you mean required
            {"access":"owner","schema":{"required":"a"}}           | /collections/c/schema/required           | array expected
            {"access":"owner","schema":{"$schema":"http://json-schema.org/draft-07/schema#"}} | /collections/c/schema/$schema | 2020-12
            {"access":"owner","schema":{"$id":"https://x"}}        | /collections/c/schema/$id                | no keyword
            {"access":"owner","schema":{"$ref":"http://127.0.0.1/s"}}  | /collections/c/schema/$ref           | nothing is fetched
            {"access":"owner","schema":{"$ref":"file:///etc/passwd"}}  | /collections/c/schema/$ref           | nothing is fetched
            {"access":"owner","schema":{"properties":{"a":{"items":{"$ref":"other.json"}}}}} | /collections/c/schema/properties/a/items/$ref | nothing is fetched
            {"access":"owner","schema":{"$ref":"#/$defs/none"}}    | /collections/c/schema                    | does not hold together
            {"access":"owner","schema":{"properties":{"a":{"pattern":"(?=a)"}}}} | /collections/c/schema/properties/a/pattern | RE2
            {"access":"owner","schema":{"patternProperties":{"(":{}}}} | /collections/c/schema/patternProperties/( | RE2
            {"access":"owner","schema":{},"indexes":["title"]}     | /collections/c/indexes/0                 | that the schema declares
            {"access":"owner","schema":{"properties":{"a":{"type":"object"}}},"indexes":["a"]} | /collections/c/indexes/0 | one type
            {"access":"owner","schema":{"properties":{"a":{"type":"array"}}},"indexes":["a"]}  | /collections/c/indexes/0 | one type
            {"access":"owner","schema":{"properties":{"a":{"type":["string","number"]}}},"indexes":["a"]} | /collections/c/indexes/0 | one type
            {"access":"owner","schema":{"properties":{"a":{"type":"string"}}},"indexes":["a","a"]} | /collections/c/indexes/1 | twice
            {"access":"owner","schema":{},"indexes":["a..b"]}      | /collections/c/indexes/0                 | address.city
            """)
    void a_mistake_is_told_by_its_key(String declared, String pointer, String expected) {
        assertThat(DocumentDoor.read("{\"c\":" + declared + "}"))
                .isInstanceOfSatisfying(
                        Bound.Invalid.class,
                        bad -> assertThat(((Bound.Invalid<?>) bad).mistakes()).anySatisfy(mistake -> {
                            assertThat(mistake.pointer()).isEqualTo(pointer);
                            assertThat(mistake.expected()).contains(expected);
                        }));
    }

    @Test
    void a_name_is_of_letters_that_need_no_care_and_mistakes_of_all_are_told() {
        assertThat(
                        DocumentDoor.read(
                                "{\"A/b\":{\"access\":\"owner\",\"schema\":{}},\"c\":{\"access\":\"owner\",\"schema\":{\"type\":\"x\"}}}"))
                .isInstanceOfSatisfying(
                        Bound.Invalid.class,
                        bad -> assertThat(((Bound.Invalid<?>) bad).mistakes())
                                .extracting(Bound.Mistake::pointer)
                                .contains("/collections/A~1b", "/collections/c/schema/type"));
    }

    @Test
    void fields_are_indexed_by_the_kind_that_the_schema_gives_them() {
        Collection one = DocumentDoor.declared("""
                {"c":{"access":"role:editor","indexes":["a","b.c","d","e","f"],"schema":{
                  "properties":{
                    "a":{"type":"string"}, "b":{"properties":{"c":{"type":["integer","null"]}}},
                    "d":{"type":"boolean"}, "e":{"$ref":"#/$defs/e"}, "f":{"type":["number","integer"]}},
                  "$defs":{"e":{"type":"number"}}}}}""").getFirst();
        assertThat(one.rules().indexes())
                .isEqualTo(Map.of(
                        "a", SortKey.Kind.TEXT,
                        "b.c", SortKey.Kind.NUMBER,
                        "d", SortKey.Kind.TRUTH,
                        "e", SortKey.Kind.NUMBER,
                        "f", SortKey.Kind.NUMBER));
    }

    @Test
    void T43_a_schema_is_small() {
        String deep = "{\"not\":".repeat(40) + "{}" + "}".repeat(40);
        String wide = "{\"enum\":[0" + ",1".repeat(6_000) + "]}";
        for (String schema : List.of(deep, wide)) {
            assertThat(CollectionSchema.read(tree(schema))).isInstanceOf(Bound.Invalid.class);
        }
    }

    @Test
    void T43_a_schema_that_refers_to_itself_ends() {
        var loop = schema("{\"$ref\":\"#\"}");
        assertThat(loop.flaws(tree("{}")))
                .extracting(FieldError::detail)
                .containsExactly("is too much work to look through for its schema");
        var bomb = schema("""
                {"$defs":{"a":{"anyOf":[{"$ref":"#/$defs/b"},{"$ref":"#/$defs/b"}]},"b":{"anyOf":[{"$ref":"#/$defs/c"},{"$ref":"#/$defs/c"}]},
                 "c":{"properties":{"x":{"anyOf":[{"$ref":"#/$defs/a"},{"$ref":"#/$defs/a"}]}},"required":["y"]}},"$ref":"#/$defs/a"}""");
        String document = "{\"y\":1,\"x\":".repeat(30) + "{}" + "}".repeat(30);
        long before = System.nanoTime();
        assertThat(bomb.flaws(tree(document))).isNotEmpty();
        assertThat(System.nanoTime() - before).isLessThan(5_000_000_000L);
    }

    @Test
    void a_schema_may_refer_to_its_own_places() {
        var tree = schema("""
                {"properties":{"child":{"$ref":"#"},"name":{"$ref":"#name"}},"additionalProperties":false,
                 "$defs":{"n":{"$anchor":"name","type":"string"}}}""");
        assertThat(tree.flaws(tree("{\"name\":\"a\",\"child\":{\"child\":{\"name\":\"b\"}}}")))
                .isEmpty();
        assertThat(tree.flaws(tree("{\"child\":{\"child\":{\"name\":5}}}")))
                .extracting(FieldError::pointer)
                .containsExactly("/child/child/name");
    }

    private static CollectionSchema schema(String text) {
        return switch (CollectionSchema.read(tree(text))) {
            case Bound.Valid<CollectionSchema>(var schema) -> schema;
            case Bound.Invalid<CollectionSchema>(var mistakes) -> throw new AssertionError(mistakes.toString());
        };
    }

    private static JsonNode tree(String text) {
        return Json.tree(text.getBytes(StandardCharsets.UTF_8));
    }
}
