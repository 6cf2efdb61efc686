package dev.sallyport.resource.document;

import static dev.sallyport.resource.document.DocumentDoor.header;
import static dev.sallyport.resource.document.DocumentDoor.json;
import static dev.sallyport.resource.document.DocumentDoor.pointers;
import static dev.sallyport.resource.document.DocumentDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.http.Response;
import dev.sallyport.storage.Stores;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One document after the other. */
class DocumentsTest {
    private static final String COLLECTIONS = """
            {"notes": {"access": "owner", "max_size": 2000, "indexes": ["title", "stars"], "quota": {"documents": 5},
               "schema": {"type": "object", "required": ["title"], "additionalProperties": false, "properties": {
                 "title": {"type": "string", "minLength": 1}, "stars": {"type": "integer", "minimum": 0, "maximum": 5},
                 "mail": {"type": "string", "format": "email"}, "tags": {"type": "array", "items": {"type": "string"}},
                 "more": {"type": "object"}, "size": {"type": "number"}, "code": {"type": "string", "pattern": "^(a+)+$"}}}},
             "strict": {"access": "owner", "require_match": true, "schema": {"type": "object"}}}""";

    private DocumentDoor door;

    @BeforeEach
    void open() {
        door = new DocumentDoor(Stores.inMemory(), COLLECTIONS);
    }

    private Response ada(String method, String path, String body, String... headers) {
        return door.ask("ada", method, path, body, headers);
    }

    @Test
    void a_document_is_made_read_changed_and_taken_away() {
        Response made = ada("PUT", "notes/tea", "{ \"title\" : \"Tea\" }");
        assertThat(made.status()).isEqualTo(201);
        assertThat(header(made, "location")).isEqualTo("/v1/documents/notes/tea");
        assertThat(header(made, "etag")).matches("\"1\\.[A-Za-z0-9_-]{10}\"");
        assertThat(text(made)).isEqualTo("{\"title\":\"Tea\"}");

        Response read = door.get("ada", "notes/tea");
        assertThat(text(read)).isEqualTo("{\"title\":\"Tea\"}");
        assertThat(header(read, "content-type")).isEqualTo("application/json");
        assertThat(header(read, "cache-control")).isEqualTo("private, no-cache, no-transform");
        assertThat(header(read, "etag")).isEqualTo(header(made, "etag"));

        Response changed = ada("PATCH", "notes/tea", "{\"stars\":5}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(text(changed)).isEqualTo("{\"title\":\"Tea\",\"stars\":5}");
        assertThat(header(changed, "etag")).isNotEqualTo(header(made, "etag"));

        assertThat(ada("DELETE", "notes/tea", "").status()).isEqualTo(204);
        assertThat(door.get("ada", "notes/tea").status()).isEqualTo(404);
        assertThat(ada("DELETE", "notes/tea", "").status()).isEqualTo(404);
    }

    @Test
    void the_server_gives_ids_of_its_own() {
        Response made = ada("POST", "notes", "{\"title\":\"Tea\"}");
        assertThat(made.status()).isEqualTo(201);
        String where = header(made, "location");
        assertThat(where).matches("/v1/documents/notes/[0-9a-f-]{36}");
        assertThat(text(door.get("ada", where.substring("/v1/documents/".length()))))
                .isEqualTo("{\"title\":\"Tea\"}");
    }

    @Test
    void a_number_and_a_text_come_back_as_they_went() {
        String body =
                "{\"title\":\"\\u0000\\u001F é 🗝\",\"size\":12345678901234567890,\"more\":{\"a\":[1.5,null,true]}}";
        ada("PUT", "notes/n", body);
        assertThat(text(door.get("ada", "notes/n"))).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                           | /title
            {"title":""}                                 | /title
            {"title":5}                                  | /title
            {"title":"a","stars":6}                      | /stars
            {"title":"a","stars":1.5}                    | /stars
            {"title":"a","colour":"red"}                 | /colour
            {"title":"a","mail":"nobody"}                | /mail
            {"title":"a","tags":["x",7]}                 | /tags/1
            {"title":"a","size":1e999}                   | /size
            {"title":"a","more":{"a/b":[0,-1e999]}}      | /more/a~1b/1
            {"title":"a","code":"aaab"}                  | /code
            []                                           | ``
            """)
    void a_document_that_its_schema_does_not_allow_is_refused_with_every_place(String body, String pointer) {
        Response refused = ada("PUT", "notes/n", body);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(header(refused, "content-type")).isEqualTo("application/problem+json");
        assertThat(pointers(refused)).containsExactly(pointer);
        assertThat(door.get("ada", "notes/n").status()).isEqualTo(404);
    }

    @Test
    void all_mistakes_are_told_at_once() {
        assertThat(pointers(ada("PUT", "notes/n", "{\"stars\":9,\"tags\":[1],\"x\":1}")))
                .containsExactlyInAnyOrder("/title", "/stars", "/tags/0", "/x");
    }

    @Test
    void an_indexed_text_has_a_bound() {
        assertThat(pointers(ada("PUT", "notes/n", "{\"title\":\"" + "é".repeat(257) + "\"}")))
                .containsExactly("/title");
        assertThat(ada("PUT", "notes/n", "{\"title\":\"" + "🗝".repeat(256) + "\"}")
                        .status())
                .isEqualTo(201);
    }

    /** RFC 9110 §13.1.1, RFC 9110 §13.1.2. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            If-None-Match | *         | 201 | 412
            If-Match      | *         | 412 | 200
            If-Match      | ETAG      | 412 | 200
            If-Match      | W/ETAG    | 412 | 412
            If-Match      | "x", ETAG | 412 | 200
            If-Match      | "1"       | 412 | 412
            If-Match      | ""        | 412 | 412
            If-None-Match | ETAG      | 400 | 400
            """)
    void a_write_depends_on_what_is_there(String field, String value, int without, int with) {
        String etag = header(ada("PUT", "notes/there", "{\"title\":\"a\"}"), "etag");
        String said = value.replace("ETAG", etag);
        assertThat(ada("PUT", "notes/new", "{\"title\":\"b\"}", field, said).status())
                .isEqualTo(without);
        assertThat(ada("PUT", "notes/there", "{\"title\":\"b\"}", field, said).status())
                .isEqualTo(with);
    }

    @Test
    void a_change_of_an_old_version_is_refused_and_changes_nothing() {
        String old = header(ada("PUT", "notes/n", "{\"title\":\"a\"}"), "etag");
        ada("PUT", "notes/n", "{\"title\":\"b\"}");
        for (String method : List.of("PUT", "PATCH", "DELETE")) {
            String body = method.equals("DELETE") ? "" : "{\"title\":\"c\"}";
            assertThat(ada(method, "notes/n", body, "if-match", old).status()).isEqualTo(412);
        }
        assertThat(text(door.get("ada", "notes/n"))).isEqualTo("{\"title\":\"b\"}");
    }

    @Test
    void a_version_is_never_given_again_though_a_document_is_made_anew() {
        String old = header(ada("PUT", "notes/n", "{\"title\":\"a\"}"), "etag");
        ada("DELETE", "notes/n", "");
        assertThat(header(ada("PUT", "notes/n", "{\"title\":\"a\"}"), "etag")).isNotEqualTo(old);
    }

    @Test
    void where_a_match_is_required_nothing_is_changed_blindly() {
        Response made = ada("PUT", "strict/n", "{\"a\":1}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(ada("PUT", "strict/n", "{\"a\":2}").status()).isEqualTo(428);
        assertThat(ada("PATCH", "strict/n", "{\"a\":2}").status()).isEqualTo(428);
        assertThat(ada("DELETE", "strict/n", "").status()).isEqualTo(428);
        assertThat(ada("PATCH", "strict/n", "{\"a\":2}", "if-match", header(made, "etag"))
                        .status())
                .isEqualTo(200);
    }

    /** RFC 9110 §8.8.1: a tag is strong, and is of these bytes only. */
    @Test
    void what_is_known_is_not_sent_again() {
        String etag = header(ada("PUT", "notes/n", "{\"title\":\"a\"}"), "etag");
        Response known = door.get("ada", "notes/n", "if-none-match", etag);
        assertThat(known.status()).isEqualTo(304);
        assertThat(text(known)).isEmpty();
        assertThat(header(known, "etag")).isEqualTo(etag);
    }

    @Test
    void a_patch_that_breaks_the_schema_changes_nothing() {
        ada("PUT", "notes/n", "{\"title\":\"a\"}");
        assertThat(pointers(ada("PATCH", "notes/n", "{\"title\":null,\"stars\":7}")))
                .containsExactlyInAnyOrder("/title", "/stars");
        assertThat(ada("PATCH", "notes/n", "5").status()).isEqualTo(422);
        assertThat(ada("PATCH", "notes/none", "{}").status()).isEqualTo(404);
        assertThat(text(door.get("ada", "notes/n"))).isEqualTo("{\"title\":\"a\"}");
    }

    /** RFC 7396 §3. */
    @Test
    void a_patch_is_a_merge_patch() {
        ada("PUT", "notes/n", "{\"title\":\"a\"}");
        Response other = ada("PATCH", "notes/n", "{}", "content-type", "application/json");
        assertThat(other.status()).isEqualTo(415);
        assertThat(header(other, "accept-patch")).isEqualTo("application/merge-patch+json");
    }

    @Test
    void T43_sizes_and_numbers_have_bounds() {
        String large = "{\"title\":\"a\",\"more\":{\"x\":\"" + "y".repeat(2_000) + "\"}}";
        assertThat(ada("PUT", "notes/n", large).status()).isEqualTo(413);
        ada("PUT", "notes/n", "{\"title\":\"a\",\"more\":{\"x\":\"" + "y".repeat(1_900) + "\"}}");
        assertThat(ada("PATCH", "notes/n", "{\"more\":{\"z\":\"" + "y".repeat(100) + "\"}}")
                        .status())
                .isEqualTo(413);
        for (int i = 0; i < 4; i++) {
            assertThat(ada("POST", "notes", "{\"title\":\"a\"}").status()).isEqualTo(201);
        }
        Response full = ada("POST", "notes", "{\"title\":\"a\"}");
        assertThat(full.status()).isEqualTo(413);
        assertThat(json(full).path("type").asString("")).isEqualTo("/problems/over-quota");
        assertThat(ada("PUT", "notes/n", "{\"title\":\"b\"}").status()).isEqualTo(200);
    }

    @Test
    void T43_a_pattern_that_explodes_elsewhere_is_matched_in_linear_time() {
        String bomb = "{\"title\":\"a\",\"code\":\"" + "a".repeat(1_500) + "b\"}";
        long before = System.nanoTime();
        assertThat(ada("PUT", "notes/n", bomb).status()).isEqualTo(422);
        assertThat(System.nanoTime() - before).isLessThan(2_000_000_000L);
    }

    @Test
    void T43_nesting_has_a_bound() {
        String deep = "{\"title\":\"a\",\"more\":" + "{\"a\":".repeat(70) + "1" + "}".repeat(70) + "}";
        assertThat(ada("PUT", "notes/n", deep).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bulk", "changes", "-a", ".a", "_a", "a*"})
    void an_id_is_of_letters_that_need_no_care(String id) {
        assertThat(ada("PUT", "notes/" + id, "{\"title\":\"a\"}").status()).isIn(405, 422);
        assertThat(ada("PATCH", "notes/" + id, "{\"title\":\"a\"}").status()).isIn(404, 405);
    }

    @Test
    void an_unknown_collection_is_not_there() {
        assertThat(door.get("ada", "other").status()).isEqualTo(404);
        assertThat(door.get("nobody", "other/a").status()).isEqualTo(404);
        assertThat(ada("PUT", "other/a", "{}").status()).isEqualTo(404);
    }

    @Test
    void many_changes_go_in_one_request_each_with_its_own_outcome() {
        String etag = header(ada("PUT", "notes/old", "{\"title\":\"old\"}"), "etag");
        Response answer = ada("POST", "notes/bulk", """
                {"items": [
                  {"op": "create", "document": {"title": "new"}},
                  {"op": "put", "id": "a", "document": {"title": "a"}, "if_none_match": "*"},
                  {"op": "put", "id": "a", "document": {"title": "b"}, "if_none_match": "*"},
                  {"op": "put", "id": "b", "document": {"stars": 9}},
                  {"op": "patch", "id": "old", "document": {"stars": 1}, "if_match": ETAG},
                  {"op": "patch", "id": "old", "document": {"stars": 2}, "if_match": ETAG},
                  {"op": "delete", "id": "none"},
                  {"op": "delete"},
                  {"op": "delete", "id": "a"}]}""".replace("ETAG", "\"" + etag.replace("\"", "\\\"") + "\""));
        assertThat(answer.status()).isEqualTo(200);
        var items = json(answer).path("items");
        assertThat(items.valueStream().map(item -> item.path("status").asInt(0)))
                .containsExactly(201, 201, 412, 422, 200, 412, 404, 422, 204);
        assertThat(items.get(0).path("id").asString("")).matches("[0-9a-f-]{36}");
        assertThat(items.get(3).at("/problem/errors").size()).isEqualTo(2);
        assertThat(text(door.get("ada", "notes/old"))).isEqualTo("{\"title\":\"old\",\"stars\":1}");
        assertThat(door.get("ada", "notes/a").status()).isEqualTo(404);
    }

    @Test
    void T43_a_bulk_has_bounds() {
        String many = "{\"op\":\"delete\",\"id\":\"a\"},".repeat(100);
        assertThat(ada("POST", "notes/bulk", "{\"items\":[" + many + "{\"op\":\"delete\",\"id\":\"a\"}]}")
                        .status())
                .isEqualTo(422);
        assertThat(ada("POST", "notes/bulk", "{\"items\":[]}").status()).isEqualTo(422);
        assertThat(ada("POST", "notes/bulk", "{\"items\":[{\"op\":\"shred\"}]}").status())
                .isEqualTo(422);
    }
}
