package dev.grapevine.node.replica.data;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

import dev.grapevine.node.replica.UserMistakeException;

/**
 * Finds out from the founder's rows what a column is. Whether it is numeric is decided by all rows, so that none of them
 * is a mistake later; its scaling and its categories come from training rows alone.
 */
final class ColumnFit {

    private final String name;
    private final Moments moments = new Moments();
    private final TreeSet<String> texts = new TreeSet<>();
    private boolean missing;
    private String firstText = "";
    private boolean numeric = true;
    private Optional<UserMistakeException> notFinite = Optional.empty();

    ColumnFit(String name) {
        this.name = name;
    }

    void add(String cell, CsvTable.Row row) {
        if (Cells.isMissing(cell)) {
            missing |= !row.test();
            return;
        }
        if (!row.test() && texts.size() <= Column.MAX_CATEGORIES) {
            texts.add(cell);
        }
        if (numeric) {
            addNumber(cell, row);
        }
    }

    private void addNumber(String cell, CsvTable.Row row) {
        double number = Numbers.parse(cell);
        if (Double.isNaN(number)) {
            numeric = false;
            firstText = Words.quote(cell) + " in " + row.file().path() + " line " + row.line();
        } else if (Double.isInfinite(number)) {
            notFinite = notFinite.or(() -> Optional.of(notFinite(name, cell, row)));
        } else if (!row.test()) {
            moments.add(number);
        }
    }

    Column column() {
        if (numeric) {
            notFinite.ifPresent(mistake -> {
                throw mistake;
            });
            return new Column.Numeric(name, moments.scaling(), missing);
        }
        if (texts.size() > Column.MAX_CATEGORIES) {
            throw new UserMistakeException("Column " + Words.quote(name) + " has text, first " + firstText
                    + ", and more than "
                    + Column.MAX_CATEGORIES + " different texts: allowed are at most that many, or numbers alone");
        }
        return new Column.Categorical(name, List.copyOf(texts));
    }

    /** The mistake of a number that is too large or none at all. */
    static UserMistakeException notFinite(String name, String cell, CsvTable.Row row) {
        return row.mistake("column " + Words.quote(name) + " has " + Words.quote(cell)
                + ": allowed in a numeric column are finite numbers, and NA, ? or nothing where one is missing");
    }
}
