package dev.grapevine.node.replica.data.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

import dev.grapevine.node.words.Numbers;
import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.node.words.Quotes;

/**
 * Sums over the labels of rows, without the rows.
 *
 * @param wanted   the user's choice of the task
 * @param text     whether any label is not a number
 * @param quantity whether the labels are numbers that are not class names
 * @param numbers  sums of the training rows' labels; empty if any label is text
 * @param classes  number of training rows for each label, 0 for a label of test rows only; empty for a quantity
 */
public record LabelSums(Wanted wanted, boolean text, boolean quantity, NumberSums numbers,
        SortedMap<String, Long> classes) {

    /** A column of whole numbers with more different values than this is a quantity rather than a class. */
    static final int MAX_CLASSES_BY_DEFAULT = 50;

    /** The user's choice of the task. */
    enum Wanted {
        ANY, CLASSIFY, REGRESS;

        static Wanted of(Optional<Task> task) {
            return task.map(known -> known == Task.CLASSIFY ? CLASSIFY : REGRESS).orElse(ANY);
        }
    }

    public LabelSums {
        Objects.requireNonNull(wanted);
        classes = Collections.unmodifiableSortedMap(classes);
        if (text && (quantity || numbers.count() > 0) || quantity && !classes.isEmpty()
                || classes.values().stream().anyMatch(rows -> rows < 0)
                || !text && classes.keySet().stream().anyMatch(label -> !Double.isFinite(Numbers.parse(label)))) {
            throw new IllegalArgumentException("Labels are texts, a quantity, or numbers that are classes");
        }
    }

    /** Reason, as a clause, why these cannot be the sums of the labels of this many rows; empty if they can. */
    Optional<String> flaw(long rows) {
        Optional<String> flaw = numbers.flaw();
        BigInteger classified = Counts.total(classes.values());
        if (flaw.isEmpty() && (!text && numbers.count() != rows
                || !quantity && !classified.equals(BigInteger.valueOf(rows)))) {
            flaw = Optional.of(
                    (quantity ? numbers.count() + " numbers" : classified + " classified rows") + " in " + rows
                            + " rows");
        }
        if (flaw.isEmpty() && !text && !quantity && !isOfClasses()) {
            flaw = Optional.of("a sum of numbers that is not that of the classes");
        }
        return flaw.map(clause -> "the label has " + clause);
    }

    private boolean isOfClasses() {
        BigDecimal sum = classes.entrySet().stream()
                .map(label -> new BigDecimal(Numbers.parse(label.getKey()))
                        .multiply(BigDecimal.valueOf(label.getValue())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return sum.compareTo(ExactSum.of(numbers.sum())) == 0;
    }

    /** Sums over the labels of {@code weight} copies of these rows. */
    LabelSums times(long weight) {
        return new LabelSums(wanted, text, quantity, numbers.times(weight), Counts.times(classes, weight));
    }

    /**
     * Sums over the labels of these rows and others.
     *
     * @throws IllegalArgumentException if they are not compatible; the message is a clause
     */
    LabelSums plus(LabelSums other) {
        if (wanted != other.wanted && wanted != Wanted.ANY && other.wanted != Wanted.ANY) {
            throw new IllegalArgumentException("one part has the option task=classify and another task=regress");
        }
        Wanted both = wanted == Wanted.ANY ? other.wanted : wanted;
        boolean eitherIsQuantity = quantity || other.quantity;
        if (eitherIsQuantity && (text || other.text || both == Wanted.CLASSIFY)) {
            throw new IllegalArgumentException("the labels are a quantity in one part and classes in another");
        }
        boolean eitherIsText = text || other.text;
        return new LabelSums(both, eitherIsText, eitherIsQuantity,
                eitherIsText ? NumberSums.NONE : numbers.plus(other.numbers),
                eitherIsQuantity ? Collections.emptySortedMap() : Counts.plus(classes, other.classes));
    }

    /**
     * Schema for these labels. If the user left the task open, labels that are not whole numbers or have more than
     * {@value #MAX_CLASSES_BY_DEFAULT} different values are for regression.
     *
     * @param source start of error sentences about all labels
     */
    Schema schema(String source, RowEncoding encoding) {
        List<String> names = text ? List.copyOf(classes.keySet()) : numericClasses(classes);
        if (isToPredict()) {
            return new Schema(Task.REGRESS, encoding, List.of(), numbers.scaling());
        }
        if (names.size() < 2 || names.size() > Schema.MAX_CLASSES) {
            throw wrongNumber(source, names);
        }
        return new Schema(Task.CLASSIFY, encoding, names, Scaling.NONE);
    }

    /** Whether the task is regression. */
    boolean isToPredict() {
        boolean many = !text && (quantity || numericClasses(classes).size() > MAX_CLASSES_BY_DEFAULT);
        return wanted == Wanted.REGRESS || wanted == Wanted.ANY && many;
    }

    /** Error for fewer than two classes or too many. */
    static UserMistakeException wrongNumber(String source, List<String> names) {
        String found = names.isEmpty()
                ? "no classes"
                : (names.size() < 2 ? "one class" : "too many classes") + ", such as "
                        + Quotes.quote(names.getFirst());
        return new UserMistakeException(source + " has " + found + ": allowed are 2 to " + Schema.MAX_CLASSES);
    }

    /** Class names of numeric labels in ascending order; equal numbers are one class. */
    static List<String> numericClasses(SortedMap<String, Long> classes) {
        return classes.keySet().stream().mapToDouble(Numbers::parse).boxed().sorted(Comparator.naturalOrder())
                .map(Numbers::name).distinct().toList();
    }
}
