package dev.grapevine.node.replica.data.schema;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How a row of the user's data becomes a row of features. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({@JsonSubTypes.Type(value = RowEncoding.Pixels.class, name = "pixels"),
        @JsonSubTypes.Type(value = RowEncoding.Table.class, name = "table"),
        @JsonSubTypes.Type(value = RowEncoding.Plain.class, name = "plain"),
        @JsonSubTypes.Type(value = RowEncoding.Characters.class, name = "characters")})
public sealed interface RowEncoding {

    /** A bound on what a schema from the network can make a node allocate. */
    int MAX_FEATURES = 1 << 24;

    /** How many features a row has. */
    int features();

    /** How many targets a row has: one, or one for each place in a sequence. */
    default int positions() {
        return 1;
    }

    /** What such rows are, as a part of a sentence. */
    String description();

    /**
     * Grey values from 0 to 255, read as shares of 255 and then standardised by one mean and scale for all pixels.
     *
     * @param shape   of every image
     * @param scaling of the shares
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
     * Columns one after the other.
     *
     * @param label   the name of the column that is the target and no feature
     * @param columns all others; names are unique
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

    /** Numbers taken as they are, as many as {@code features} says. */
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
     * Characters by their numbers in the alphabet, which the schema has as its classes: what is to be said at each is
     * the next.
     *
     * @param block characters in a row
     */
    record Characters(int block) implements RowEncoding {

        /** A bound on what attention, whose memory grows with its square, can be made to allocate. */
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
