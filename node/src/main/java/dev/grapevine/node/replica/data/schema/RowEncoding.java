package dev.grapevine.node.replica.data.schema;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Encoding of a row of the user's data as a row of features. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({@JsonSubTypes.Type(value = RowEncoding.Pixels.class, name = "pixels"),
        @JsonSubTypes.Type(value = RowEncoding.Table.class, name = "table"),
        @JsonSubTypes.Type(value = RowEncoding.Plain.class, name = "plain"),
        @JsonSubTypes.Type(value = RowEncoding.Characters.class, name = "characters")})
public sealed interface RowEncoding {

    /** Bounds the memory that a schema from the network can make a node allocate. */
    int MAX_FEATURES = 1 << 24;

    /** Features per row. */
    int features();

    /** Targets per row: one, or one for each position of a sequence. */
    default int positions() {
        return 1;
    }

    /** Description of such rows, as a part of a sentence. */
    String description();

    /**
     * Grey values from 0 to 255, divided by 255 and then standardised with one mean and scale for all pixels.
     *
     * @param shape   shape of every image
     * @param scaling applies to the values from 0 to 1
     */
    record Pixels(ImageShape shape, Scaling scaling) implements RowEncoding {

        public Pixels {
            if (!Float.isFinite(scaling.scaled(0)) || !Float.isFinite(scaling.scaled(1))) {
                throw new IllegalArgumentException("Pixels scaled by " + scaling + " are no float values");
            }
        }

        @Override
        public int features() {
            return shape.features();
        }

        @Override
        public String description() {
            return "images of " + shape.channels() + " x " + shape.height() + " x " + shape.width() + " pixels";
        }
    }

    /**
     * Features of all columns, one column after the other.
     *
     * @param label   name of the column that is the target and not a feature
     * @param columns all other columns; names are unique
     */
    record Table(String label, List<Column> columns) implements RowEncoding {

        public Table {
            columns = List.copyOf(columns);
            List<String> names = columns.stream().map(Column::name).toList();
            if (names.isEmpty() || names.stream().distinct().count() < names.size() || names.contains(label)) {
                throw new IllegalArgumentException("A table with the label '" + label + "' and the columns " + names);
            }
            if (columns.stream().mapToLong(Column::features).sum() > MAX_FEATURES) {
                throw new IllegalArgumentException("A table with more than " + MAX_FEATURES + " features");
            }
        }

        @Override
        public int features() {
            return columns.stream().mapToInt(Column::features).sum();
        }

        @Override
        public String description() {
            return "table rows with " + columns.size() + " columns before the label '" + label + "'";
        }
    }

    /** Numbers without scaling. */
    record Plain(int features) implements RowEncoding {

        public Plain {
            if (features < 1 || features > MAX_FEATURES) {
                throw new IllegalArgumentException(features + " features");
            }
        }

        @Override
        public String description() {
            return "sparse rows with " + features + " features";
        }
    }

    /**
     * Characters, encoded as their numbers in the schema's classes (the vocabulary); the target at each position is the
     * next character.
     *
     * @param block characters per row
     */
    record Characters(int block) implements RowEncoding {

        /** Bounds the memory for attention, which grows with the square of the block. */
        public static final int MAX_BLOCK = 4096;

        public Characters {
            if (block < 1 || block > MAX_BLOCK) {
                throw new IllegalArgumentException("Blocks of " + block + " characters");
            }
        }

        @Override
        public int features() {
            return block;
        }

        @Override
        public int positions() {
            return block;
        }

        @Override
        public String description() {
            return "text in blocks of " + block + " characters";
        }
    }
}
