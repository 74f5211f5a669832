package dev.grapevine.node.replica.data.schema;

import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** One column of a table and the features it is encoded as. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({@JsonSubTypes.Type(value = Column.Numeric.class, name = "numeric"),
        @JsonSubTypes.Type(value = Column.Categorical.class, name = "categorical")})
public sealed interface Column {

    /**
     * Maximum number of categories. A column with more different texts holds names or row numbers rather than
     * categories.
     */
    int MAX_CATEGORIES = 1000;

    /** Name from the file's header, or {@code column N} without a header. */
    String name();

    /** Number of features that the column is encoded as. */
    int features();

    /**
     * Numeric column, standardised. A missing number becomes 0, the mean.
     *
     * @param name      the column's name
     * @param scaling   standardisation of its numbers
     * @param indicator whether a second feature is 1 where the number is missing and 0 elsewhere
     */
    record Numeric(String name, Scaling scaling, boolean indicator) implements Column {

        public Numeric {
            Objects.requireNonNull(name);
            Objects.requireNonNull(scaling);
        }

        @Override
        public int features() {
            return indicator ? 2 : 1;
        }
    }

    /**
     * Categorical column, one-hot encoded, with one more feature at the end for missing and unknown texts.
     *
     * @param name       the column's name
     * @param categories distinct, in the order of their features
     */
    record Categorical(String name, List<String> categories) implements Column {

        public Categorical {
            Objects.requireNonNull(name);
            categories = List.copyOf(categories);
            if (categories.size() > MAX_CATEGORIES
                    || categories.stream().distinct().count() < categories.size()) {
                throw new IllegalArgumentException(
                        "Column '" + name + "' may have at most " + MAX_CATEGORIES + " categories, each once");
            }
        }

        @Override
        public int features() {
            return categories.size() + 1;
        }
    }
}
