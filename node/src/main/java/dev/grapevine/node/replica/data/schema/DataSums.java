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
import dev.grapevine.node.words.Quotes;

/**
 * Counts and sums over training rows (sufficient statistics) that determine a schema without any row. Sums of several
 * parts add up to those of all rows exactly and in any order, so nodes can agree on one schema without showing each
 * other their data.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({@JsonSubTypes.Type(value = DataSums.Table.class, name = "table"),
        @JsonSubTypes.Type(value = DataSums.Sparse.class, name = "sparse"),
        @JsonSubTypes.Type(value = DataSums.Pixels.class, name = "pixels")})
public sealed interface DataSums {

    /** Number of training rows. */
    long rows();

    /**
     * Sums over these rows and others.
     *
     * @throws IllegalArgumentException if both are not of the same kind, or too large for their number types; the
     *                                  message is a clause
     * @throws ArithmeticException      if the number of rows overflows
     */
    DataSums plus(DataSums other);

    /**
     * Sums over {@code weight} copies of these rows, without rounding.
     *
     * @throws ArithmeticException if the number of rows overflows
     */
    DataSums times(long weight);

    /**
     * Schema that fits the rows.
     *
     * @param source start of error sentences about all rows
     * @throws UserMistakeException if there is none, such as for rows of one class
     */
    Schema schema(String source);

    /** JSON that {@link #fromJson} reads; equal sums give equal texts. */
    default String toJson() {
        return StrictJson.pretty(this);
    }

    /** Bytes for peers; equal sums give equal bytes. */
    default byte[] toBytes() {
        return StrictJson.line(this).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Parses the output of {@link #toBytes}, possibly from a peer: time and memory are linear in the number of bytes.
     *
     * @throws IllegalArgumentException if the bytes are invalid; its message is one line
     */
    static DataSums fromBytes(byte[] bytes) {
        return fromJson(new String(bytes, StandardCharsets.UTF_8));
    }

    /**
     * Parses the output of {@link #toJson}.
     *
     * @throws IllegalArgumentException if the text is invalid
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
        return new IllegalArgumentException("one part is a table, another sparse rows or images");
    }

    /**
     * Sums over tables. All parts have the columns of the first part, in its order.
     *
     * @param rows    number of training rows
     * @param label   name of the label column
     * @param labels  sums over the labels
     * @param columns sums over all other columns
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
                throw new IllegalArgumentException("the label is " + Quotes.quote(label) + " in one part and "
                        + Quotes.quote(table.label) + " in another");
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
            return new IllegalArgumentException("only one part has the column " + Quotes.quote(column));
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
                throw new UserMistakeException(source + " has too many columns and categories: allowed are as many "
                        + "as can be named in " + Schema.MAX_JSON_BYTES + " bytes");
            }
        }
    }

    /**
     * Sums over sparse rows.
     *
     * @param rows     number of training rows
     * @param labels   sums over the labels
     * @param features number of features: the user's, or else the highest index
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
     * Sums over images.
     *
     * @param rows    number of training images
     * @param shape   shape of every image
     * @param greys   number of pixels for each grey value, 0 to 255
     * @param classes number of training images for each class number, up to the highest
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
                throw new IllegalArgumentException("the images have different sizes");
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
                throw new UserMistakeException(source + " has only the label " + numbers.getLast()
                        + ": allowed are at least 2 classes");
            }
            return new Schema(Task.CLASSIFY, new RowEncoding.Pixels(shape, GreyValues.fit(greys)), numbers,
                    Scaling.NONE);
        }
    }
}
