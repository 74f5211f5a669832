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
import dev.grapevine.node.words.Citations;

/**
 * What is known of the labels of rows without the rows.
 *
 * @param wanted   what the user wants to be learned
 * @param text     whether some label is no number
 * @param quantity whether labels are numbers that are no names of classes
 * @param numbers  the labels of training rows; none where some label is text
 * @param classes  for each label the training rows that have it, 0 for one that only test rows have; none for a quantity
 */
public record LabelSums(Wanted wanted, boolean text, boolean quantity, NumberSums numbers,
        SortedMap<String, Long> classes) {

    /** A column of whole numbers with more different ones than this is a quantity rather than a class. */
    static final int MOST_CLASSES_BY_DEFAULT = 50;

    /** What the user said about the task. */
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

    /** What keeps these from being the sums of the labels of so many rows, as a clause. */
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

    /** The labels of so many times these rows. */
    LabelSums times(long weight) {
        return new LabelSums(wanted, text, quantity, numbers.times(weight), Counts.times(classes, weight));
    }

    /**
     * The labels of these rows and of others.
     *
     * @throws IllegalArgumentException if they do not go together; the message is a clause
     */
    LabelSums plus(LabelSums other) {
        if (wanted != other.wanted && wanted != Wanted.ANY && other.wanted != Wanted.ANY) {
            throw new IllegalArgumentException("one has the option task=classify and another task=regress");
        }
        Wanted both = wanted == Wanted.ANY ? other.wanted : wanted;
        boolean eitherIsQuantity = quantity || other.quantity;
        if (eitherIsQuantity && (text || other.text || both == Wanted.CLASSIFY)) {
            throw new IllegalArgumentException("the labels are a quantity in one and classes in another");
        }
        boolean eitherIsText = text || other.text;
        return new LabelSums(both, eitherIsText, eitherIsQuantity,
                eitherIsText ? NumberSums.NONE : numbers.plus(other.numbers),
                eitherIsQuantity ? Collections.emptySortedMap() : Counts.plus(classes, other.classes));
    }

    /**
     * The schema for these labels. Where the user left the task open, labels that are not whole numbers or have more than
     * {@value #MOST_CLASSES_BY_DEFAULT} different values are for regression.
     *
     * @param source what a sentence about all labels starts with
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

    /** Whether what is to be learnt is a number and no class. */
    boolean isToPredict() {
        boolean many = !text && (quantity || numericClasses(classes).size() > MOST_CLASSES_BY_DEFAULT);
        return wanted == Wanted.REGRESS || wanted == Wanted.ANY && many;
    }

    /** The mistake of fewer than two classes or too many. */
    static UserMistakeException wrongNumber(String source, List<String> names) {
        String found = names.isEmpty()
                ? "no classes"
                : (names.size() < 2 ? "one class" : "too many classes") + ", such as "
                        + Citations.quote(names.getFirst());
        return new UserMistakeException(source + " has " + found + ": allowed are 2 to " + Schema.MAX_CLASSES);
    }

    /** Equal numbers are one class, in the order of their size. */
    static List<String> numericClasses(SortedMap<String, Long> classes) {
        return classes.keySet().stream().mapToDouble(Numbers::parse).boxed().sorted(Comparator.naturalOrder())
                .map(Numbers::name).distinct().toList();
    }
}
