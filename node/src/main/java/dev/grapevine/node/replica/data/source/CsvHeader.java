package dev.grapevine.node.replica.data.source;

import java.util.Arrays;

import dev.grapevine.node.replica.data.schema.Cells;

/**
 * Detects whether the first line of a CSV file is a header. It is one if a column that is numeric in all later lines
 * has a first cell that is neither a number nor missing; or if no first cell is a number or missing, all are different,
 * and some later cell is a number.
 */
final class CsvHeader {

    private final String[] first;
    private final boolean namesOnly;
    private final boolean[] mayBeNumeric;
    private final boolean[] hasNumber;
    private boolean found;

    private CsvHeader(String[] first) {
        this.first = first;
        this.namesOnly = Arrays.stream(first).noneMatch(cell -> Cells.isNumber(cell) || Cells.isMissing(cell))
                && Arrays.stream(first).distinct().count() == first.length;
        this.mayBeNumeric = new boolean[first.length];
        this.hasNumber = new boolean[first.length];
        for (int i = 0; i < first.length; i++) {
            mayBeNumeric[i] = !Cells.isNumber(first[i]) && !Cells.isMissing(first[i]);
        }
    }

    /**
     * Reads no more lines than it needs.
     *
     * @param lines positioned at the first line
     */
    static boolean isHeader(String[] first, CsvLines lines) {
        CsvHeader header = new CsvHeader(first);
        while (header.isOpen() && lines.next()) {
            header.add(lines.cells());
        }
        return header.found || header.hasNumericColumn();
    }

    /** Whether further lines may change the answer. */
    private boolean isOpen() {
        return !found && (namesOnly || hasCandidate());
    }

    private void add(String[] cells) {
        for (int i = 0; i < Math.min(first.length, cells.length); i++) {
            if (Cells.isNumber(cells[i])) {
                found |= namesOnly;
                hasNumber[i] = true;
            } else if (!Cells.isMissing(cells[i])) {
                mayBeNumeric[i] = false;
            }
        }
    }

    private boolean hasCandidate() {
        for (boolean candidate : mayBeNumeric) {
            if (candidate) {
                return true;
            }
        }
        return false;
    }

    private boolean hasNumericColumn() {
        for (int i = 0; i < first.length; i++) {
            if (mayBeNumeric[i] && hasNumber[i]) {
                return true;
            }
        }
        return false;
    }
}
