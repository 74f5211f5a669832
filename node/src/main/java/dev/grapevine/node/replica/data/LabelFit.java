package dev.grapevine.node.replica.data;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

import dev.grapevine.node.replica.UserMistakeException;

/** Finds out from the labels of the founder's rows what there is to learn. */
final class LabelFit {

    /** A column of whole numbers with more different ones than this is a quantity rather than a class. */
    static final int MOST_CLASSES_BY_DEFAULT = 50;

    private final String source;
    private final TreeSet<String> texts = new TreeSet<>();
    private final Moments moments = new Moments();
    private boolean whole = true;
    private Optional<UserMistakeException> notNumeric = Optional.empty();
    private Optional<UserMistakeException> notFinite = Optional.empty();

    /** @param source what a sentence about all labels starts with */
    LabelFit(String source) {
        this.source = source;
    }

    /**
     * Takes the label of one row.
     *
     * @param training whether it counts for the scaling
     */
    void add(String label, boolean training, DataFile file, long line) {
        if (texts.size() <= Schema.MAX_CLASSES) {
            texts.add(label);
        }
        if (notNumeric.isPresent()) {
            return;
        }
        double number = Numbers.parse(label);
        if (Double.isNaN(number)) {
            notNumeric = Optional.of(file.mistake(line,
                    "the label " + Words.quote(label) + " is no number: allowed to regress are numbers alone"));
        } else if (Double.isInfinite(number)) {
            notFinite = notFinite.or(() -> Optional.of(file.mistake(line,
                    "the label " + Words.quote(label)
                            + " is not finite: allowed are finite numbers of at most 3.4e38")));
        } else {
            whole &= number == Math.rint(number);
            if (training) {
                moments.add(number);
            }
        }
    }

    /**
     * The schema for these labels.
     *
     * @param task what the user wants; where that is open, labels that are not whole numbers or have more than
     *             {@value #MOST_CLASSES_BY_DEFAULT} different values are for regression
     */
    Schema schema(Optional<Task> task, RowEncoding encoding) {
        boolean numeric = notNumeric.isEmpty();
        if (numeric && notFinite.isPresent()) {
            throw notFinite.get();
        }
        List<String> classes = numeric ? numericClasses() : List.copyOf(texts);
        boolean quantity = numeric && (!whole || classes.size() > MOST_CLASSES_BY_DEFAULT);
        if (task.orElse(quantity ? Task.REGRESS : Task.CLASSIFY) == Task.REGRESS) {
            notNumeric.ifPresent(mistake -> {
                throw mistake;
            });
            return new Schema(Task.REGRESS, encoding, List.of(), moments.scaling());
        }
        if (classes.size() < 2 || classes.size() > Schema.MAX_CLASSES) {
            throw new UserMistakeException(source + " has " + (classes.size() < 2 ? "one class" : "too many classes")
                    + ", such as " + Words.quote(classes.getFirst()) + ": allowed are 2 to " + Schema.MAX_CLASSES);
        }
        return new Schema(Task.CLASSIFY, encoding, classes, Scaling.NONE);
    }

    private List<String> numericClasses() {
        return texts.stream().mapToDouble(Numbers::parse).boxed().sorted(Comparator.naturalOrder())
                .map(Numbers::name).distinct().toList();
    }
}
