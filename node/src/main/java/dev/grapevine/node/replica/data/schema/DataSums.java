package dev.grapevine.node.replica.data.schema;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.node.words.Citations;

/**
 * Counts and sums over training rows from which a schema follows, without any row. The sums of several parts add up to
 * those of all rows together, exactly and in whatever order; so nodes can agree on one schema without showing each other
 * their data.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({@JsonSubTypes.Type(value = DataSums.Table.class, name = "table"),
        @JsonSubTypes.Type(value = DataSums.Sparse.class, name = "sparse"),
        @JsonSubTypes.Type(value = DataSums.Pixels.class, name = "pixels")})
public sealed interface DataSums {

    /** How many training rows there are. */
    long rows();

    /**
     * The sums over these rows and others.
     *
     * @throws IllegalArgumentException if they are not of data of one kind, or too large for numbers; the message is a
     *                                  clause
     * @throws ArithmeticException      if they count more rows than there can be
     */
    DataSums plus(DataSums other);

    /**
     * The sums over so many times these rows, without any rounding.
     *
     * @throws ArithmeticException if they count more rows than there can be
     */
    DataSums times(long weight);

    /**
     * The schema that fits the rows.
     *
     * @param source what a sentence about all rows starts with
     * @throws UserMistakeException if there is none, such as for rows of one class
     */
    Schema schema(String source);

    /** As a text that {@link #fromJson} reads; equal sums give equal texts. */
    default String toJson() {
        return StrictJson.pretty(this);
    }

    /** As bytes for peers; equal sums give equal bytes. */
    default byte[] toBytes() {
        return StrictJson.line(this).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads what {@link #toBytes} wrote, which may come from a peer: time and memory grow with the number of bytes alone.
     *
     * @throws IllegalArgumentException if the bytes are anything else; its message is one line
     */
    static DataSums fromBytes(byte[] bytes) {
        return fromJson(new String(bytes, StandardCharsets.UTF_8));
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    static DataSums fromJson(String json) {
        return StrictJson.read(json, DataSums.class, "file of sums");
    }

    private static void refuse(Optional<String> flaw) {
        flaw.ifPresent(clause -> {
            throw new IllegalArgumentException(clause);
        });
    }

    private static IllegalArgumentException otherKind() {
        return new IllegalArgumentException("one is of tables, another of sparse rows or images");
    }

    /**
     * Tables; all parts have the same columns, those of the first one in its order.
     *
     * @param rows    training rows
     * @param label   the name of the label's column
     * @param labels  over the labels
     * @param columns over all other columns
     */
    record Table(long rows, String label, LabelSums labels, List<ColumnSums> columns) implements DataSums {

        public Table {
            columns = List.copyOf(columns);
            if (rows < 0 || columns.isEmpty()) {
                throw new IllegalArgumentException("a table of " + rows + " rows and " + columns.size() + " columns");
            }
            if (Stream.concat(Stream.of(label), columns.stream().map(ColumnSums::name)).distinct()
                    .count() <= columns.size()) {
                throw new IllegalArgumentException("a table with two columns of one name");
            }
            refuse(labels.flaw(rows));
            columns.forEach(column -> refuse(column.flaw(rows)));
        }

        @Override
        public DataSums times(long weight) {
            return new Table(Math.multiplyExact(rows, weight), label, labels.times(weight),
                    columns.stream().map(column -> column.times(weight)).toList());
        }

        @Override
        public DataSums plus(DataSums other) {
            if (!(other instanceof Table table)) {
                throw otherKind();
            }
            if (!label.equals(table.label)) {
                throw new IllegalArgumentException("the label is " + Citations.quote(label) + " in one and "
                        + Citations.quote(table.label) + " in another");
            }
            SortedMap<String, ColumnSums> theirs = new TreeMap<>();
            table.columns.forEach(column -> theirs.put(column.name(), column));
            List<ColumnSums> total = new ArrayList<>();
            for (ColumnSums column : columns) {
                ColumnSums same = theirs.remove(column.name());
                if (same == null) {
                    throw lonely(column.name());
                }
                total.add(column.plus(same));
            }
            if (!theirs.isEmpty()) {
                throw lonely(theirs.firstKey());
            }
            return new Table(Math.addExact(rows, table.rows), label, labels.plus(table.labels), total);
        }

        private static IllegalArgumentException lonely(String column) {
            return new IllegalArgumentException("only one has the column " + Citations.quote(column));
        }

        @Override
        public Schema schema(String source) {
            List<Column> fitted = columns.stream().map(ColumnSums::column).toList();
            requireShort(source, fitted.stream().mapToLong(Column::features).sum() <= RowEncoding.MAX_FEATURES);
            Schema schema = labels.schema(source, new RowEncoding.Table(label, fitted));
            requireShort(source, SchemaJson.isShortEnough(schema.toJson()));
            return schema;
        }

        private static void requireShort(String source, boolean shortEnough) {
            if (!shortEnough) {
                throw new UserMistakeException(source + " has too many columns and categories: allowed are as many as"
                        + " can be named in " + Schema.MAX_JSON_BYTES + " bytes");
            }
        }
    }

    /**
     * Sparse rows.
     *
     * @param rows     training rows
     * @param labels   over the labels
     * @param features how many the user says that there are, else the highest index
     */
    record Sparse(long rows, LabelSums labels, int features) implements DataSums {

        public Sparse {
            if (rows < 0 || features < 1 || features > RowEncoding.MAX_FEATURES) {
                throw new IllegalArgumentException(rows + " rows of " + features + " features");
            }
            refuse(labels.flaw(rows));
        }

        @Override
        public DataSums times(long weight) {
            return new Sparse(Math.multiplyExact(rows, weight), labels.times(weight), features);
        }

        @Override
        public DataSums plus(DataSums other) {
            if (!(other instanceof Sparse sparse)) {
                throw otherKind();
            }
            return new Sparse(Math.addExact(rows, sparse.rows), labels.plus(sparse.labels),
                    Math.max(features, sparse.features));
        }

        @Override
        public Schema schema(String source) {
            return labels.schema(source, new RowEncoding.Plain(features));
        }
    }

    /**
     * Images.
     *
     * @param rows    training images
     * @param shape   of every image
     * @param greys   for each grey value from 0 to 255 the pixels that have it
     * @param classes for each class number the training images of it, up to the highest that there is
     */
    record Pixels(long rows, ImageShape shape, List<Long> greys, List<Long> classes) implements DataSums {

        static final int GREYS = 256;

        public Pixels {
            greys = List.copyOf(greys);
            classes = List.copyOf(classes);
            if (rows < 0 || greys.size() != GREYS || classes.isEmpty() || classes.size() > GREYS
                    || greys.stream().anyMatch(count -> count < 0) || classes.stream().anyMatch(count -> count < 0)) {
                throw new IllegalArgumentException("counts of " + rows + " images: " + greys + " and " + classes);
            }
            BigInteger images = BigInteger.valueOf(rows);
            BigInteger pixels = images.multiply(BigInteger.valueOf(shape.features()));
            if (pixels.bitLength() >= Long.SIZE || !Counts.total(greys).equals(pixels)
                    || !Counts.total(classes).equals(images)) {
                throw new IllegalArgumentException(Counts.total(greys) + " pixels and " + Counts.total(classes)
                        + " classified images in " + rows + " images of " + shape.features() + " pixels");
            }
        }

        @Override
        public DataSums times(long weight) {
            return new Pixels(Math.multiplyExact(rows, weight), shape, times(greys, weight), times(classes, weight));
        }

        private static List<Long> times(List<Long> counts, long weight) {
            return counts.stream().map(count -> Math.multiplyExact(count, weight)).toList();
        }

        @Override
        public DataSums plus(DataSums other) {
            if (!(other instanceof Pixels pixels)) {
                throw otherKind();
            }
            if (!shape.equals(pixels.shape)) {
                throw new IllegalArgumentException("the images are of different sizes");
            }
            return new Pixels(Math.addExact(rows, pixels.rows), shape, plus(greys, pixels.greys),
                    plus(classes, pixels.classes));
        }

        private static List<Long> plus(List<Long> some, List<Long> others) {
            return IntStream.range(0, Math.max(some.size(), others.size()))
                    .mapToObj(i -> Math.addExact(i < some.size() ? some.get(i) : 0,
                            i < others.size() ? others.get(i) : 0))
                    .toList();
        }

        @Override
        public Schema schema(String source) {
            List<String> numbers = IntStream.range(0, classes.size()).mapToObj(String::valueOf).toList();
            if (classes.stream().filter(count -> count > 0).count() < 2) {
                throw new UserMistakeException(source + " has no label but " + numbers.getLast()
                        + ": allowed are at least 2 classes");
            }
            return new Schema(Task.CLASSIFY, new RowEncoding.Pixels(shape, GreyValues.fit(greys)), numbers,
                    Scaling.NONE);
        }
    }
}
