package dev.sallyport.app;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Lines of words below each other, each column as wide as its widest word. */
final class Table {
    private final List<List<String>> lines = new ArrayList<>();

    Table(String... heads) {
        lines.add(List.of(heads));
    }

    void line(String... words) {
        lines.add(List.of(words));
    }

    void print(PrintWriter out) {
        for (List<String> line : lines) {
            var text = new StringBuilder();
            for (int column = 0; column < line.size(); column++) {
                text.append(line.get(column))
                        .append(" ".repeat(width(column) - line.get(column).length() + 2));
            }
            out.println(text.toString().stripTrailing());
        }
    }

    private int width(int column) {
        return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
    }
}
