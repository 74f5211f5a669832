package dev.grapevine.node.replica.data.schema;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How rows are encoded and scaled and what there is to learn. The founder of a run fits it to its training data; all
 * nodes of the run load their data by it, so that equal rows are equal to every replica.
 *
 * @param task     what is learnt
 * @param encoding how features are made
 * @param classes  their names, in the order of their numbers; none for regression
 * @param target   the scaling of the target; {@link Scaling#NONE} for classification
 */
public record Schema(Task task, RowEncoding encoding, List<String> classes, Scaling target) {

    public static final int MAX_CLASSES = 1000;

    /** The most that {@link #toJson} gives and {@link #fromJson} takes, in bytes of UTF-8. */
    public static final int MAX_JSON_BYTES = 1 << 20;

    public Schema {
        Objects.requireNonNull(encoding);
        classes = List.copyOf(classes);
        boolean fits = switch (task) {
            case CLASSIFY -> classes.size() >= 2 && classes.size() <= MAX_CLASSES && target.equals(Scaling.NONE);
            case REGRESS -> classes.isEmpty();
        };
        if (!fits || classes.stream().distinct().count() < classes.size()) {
            throw new IllegalArgumentException("A schema to " + task.word() + " with " + classes.size()
                    + " classes: allowed are 2 to " + MAX_CLASSES + " different ones, or none to regress");
        }
        if (encoding instanceof RowEncoding.Characters
                && (classes.isEmpty() || !classes.stream().allMatch(Schema::isCharacter))) {
            throw new IllegalArgumentException("A schema of text whose classes are not one character each");
        }
    }

    private static boolean isCharacter(String name) {
        return !name.isEmpty() && name.length() == Character.charCount(name.codePointAt(0));
    }

    /** Features per row. */
    public int width() {
        return encoding.features();
    }

    /** The shape of the images, if rows are images. */
    public Optional<ImageShape> image() {
        return encoding instanceof RowEncoding.Pixels pixels ? Optional.of(pixels.shape()) : Optional.empty();
    }

    /** One line; equal schemas give equal lines. */
    public String toJson() {
        return SchemaJson.write(this);
    }

    /** The same for people to read, over several lines; {@link #fromJson} takes it too. */
    public String toPrettyJson() {
        return SchemaJson.writePretty(this);
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws IllegalArgumentException if the text is anything else or too long
     */
    public static Schema fromJson(String json) {
        return SchemaJson.read(json);
    }
}
