package dev.grapevine.node.replica.data.schema;

import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** One column of a table and the features that it becomes. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({@JsonSubTypes.Type(value = Column.Numeric.class, name = "numeric"),
        @JsonSubTypes.Type(value = Column.Categorical.class, name = "categorical")})
public sealed interface Column {

    /** More texts than this in one column are rather names or numbers of rows than categories. */
    int MAX_CATEGORIES = 1000;

    /** As in the file's header, or {@code column N} where there is none. */
    String name();

    /** How many features the column becomes. */
    int features();

    /**
     * A number, standardised; a missing one becomes 0, which is the mean.
     *
     * @param name      the column's name
     * @param scaling   of its numbers
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
     * A text, one-hot; behind the categories stands one more feature for all other texts and for a missing one.
     *
     * @param name       the column's name
     * @param categories each once, in the order of their features
     */
    record Categorical(String name, List<String> categories) implements Column {

        public Categorical {
            Objects.requireNonNull(name);
            categories = List.copyOf(categories);
            if (categories.size() > MAX_CATEGORIES
                    || categories.stream().distinct().count() < categories.size()) {
                throw new IllegalArgumentException(
                        "Column '" + name + "' has at most " + MAX_CATEGORIES + " categories, each once");
            }
        }

        @Override
        public int features() {
            return categories.size() + 1;
        }
    }
}
