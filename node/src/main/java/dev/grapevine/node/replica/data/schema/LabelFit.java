package dev.grapevine.node.replica.data.schema;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.grapevine.node.replica.data.schema.LabelSums.Wanted;
import dev.grapevine.node.words.Numbers;
import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.node.words.Quotes;

/** Infers from the labels of rows whether to classify or regress, in constant memory. */
public final class LabelFit {

    /** Labels of which this share are numbers, and at least so many, are numbers with mistakes among them. */
    private static final double MOSTLY = 0.9;
    private static final int NUMBERS_MIN = 10;

    private final String source;
    private final SortedMap<String, Long> rowsOfText = new TreeMap<>();
    private final Moments moments = new Moments();
    private boolean whole = true;
    private boolean tooManyTexts;
    private long numbers;
    private long texts;
    private String firstText = "";
    private Place firstPlace;
    private Optional<UserMistakeException> notNumeric = Optional.empty();
    private Optional<UserMistakeException> notFinite = Optional.empty();

    /** @param source start of error sentences about all labels */
    public LabelFit(String source) {
        this.source = source;
    }

    /**
     * Adds the label of one row.
     *
     * @param training whether it counts for the scaling
     */
    public void add(String label, boolean training, Place place) {
        if (!tooManyTexts) {
            Counts.add(rowsOfText, label, training);
            tooManyTexts = rowsOfText.size() > Schema.MAX_CLASSES;
        }
        double number = Cells.isSpelledMissing(label) ? Double.NaN : Numbers.parse(label);
        numbers += Double.isNaN(number) ? 0 : 1;
        texts += Double.isNaN(number) ? 1 : 0;
        if (notNumeric.isPresent()) {
            return;
        }
        if (Double.isNaN(number)) {
            firstText = label;
            firstPlace = place;
            notNumeric = Optional.of(place.mistake(
                    "the label " + Quotes.quote(label)
                            + " is not a number: allowed with task=regress are numbers only"));
        } else if (Double.isInfinite(number)) {
            notFinite = notFinite.or(() -> Optional.of(place.mistake(
                    "the label " + Quotes.quote(label)
                            + " is not finite: allowed are finite numbers of at most 3.4e38")));
        } else {
            whole &= number == Math.rint(number);
            if (training) {
                moments.add(number);
            }
        }
    }

    /**
     * Sums over the labels so far.
     *
     * @param task the user's choice, if any
     */
    public LabelSums sums(Optional<Task> task) {
        boolean numeric = notNumeric.isEmpty();
        if (!numeric && task.isEmpty() && numbers >= NUMBERS_MIN && numbers >= MOSTLY * (numbers + texts)) {
            throw firstPlace.mistake("the label is " + Quotes.quote(firstText) + ", while " + numbers
                    + " others are numbers: allowed are numbers, na=" + firstText
                    + " and missing=drop to skip such rows, or task=classify to take each text for a class");
        }
        if (numeric && notFinite.isPresent()) {
            throw notFinite.get();
        }
        Wanted wanted = Wanted.of(task);
        if (wanted == Wanted.REGRESS) {
            notNumeric.ifPresent(mistake -> {
                throw mistake;
            });
        }
        boolean quantity = numeric && (wanted == Wanted.REGRESS || wanted == Wanted.ANY && (!whole
                || LabelSums.numericClasses(rowsOfText).size() > LabelSums.MAX_CLASSES_BY_DEFAULT));
        if (!quantity && tooManyTexts) {
            throw LabelSums.wrongNumber(source, List.copyOf(rowsOfText.keySet()));
        }
        return new LabelSums(wanted, !numeric, quantity, numeric ? moments.sums() : NumberSums.NONE,
                quantity ? Collections.emptySortedMap() : rowsOfText);
    }
}
