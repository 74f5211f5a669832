package dev.grapevine.node.replica.data.source;

import java.util.Arrays;
import java.util.function.Consumer;

import dev.grapevine.node.replica.data.schema.Cells;

/**
 * Tells whether the first line of a csv file is a header. It is one if in some column that is numeric in all later lines
 * its cell is neither a number nor missing; or if none of its cells is a number or missing, all are different, and some
 * later cell is a number.
 */
final class CsvHeader implements CsvFile.LineVisitor {

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

    /** Reads no more lines than it needs. */
    static boolean isHeader(String[] first, Consumer<CsvFile.LineVisitor> lines) {
        CsvHeader header = new CsvHeader(first);
        lines.accept(header);
        return header.found || header.hasNumericColumn();
    }

    @Override
    public boolean line(long number, long line, String[] cells) {
        if (number == 0) {
            return true;
        }
        for (int i = 0; i < Math.min(first.length, cells.length); i++) {
            if (Cells.isNumber(cells[i])) {
                found |= namesOnly;
                hasNumber[i] = true;
            } else if (!Cells.isMissing(cells[i])) {
                mayBeNumeric[i] = false;
            }
        }
        return !found && (namesOnly || hasCandidate());
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
