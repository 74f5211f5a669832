package dev.grapevine.node.replica.data.schema;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Encoding and scaling of rows, and the task. The founder of a run fits it to its training data; all nodes of the run
 * load their data with it, so that equal rows have equal features on every node.
 *
 * @param task     classification or regression
 * @param encoding encoding of the features
 * @param classes  class names, in the order of their numbers; empty for regression
 * @param target   scaling of the target; {@link Scaling#NONE} for classification
 */
public record Schema(Task task, RowEncoding encoding, List<String> classes, Scaling target) {

    public static final int MAX_CLASSES = 1000;

    /** Maximum length of {@link #toJson} and {@link #fromJson}, in bytes of UTF-8. */
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
            throw new IllegalArgumentException("A schema of text has a class that is not exactly one character");
        }
    }

    private static boolean isCharacter(String name) {
        return !name.isEmpty() && name.length() == Character.charCount(name.codePointAt(0));
    }

    /** Features per row. */
    public int width() {
        return encoding.features();
    }

    /** Shape of the images, if rows are images. */
    public Optional<ImageShape> image() {
        return encoding instanceof RowEncoding.Pixels pixels ? Optional.of(pixels.shape()) : Optional.empty();
    }

    /** JSON in one line; equal schemas give equal lines. */
    public String toJson() {
        return SchemaJson.write(this);
    }

    /** The same JSON over several lines, for people; {@link #fromJson} parses it too. */
    public String toPrettyJson() {
        return SchemaJson.writePretty(this);
    }

    /**
     * Parses the output of {@link #toJson}.
     *
     * @throws IllegalArgumentException if the text is invalid or too long
     */
    public static Schema fromJson(String json) {
        return SchemaJson.read(json);
    }
}
