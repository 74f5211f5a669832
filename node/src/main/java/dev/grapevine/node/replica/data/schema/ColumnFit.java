package dev.grapevine.node.replica.data.schema;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.grapevine.node.words.Numbers;
import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.node.words.Quotes;

/**
 * Infers the kind of a column from its rows, in constant memory. All rows decide whether it is numeric, so that no row
 * is invalid later; scaling and categories come from training rows only.
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

    /** @param name the column's name, for error sentences */
    public ColumnFit(String name) {
        this.name = name;
    }

    /**
     * Adds the cell of one row.
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
            firstText = Quotes.quote(cell) + " in " + place;
        } else if (Double.isInfinite(number)) {
            notFinite = notFinite.or(() -> Optional.of(notFinite(name, cell, place)));
        } else if (training) {
            moments.add(number);
        }
    }

    /**
     * Sums over the training rows so far.
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
            throw new UserMistakeException("Column " + Quotes.quote(name) + " has text, first " + firstText
                    + ", and more than "
                    + Column.MAX_CATEGORIES + " different texts: allowed are at most that many, or numbers alone");
        }
        return new ColumnSums(name, true, missing, NumberSums.NONE, rowsOfText);
    }

    /** Smallest and largest number; empty if there is none or the column has text. */
    public Optional<DataProfile.Range> range() {
        return numeric && moments.min() <= moments.max()
                ? Optional.of(new DataProfile.Range(moments.min(), moments.max()))
                : Optional.empty();
    }

    /** Error for a cell with a number that is too large or no number at all. */
    public static UserMistakeException notFinite(String name, String cell, Place place) {
        return place.mistake("column " + Quotes.quote(name) + " has " + Quotes.quote(cell)
                + ": allowed in a numeric column are finite numbers, and NA, ? or an empty cell for a missing one");
    }
}
