package dev.sallyport.resource;

import static dev.sallyport.resource.TestDoor.ADA;
import static dev.sallyport.resource.TestDoor.ADAS_ID;
import static dev.sallyport.resource.TestDoor.EVE;
import static dev.sallyport.resource.TestDoor.EVES_ID;
import static dev.sallyport.resource.TestDoor.as;
import static dev.sallyport.resource.TestDoor.header;
import static dev.sallyport.resource.TestDoor.json;
import static dev.sallyport.resource.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.audit.AuditEvent.Kind;
import dev.sallyport.kit.http.Response;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ActivityTest {
    private TestDoor door;

    @BeforeEach
    void open(@TempDir Path folder) {
        door = new TestDoor(folder);
    }

    @AfterEach
    void close() {
        door.close();
    }

    private Response read(String who, String query) {
        return door.ask(as(who, "GET", "/v1/activity" + query));
    }

    @Test
    void it_is_empty_where_nothing_happened() {
        Response empty = read(ADA, "");
        assertThat(empty.status()).isEqualTo(200);
        assertThat(json(empty).path("items").size()).isZero();
        assertThat(json(empty).path("next").asString("none")).isEqualTo("none");
        assertThat(header(empty, "cache-control")).isEqualTo("private, no-store");
    }

    @Test
    void an_event_says_what_when_and_on_which_device() {
        door.openSession("Firefox on Linux");
        door.happened(ADAS_ID, Kind.PROFILE_CHANGED, 0, Map.of("changed", "name"));
        door.happened(ADAS_ID, Kind.SIGNED_IN, 1, Map.of("device", "A telephone"));
        JsonNode items = json(read(ADA, "")).path("items");
        assertThat(items.path(0).path("type").asString()).isEqualTo("session.signed_in");
        assertThat(items.path(0).path("device").asString()).isEqualTo("A telephone");
        assertThat(items.path(1).path("type").asString()).isEqualTo("profile.changed");
        assertThat(items.path(1).path("at").asString()).isEqualTo("2026-11-04T10:00:00Z");
        assertThat(items.path(1).path("device").asString()).isEqualTo("Firefox on Linux");
        assertThat(items.path(1).path("session").asString()).isEqualTo(TestDoor.SESSION.toString());
        assertThat(items.path(1).path("details").path("changed").asString()).isEqualTo("name");
    }

    @Test
    void it_comes_newest_first_by_cursor_each_once_though_times_are_equal() {
        for (int i = 0; i < 7; i++) {
            door.happened(ADAS_ID, Kind.SIGNED_IN, i / 3, Map.of("n", "" + i));
        }
        door.happened(EVES_ID, Kind.SIGNED_IN, 1, Map.of("n", "eve's"));
        var seen = new ArrayList<String>();
        var times = new ArrayList<String>();
        String after = "";
        for (int pages = 0; pages == 0 || !after.isEmpty(); pages++) {
            JsonNode page = json(read(ADA, "?limit=2" + (after.isEmpty() ? "" : "&after=" + after)));
            page.path("items").forEach(item -> {
                seen.add(item.path("details").path("n").asString());
                times.add(item.path("at").asString());
            });
            after = page.path("next").asString("");
            assertThat(pages).isLessThan(5);
        }
        assertThat(seen).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6");
        assertThat(times).isSortedAccordingTo(java.util.Comparator.reverseOrder());
    }

    @Test
    void T48_a_cursor_of_anothers_list_leads_to_ones_own() {
        for (int i = 0; i < 3; i++) {
            door.happened(ADAS_ID, Kind.SIGNED_IN, i, Map.of("n", "ada's"));
            door.happened(EVES_ID, Kind.SIGNED_IN, i, Map.of("n", "eve's"));
        }
        String adas = json(read(ADA, "?limit=1")).path("next").asString();
        assertThat(text(read(EVE, "?after=" + adas))).contains("eve's").doesNotContain("ada's");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ?limit=1                                        | 200 | 1
            ?limit=200                                      | 200 | 3
            ?after=0.0193a000-0000-7000-8000-000000000001   | 200 | 0
            ?after=not-one-of-ours                          | 200 | 0
            ?limit=0                                        | 400 | 0
            ?limit=201                                      | 400 | 0
            ?limit=1e1                                      | 400 | 0
            ?limit=99999999999                              | 400 | 0
            ?after=                                         | 400 | 0
            ?after=a'b                                      | 400 | 0
            ?after=a&after=b                                | 400 | 0
            ?limit=%ff                                      | 400 | 0
            """)
    void a_page_is_asked_for_in_one_way_only(String query, int status, int items) {
        List.of(0, 1, 2).forEach(i -> door.happened(ADAS_ID, Kind.SIGNED_IN, i, Map.of()));
        Response answer = read(ADA, query);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(json(answer).path("items").size()).isEqualTo(items);
    }
}
