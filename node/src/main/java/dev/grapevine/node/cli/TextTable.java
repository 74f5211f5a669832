package dev.grapevine.node.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Table with columns as wide as their cells need, numbers aligned to the right. */
final class TextTable {

    private static final String INDENT = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final List<Integer> textColumns;

    /** @param textColumns indices of the columns that are aligned to the left */
    TextTable(Integer... textColumns) {
        this.textColumns = List.of(textColumns);
    }

    /** Adds a row. All rows have as many cells as the first. */
    void add(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    List<String> lines() {
        int columns = rows.isEmpty() ? 0 : rows.getFirst().size();
        int[] widths = IntStream.range(0, columns)
                .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0)).toArray();
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(INDENT);
            for (int column = 0; column < columns; column++) {
                String cell = row.get(column);
                String gap = " ".repeat(widths[column] - cell.length());
                line.append(column == 0 ? "" : INDENT)
                        .append(textColumns.contains(column) ? cell + gap : gap + cell);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
