package dev.grapevine.node.replica.data.source;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.grapevine.node.replica.data.schema.Column;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;
import dev.grapevine.node.words.Numbers;
import dev.grapevine.node.words.Quotes;

/**
 * Remarks about columns that may not be what their user thinks: numbers of rows among the features, and a quantity taken
 * for classes. In bounded memory; not thread-safe.
 */
final class OddColumns {

    /** With fewer rows chance explains much. */
    private static final int ROWS_MIN = 20;
    /** Classes with fewer rows each than this are rather numbers. */
    private static final int ROWS_OF_CLASS = 3;

    /** The numbers of a column that are remembered: with more rows than that each has its own number by chance no more. */
    private static final int REMEMBERED_MAX = 1 << 16;

    /** The numbers of a column, as long as all are whole and different. */
    private static final class Different {

        private final Set<Long> seen = new HashSet<>();
        private boolean goesOn = true;

        void add(String cell) {
            double number = Numbers.parse(cell);
            boolean whole = number == Math.rint(number) && Math.abs(number) <= 0x1p53;
            goesOn = goesOn && whole && (seen.size() == REMEMBERED_MAX || seen.add((long) number));
        }
    }

    private final List<Column> columns;
    private final String label;
    private final Schema schema;
    private final List<Different> numbers = new ArrayList<>();
    private long rows;

    OddColumns(RowEncoding.Table table, Schema schema) {
        this.columns = table.columns();
        this.label = table.label();
        this.schema = schema;
        columns.forEach(_ -> numbers.add(new Different()));
    }

    /** Adds a training row. */
    void add(List<String> cells) {
        rows++;
        for (int i = 0; i < cells.size(); i++) {
            if (numbers.get(i).goesOn) {
                numbers.get(i).add(cells.get(i));
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
            if (columns.get(i) instanceof Column.Numeric(String name, _, _) && numbers.get(i).goesOn) {
                notes.add("Column " + Quotes.quote(name)
                        + " has another whole number in each row, as numbers of rows or"
                        + " of persons do: drop=" + (name.isEmpty() ? "NUMBER, from 0," : name) + " leaves it out");
            }
        }
        boolean counts = schema.task() == Task.CLASSIFY && schema.classes().stream().allMatch(OddColumns::isWhole);
        if (counts && (long) schema.classes().size() * ROWS_OF_CLASS > rows) {
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
