package dev.sallyport.resource.document;

import static dev.sallyport.resource.document.DocumentDoor.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Response;
import dev.sallyport.storage.Stores;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of documents: sorted, filtered and by pages. */
class ListsTest {
    private static final String SCHEMA = """
            "schema":{"type":"object","properties":{"name":{"type":["string","null"]},"price":{"type":"number"},"sold":{"type":"boolean"},
              "maker":{"type":"object","properties":{"city":{"type":"string"}}}}}""";
    private static final String INDEXED =
            "{\"goods\":{\"access\":\"owner\",\"indexes\":[\"name\",\"price\",\"sold\",\"maker.city\"]," + SCHEMA
                    + "}}";

    private final Stores stores = Stores.inMemory();
    private DocumentDoor door;

    @BeforeEach
    void fill() {
        door = new DocumentDoor(stores, INDEXED);
        put("tea", "{\"name\":\"Tea\",\"price\":2.5,\"sold\":false,\"maker\":{\"city\":\"Bern\"}}");
        put("cup", "{\"name\":\"cup\",\"price\":10,\"sold\":true,\"maker\":{\"city\":\"Ulm\"}}");
        put("pot", "{\"name\":\"Pot & lid\",\"price\":40,\"sold\":true}");
        put("debt", "{\"name\":\"Debt\",\"price\":-3e2,\"sold\":false}");
        put("gift", "{\"name\":null}");
    }

    private void put(String id, String body) {
        assertThat(door.ask("ada", "PUT", "goods/" + id, body).status()).isEqualTo(201);
    }

    private Response list(String query) {
        return door.get("ada", "goods" + query);
    }

    private static List<String> ids(Response response) {
        return json(response)
                .path("items")
                .valueStream()
                .map(item -> item.path("id").asString(""))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ?sort=price                                             | gift debt tea cup pot
            ?sort=-price                                            | pot cup tea debt gift
            ?sort=name                                              | gift debt pot tea cup
            ?sort=sold                                              | gift debt tea cup pot
            ?sort=maker.city                                        | debt gift pot tea cup
            ?filter[name]=Tea                                       | tea
            ?filter[name]=tea                                       |
            ?filter[name]=Pot+%26%20lid                             | pot
            ?filter%5Bname%5D=Tea                                   | tea
            ?filter[price]=10.0                                     | cup
            ?filter[price][eq]=1e1                                  | cup
            ?filter[price][gt]=2.5                                  | cup pot
            ?filter[price][gte]=2.5                                 | tea cup pot
            ?filter[price][lt]=2.5                                  | debt
            ?filter[price][lte]=2.5                                 | debt tea
            ?filter[price][gt]=2&filter[price][lt]=20               | tea cup
            ?filter[sold]=true                                      | cup pot
            ?filter[sold]=true&sort=-price                          | pot cup
            ?filter[sold]=true&filter[price][lt]=20&sort=name       | cup
            ?filter[maker.city]=Ulm                                 | cup
            ?filter[name][gte]=T&filter[price][lte]=5&sort=price    | tea
            """)
    void a_list_is_sorted_and_filtered_by_indexed_fields(String query, String expected) {
        Response answer = list(query);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(ids(answer)).containsExactlyElementsOf(expected == null ? List.of() : List.of(expected.split(" ")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?sort=colour",
                "?sort=",
                "?sort=-",
                "?filter[colour]=red",
                "?filter[name][like]=T",
                "?filter[price]=cheap",
                "?filter[price]=1e999",
                "?filter[price]=",
                "?filter[sold]=yes",
                "?filter[name=Tea",
                "?filter=name",
                "?nmae=Tea",
                "?sort=name&sort=price",
                "?limit=0",
                "?limit=201",
                "?after=",
                "?filter[price][gt]=1&filter[price][lt]=9&filter[sold]=true&filter[name]=a&filter[maker.city]=b"
            })
    void what_is_not_known_is_refused_and_not_passed_over(String query) {
        assertThat(list(query).status()).isEqualTo(400);
    }

    @Test
    void an_item_says_what_a_document_is_and_the_list_where_changes_go_on() {
        var answer = json(list("?filter[name]=Tea"));
        var item = answer.path("items").get(0);
        assertThat(item.path("document").path("price").doubleValue()).isEqualTo(2.5);
        assertThat(item.path("etag").asString("")).isEqualTo(DocumentDoor.header(door.get("ada", "goods/tea"), "etag"));
        assertThat(item.path("created_at").asString("")).isEqualTo(DocumentDoor.NOW.toString());
        assertThat(answer.path("changes").asLong(0)).isEqualTo(5);
    }

    @Test
    void pages_are_the_whole_list_whatever_the_values() {
        for (int i = 0; i < 40; i++) {
            put("x" + i, "{\"name\":\"" + "🗝".repeat(250) + (i % 7) + "\",\"price\":" + (i % 3) + "}");
        }
        for (String query :
                List.of("sort=name", "sort=-name", "sort=price", "sort=-price&filter[price][gte]=0", "limit=7")) {
            var whole = ids(list("?limit=200&" + query.replace("limit=7", "")));
            var pages = new ArrayList<String>();
            String after = "";
            do {
                Response page = list("?limit=7&" + query.replace("limit=7", "") + after);
                assertThat(page.status()).isEqualTo(200);
                pages.addAll(ids(page));
                String next = json(page).path("next").asString("");
                after = next.isEmpty() ? "" : "&after=" + Params.encoded(next);
            } while (!after.isEmpty());
            assertThat(pages).as(query).isEqualTo(whole).hasSizeGreaterThan(40);
        }
    }

    @Test
    void T43_a_foreign_cursor_stands_behind_the_last_item() {
        assertThat(ids(list("?after=x"))).isEmpty();
        assertThat(ids(list("?sort=name&after=AAAA"))).isEmpty();
    }

    @Test
    void documents_are_indexed_anew_when_the_declaration_changes() {
        String less = "{\"goods\":{\"access\":\"owner\",\"indexes\":[\"name\"]," + SCHEMA + "}}";
        var before = new DocumentDoor(stores, less);
        before.documents.index(DocumentDoor.declared(less).getFirst());
        assertThat(ids(list("?sort=price"))).isEmpty();
        door.documents.index(DocumentDoor.declared(INDEXED).getFirst());
        assertThat(ids(list("?sort=price"))).containsExactly("gift", "debt", "tea", "cup", "pot");
        assertThat(json(list("")).path("changes").asLong(0)).isEqualTo(5);
    }
}
