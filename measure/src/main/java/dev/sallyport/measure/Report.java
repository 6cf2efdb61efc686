package dev.sallyport.measure;

import dev.sallyport.kit.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The results as tables to read and as one JSON document. */
final class Report {
    private final Map<String, List<Row>> parts = new LinkedHashMap<>();

    void add(Part part, List<Row> rows) {
        parts.put(part.text(), rows);
    }

    /** A table: one column for each name of a figure, in the order in which they first appear. */
    static String table(String title, List<Row> rows) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> row.figures().forEach(figure -> columns.add(figure.name())));
        int first = rows.stream().mapToInt(row -> row.work().length()).max().orElse(0);
        first = Math.max(first, title.length());
        var text = new StringBuilder(padded(title, first));
        columns.forEach(column -> text.append("  ").append(aligned(column, width(column, rows))));
        for (Row row : rows) {
            text.append('\n').append(padded(row.work(), first));
            columns.forEach(column -> text.append("  ").append(aligned(cell(row, column), width(column, rows))));
        }
        return text.append('\n').toString();
    }

    private static int width(String column, List<Row> rows) {
        return Math.max(
                column.length(),
                rows.stream().mapToInt(row -> cell(row, column).length()).max().orElse(0));
    }

    private static String cell(Row row, String column) {
        return row.figures().stream()
                .filter(figure -> figure.name().equals(column))
                .map(Figure::text)
                .findFirst()
                .orElse("");
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static String aligned(String text, int width) {
        return " ".repeat(width - text.length()) + text;
    }

    void write(Path file, Map<String, Object> machine) throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("machine", machine);
        parts.forEach((part, rows) ->
                document.put(part, rows.stream().map(Report::json).toList()));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, Json.text(document) + "\n");
    }

    private static Map<String, Object> json(Row row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("work", row.work());
        row.figures().forEach(figure -> json.put(figure.key(), figure.value()));
        return json;
    }
}
