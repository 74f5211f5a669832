package dev.grapevine.node.replica.data.schema;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.grapevine.node.words.Numbers;
import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.node.words.Citations;

/**
 * Finds out from rows what a column is, in constant memory. Whether it is numeric is decided by all rows, so that none of
 * them is a mistake later; its scaling and its categories come from training rows alone.
 */
public final class ColumnFit {

    private final String name;
    private final Moments moments = new Moments();
    private final SortedMap<String, Long> rowsOfText = new TreeMap<>();
    private long missing;
    private String firstText = "";
    private boolean numeric = true;
    private boolean tooManyTexts;
    private Optional<UserMistakeException> notFinite = Optional.empty();

    /** @param name of the column, for sentences */
    public ColumnFit(String name) {
        this.name = name;
    }

    /**
     * Takes the cell of one row.
     *
     * @param training whether the row counts for scaling and categories
     */
    public void add(String cell, boolean training, Place place) {
        if (Cells.isMissing(cell)) {
            missing += training ? 1 : 0;
            return;
        }
        if (training && !tooManyTexts) {
            Counts.add(rowsOfText, cell, true);
            tooManyTexts = rowsOfText.size() > Column.MAX_CATEGORIES;
        }
        if (numeric) {
            addNumber(cell, training, place);
        }
    }

    private void addNumber(String cell, boolean training, Place place) {
        double number = Numbers.parse(cell);
        if (Double.isNaN(number)) {
            numeric = false;
            firstText = Citations.quote(cell) + " in " + place;
        } else if (Double.isInfinite(number)) {
            notFinite = notFinite.or(() -> Optional.of(notFinite(name, cell, place)));
        } else if (training) {
            moments.add(number);
        }
    }

    /**
     * What the training rows so far come to.
     *
     * @throws UserMistakeException if the column has numbers that are not finite, or too many different texts
     */
    public ColumnSums sums() {
        if (numeric) {
            notFinite.ifPresent(mistake -> {
                throw mistake;
            });
            return new ColumnSums(name, false, missing, moments.sums(), Collections.emptySortedMap());
        }
        if (tooManyTexts) {
            throw new UserMistakeException("Column " + Citations.quote(name) + " has text, first " + firstText
                    + ", and more than "
                    + Column.MAX_CATEGORIES + " different texts: allowed are at most that many, or numbers alone");
        }
        return new ColumnSums(name, true, missing, NumberSums.NONE, rowsOfText);
    }

    /** The smallest and the largest number; empty where there is none or the column has text. */
    public Optional<DataProfile.Range> range() {
        return numeric && moments.least() <= moments.most()
                ? Optional.of(new DataProfile.Range(moments.least(), moments.most()))
                : Optional.empty();
    }

    /** The mistake of a number that is too large or none at all. */
    public static UserMistakeException notFinite(String name, String cell, Place place) {
        return place.mistake("column " + Citations.quote(name) + " has " + Citations.quote(cell)
                + ": allowed in a numeric column are finite numbers, and NA, ? or nothing where one is missing");
    }
}
