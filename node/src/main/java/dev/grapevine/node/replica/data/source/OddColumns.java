package dev.grapevine.node.replica.data.source;

import java.util.ArrayList;
import java.util.List;

import dev.grapevine.node.replica.data.schema.Column;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;
import dev.grapevine.node.words.Numbers;
import dev.grapevine.node.words.Quotes;

/**
 * Remarks about columns that may not be what their user thinks: numbers of rows among the features, and a quantity taken
 * for classes. In constant memory; not thread-safe.
 */
final class OddColumns {

    /** With fewer rows chance explains much. */
    private static final int ROWS_MIN = 20;
    /** Classes with fewer rows each than this are rather numbers. */
    private static final int ROWS_OF_CLASS = 3;

    /** The whole numbers of a column, as long as each is larger than the one before. */
    private static final class Rise {

        private long first;
        private long last = Long.MIN_VALUE;
        private boolean goesOn = true;

        void add(String cell, boolean isFirst) {
            double number = Numbers.parse(cell);
            boolean whole = number == Math.rint(number) && Math.abs(number) <= 0x1p53;
            goesOn = goesOn && whole && (long) number > last;
            if (goesOn) {
                first = isFirst ? (long) number : first;
                last = (long) number;
            }
        }
    }

    private final List<Column> columns;
    private final String label;
    private final Schema schema;
    private final List<Rise> rises = new ArrayList<>();
    private long rows;

    OddColumns(RowEncoding.Table table, Schema schema) {
        this.columns = table.columns();
        this.label = table.label();
        this.schema = schema;
        columns.forEach(_ -> rises.add(new Rise()));
    }

    /** Adds a training row. */
    void add(List<String> cells) {
        rows++;
        for (int i = 0; i < cells.size(); i++) {
            Rise rise = rises.get(i);
            if (rise.goesOn) {
                rise.add(cells.get(i), rows == 1);
            }
        }
    }

    /** One sentence for each odd column. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (rows < ROWS_MIN) {
            return notes;
        }
        for (int i = 0; i < columns.size(); i++) {
            Rise rise = rises.get(i);
            if (columns.get(i) instanceof Column.Numeric(String name, _, _) && rise.goesOn) {
                notes.add("Column " + Quotes.quote(name) + " rises from row to row, from " + rise.first + " to "
                        + rise.last + ", as numbers of rows do: drop=" + name + " leaves it out");
            }
        }
        boolean numbers = schema.task() == Task.CLASSIFY && schema.classes().stream().allMatch(OddColumns::isWhole);
        if (numbers && (long) schema.classes().size() * ROWS_OF_CLASS > rows) {
            notes.add("The label " + Quotes.quote(label) + " is taken for " + schema.classes().size() + " classes in "
                    + rows + " rows: task=regress learns it as a quantity");
        }
        return notes;
    }

    private static boolean isWhole(String label) {
        double number = Numbers.parse(label);
        return number == Math.rint(number) && Double.isFinite(number);
    }
}
