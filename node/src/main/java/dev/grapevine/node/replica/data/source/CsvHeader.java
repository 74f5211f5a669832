package dev.grapevine.node.replica.data.source;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

import dev.grapevine.node.replica.data.schema.Cells;

/**
 * Detects whether the first line of a CSV file is a header. It is one if a column that is numeric in all later lines
 * has a first cell that is neither a number nor missing; or if no first cell is a number or missing, all are different,
 * and some later cell is a number. If no cell of the file is a number there is no certainty: it is taken for a header if
 * no first cell is in its column again, and some column has a text twice.
 */
final class CsvHeader {

    /**
     * The finding.
     *
     * @param header  whether the first line is a header
     * @param certain whether the file leaves no doubt
     */
    record Finding(boolean header, boolean certain) {}

    /** The number of lines that are compared where there is no number. */
    private static final int TEXT_LINES = 10_000;

    private final String[] first;
    private final boolean namesOnly;
    private final boolean[] mayBeNumeric;
    private final boolean[] hasNumber;
    private final Set<String> texts = new HashSet<>();
    private boolean found;
    private boolean firstIsBack;
    private boolean repeats;
    private int lines;

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
    static Finding find(String[] first, CsvLines lines) {
        CsvHeader header = new CsvHeader(first);
        while (header.isOpen() && lines.next()) {
            header.add(lines.cells());
        }
        boolean certain = header.found || header.hasNumericColumn();
        boolean doubtful = !certain && header.namesOnly && header.lines > 0;
        return new Finding(certain || doubtful && !header.firstIsBack && header.repeats, !doubtful);
    }

    /** Whether further lines may change the answer. */
    private boolean isOpen() {
        return !found && (namesOnly || hasCandidate());
    }

    private void add(String[] cells) {
        lines++;
        for (int i = 0; i < Math.min(first.length, cells.length); i++) {
            if (Cells.isNumber(cells[i])) {
                found |= namesOnly;
                hasNumber[i] = true;
            } else if (!Cells.isMissing(cells[i])) {
                mayBeNumeric[i] = false;
                if (namesOnly && lines < TEXT_LINES) {
                    firstIsBack |= cells[i].equals(first[i]);
                    repeats = repeats || !texts.add(i + ":" + cells[i]);
                }
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
