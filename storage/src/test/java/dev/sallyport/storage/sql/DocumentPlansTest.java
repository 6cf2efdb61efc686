package dev.sallyport.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How SQLite finds documents: along an index from where the last page ended, without sorting and without counting off. */
class DocumentPlansTest {
    private static String plan(Path folder, String sql, Object... values) {
        try (Database database = SqliteDatabase.open(folder.resolve("plan.db"))) {
            List<String> steps = database.read(handle -> handle.all(
                    "EXPLAIN QUERY PLAN " + sql,
                    row -> {
                        row.number();
                        row.number();
                        row.number();
                        return row.text();
                    },
                    values));
            return String.join("\n", steps);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_page_begins_where_the_last_one_ended(boolean down, @TempDir Path folder) {
        String plan = plan(
                folder,
                DocumentLists.listing(down, 1),
                "c",
                "s",
                "c/s/f",
                "3a",
                "id",
                "4",
                "c",
                "s",
                "g",
                "3",
                "4",
                50);
        assertThat(plan)
                .contains("SEARCH i USING COVERING INDEX document_index_by_value (<expr>=? AND ")
                .contains(down ? "(value,id)<(?,?)" : "(value,id)>(?,?)")
                .contains(
                        "SEARCH d USING INDEX",
                        "SEARCH f USING INDEX sqlite_autoindex_document_index_1 (collection=? AND space=? AND id=? AND field=?)")
                .doesNotContain("SCAN i", "SCAN d", "SCAN f");
    }

    @Test
    void changes_are_found_by_their_number(@TempDir Path folder) {
        String plan = plan(folder, DocumentLists.CHANGES, "c/s", 1, 50, "c/s", 1, 50, 50);
        assertThat(plan)
                .contains("document_by_version", "document_gone_by_version")
                .doesNotContain("SCAN d");
    }
}
