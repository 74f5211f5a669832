package dev.grapevine.node.replica.data.schema;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.grapevine.node.replica.data.source.CsvTable;
import dev.grapevine.node.words.Numbers;
import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.node.words.Words;

/**
 * Finds out from rows what a column is, in constant memory. Whether it is numeric is decided by all rows, so that none of
 * them is a mistake later; its scaling and its categories come from training rows alone.
 */
final class ColumnFit {

    private final String name;
    private final Moments moments = new Moments();
    private final SortedMap<String, Long> rowsOfText = new TreeMap<>();
    private long missing;
    private String firstText = "";
    private boolean numeric = true;
    private boolean tooManyTexts;
    private Optional<UserMistakeException> notFinite = Optional.empty();

    ColumnFit(String name) {
        this.name = name;
    }

    void add(String cell, CsvTable.Row row) {
        if (Cells.isMissing(cell)) {
            missing += row.test() ? 0 : 1;
            return;
        }
        if (!row.test() && !tooManyTexts) {
            Counts.add(rowsOfText, cell, true);
            tooManyTexts = rowsOfText.size() > Column.MAX_CATEGORIES;
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

    ColumnSums sums() {
        if (numeric) {
            notFinite.ifPresent(mistake -> {
                throw mistake;
            });
            return new ColumnSums(name, false, missing, moments.sums(), Collections.emptySortedMap());
        }
        if (tooManyTexts) {
            throw new UserMistakeException("Column " + Words.quote(name) + " has text, first " + firstText
                    + ", and more than "
                    + Column.MAX_CATEGORIES + " different texts: allowed are at most that many, or numbers alone");
        }
        return new ColumnSums(name, true, missing, NumberSums.NONE, rowsOfText);
    }

    /** The smallest and the largest number; empty where there is none or the column has text. */
    Optional<DataProfile.Range> range() {
        return numeric && moments.least() <= moments.most()
                ? Optional.of(new DataProfile.Range(moments.least(), moments.most()))
                : Optional.empty();
    }

    /** The mistake of a number that is too large or none at all. */
    static UserMistakeException notFinite(String name, String cell, CsvTable.Row row) {
        return row.mistake("column " + Words.quote(name) + " has " + Words.quote(cell)
                + ": allowed in a numeric column are finite numbers, and NA, ? or nothing where one is missing");
    }
}
