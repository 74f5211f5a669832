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

    /** A column with this share of numbers among its cells, and at least so many, is one of numbers with mistakes in it. */
    private static final double MOSTLY = 0.9;
    private static final int NUMBERS_MIN = 10;
    /** A column of texts in which so many cells, and at least this share of them, differ names each row. */
    private static final int DIFFERENT_MIN = 20;
    private static final double DIFFERENT = 0.9;

    private final String name;
    private final boolean kept;
    private final Moments moments = new Moments();
    private final SortedMap<String, Long> rowsOfText = new TreeMap<>();
    private long missing;
    /** Training cells that mean a missing number, if it is a column of numbers. */
    private long spelledMissing;
    private long spelled;
    private long numbers;
    private long texts;
    private long cells;
    private String firstText = "";
    private Place firstPlace;
    private boolean tooManyTexts;
    private Optional<UserMistakeException> notFinite = Optional.empty();

    /**
     * @param name the column's name, for error sentences
     * @param kept whether its texts are learned although they look like mistakes, or like names of rows
     */
    public ColumnFit(String name, boolean kept) {
        this.name = name;
        this.kept = kept;
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
        cells += training ? 1 : 0;
        if (Cells.isSpelledMissing(cell)) {
            spelled++;
            spelledMissing += training ? 1 : 0;
        } else {
            addNumber(cell, training, place);
        }
    }

    private void addNumber(String cell, boolean training, Place place) {
        double number = Numbers.parse(cell);
        if (Double.isNaN(number)) {
            if (texts == 0) {
                firstText = cell;
                firstPlace = place;
            }
            texts++;
            return;
        }
        numbers++;
        if (Double.isInfinite(number)) {
            notFinite = notFinite.or(() -> Optional.of(notFinite(name, cell, place)));
        } else if (training && texts == 0) {
            moments.add(number);
        }
    }

    /** All that is no number means a missing one. */
    private boolean isNumeric() {
        return texts == 0 && (numbers > 0 || spelled == 0);
    }

    /**
     * Sums over the training rows so far.
     *
     * @throws UserMistakeException if the column has numbers that are not finite, too many different texts, a few texts
     *                              among numbers, or a text of its own in nearly each row
     */
    public ColumnSums sums() {
        if (isNumeric()) {
            notFinite.ifPresent(mistake -> {
                throw mistake;
            });
            return new ColumnSums(name, false, missing + spelledMissing, moments.sums(), Collections.emptySortedMap());
        }
        if (!kept) {
            requireTexts();
        }
        if (tooManyTexts) {
            throw new UserMistakeException("Column " + Quotes.quote(name) + " has text, first "
                    + Quotes.quote(firstText) + " in " + firstPlace + ", and more than " + Column.MAX_CATEGORIES
                    + " different texts: allowed are at most that many, or numbers alone; drop=" + name
                    + " leaves it out");
        }
        return new ColumnSums(name, true, missing, NumberSums.NONE, rowsOfText);
    }

    private void requireTexts() {
        if (numbers >= NUMBERS_MIN && numbers >= MOSTLY * (numbers + texts)) {
            throw firstPlace.mistake("column " + Quotes.quote(name) + " has " + Quotes.quote(firstText) + ", while "
                    + numbers + " of its cells are numbers: allowed are numbers, na=" + firstText
                    + " if it stands for a missing one, or keep=" + name + " to learn its texts");
        }
        if (!tooManyTexts && cells >= DIFFERENT_MIN && rowsOfText.size() >= DIFFERENT * cells) {
            throw new UserMistakeException("Column " + Quotes.quote(name) + " has " + rowsOfText.size()
                    + " different texts in " + cells + " rows, such as " + Quotes.quote(rowsOfText.firstKey())
                    + ": allowed are texts that rows share; drop=" + name + " leaves it out, keep=" + name
                    + " learns them all the same");
        }
    }

    /** Smallest and largest number; empty if there is none or the column has text. */
    public Optional<DataProfile.Range> range() {
        return isNumeric() && moments.min() <= moments.max()
                ? Optional.of(new DataProfile.Range(moments.min(), moments.max()))
                : Optional.empty();
    }

    /** Error for a cell with a number that is too large or no number at all. */
    public static UserMistakeException notFinite(String name, String cell, Place place) {
        return place.mistake("column " + Quotes.quote(name) + " has " + Quotes.quote(cell)
                + ": allowed in a numeric column are finite numbers, and NA, ? or an empty cell for a missing one");
    }
}
