package dev.grapevine.node.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.schema.ColumnSums;
import dev.grapevine.node.replica.data.schema.DataProfile;
import dev.grapevine.node.replica.data.schema.DataSums;
import dev.grapevine.node.replica.data.schema.LabelSums;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Scaling;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;
import dev.grapevine.node.words.Numbers;
import dev.grapevine.node.words.Quotes;

/** Description of data before training, as lines of text. */
public final class DataDescription {

    private static final int MAX_CATEGORIES_SHOWN = 5;
    private static final int MAX_CLASSES_SHOWN = 12;
    private static final int MAX_ROWS_SHOWN = 64;

    private final String name;
    private final Schema schema;

    /** @param name name of the data */
    public DataDescription(String name, Schema schema) {
        this.name = name;
        this.schema = schema;
    }

    /** Description of loaded data. */
    public List<String> of(LoadedData data, Optional<DataProfile> profile) {
        List<String> lines = new ArrayList<>();
        lines.add(name + ": " + data.train().rows() + " training rows, " + data.test().rows() + " test rows; "
                + schema.width() + " features (" + schema.encoding().description() + ")");
        lines.add(task());
        if (data.train().positions() == 1 && schema.task() == Task.CLASSIFY) {
            long[] train = counts(data.train());
            long[] test = counts(data.test());
            TextTable table = new TextTable(0);
            table.add(List.of("class", "training", "test"));
            rows(table, IntStream.range(0, train.length).mapToObj(
                    i -> List.of(className(i), String.valueOf(train[i]), String.valueOf(test[i]))).toList());
            lines.addAll(table.lines());
        }
        profile.ifPresent(known -> lines.addAll(columns(known.sums(), known.ranges())));
        return lines;
    }

    /** Description of data of which only the sums are known. */
    public List<String> of(DataSums sums) {
        List<String> lines = new ArrayList<>();
        lines.add(name + ": " + sums.rows() + " training rows; " + schema.width() + " features ("
                + schema.encoding().description() + ")");
        lines.add(task());
        SortedMap<String, Long> counts = classCounts(sums);
        if (schema.task() == Task.CLASSIFY) {
            TextTable table = new TextTable(0);
            table.add(List.of("class", "training"));
            rows(table, schema.classes().stream()
                    .map(label -> List.of(Quotes.printable(label), String.valueOf(counts.getOrDefault(label, 0L))))
                    .toList());
            lines.addAll(table.lines());
        }
        lines.addAll(columns(sums, List.of()));
        return lines;
    }

    /**
     * Description of a split.
     *
     * @param parts training rows of each node
     */
    public List<String> split(LoadedData data, int[][] parts) {
        Dataset train = data.train();
        boolean classes = schema.task() == Task.CLASSIFY && train.positions() == 1;
        int shown = classes ? Math.min(MAX_CLASSES_SHOWN, schema.classes().size()) : 0;
        boolean others = classes && shown < schema.classes().size();
        List<String> head = new ArrayList<>(List.of("node", "rows"));
        IntStream.range(0, shown).forEach(i -> head.add(className(i)));
        if (others) {
            head.add("others");
        }
        if (schema.task() == Task.REGRESS) {
            head.add("mean");
        }
        TextTable table = new TextTable(0);
        table.add(head);
        List<List<String>> rows = new ArrayList<>();
        for (int node = 0; node < parts.length; node++) {
            List<String> row = new ArrayList<>(List.of(String.valueOf(node), String.valueOf(parts[node].length)));
            if (classes) {
                long[] counts = new long[schema.classes().size()];
                Arrays.stream(parts[node]).forEach(number -> counts[(int) train.target(number)]++);
                IntStream.range(0, shown).forEach(i -> row.add(String.valueOf(counts[i])));
                if (others) {
                    row.add(String.valueOf(Arrays.stream(counts, shown, counts.length).sum()));
                }
            }
            if (schema.task() == Task.REGRESS) {
                double mean = Arrays.stream(parts[node]).mapToDouble(train::target).average().orElse(0);
                row.add(Numbers.rounded(mean * schema.target().scale() + schema.target().mean()));
            }
            rows.add(row);
        }
        rows(table, rows);
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("Rows per node: " + Arrays.stream(parts).mapToInt(part -> part.length).min().orElse(0) + " to "
                + Arrays.stream(parts).mapToInt(part -> part.length).max().orElse(0));
        return lines;
    }

    private String task() {
        String label = schema.encoding() instanceof RowEncoding.Table table
                ? " the label " + Quotes.quote(table.label())
                : "";
        return schema.task() == Task.CLASSIFY
                ? "To classify:" + label + ", " + schema.classes().size() + " classes"
                : "To predict a number:" + label + ", " + scaling(schema.target());
    }

    private String className(int number) {
        return Quotes.printable(schema.classes().get(number));
    }

    private long[] counts(Dataset rows) {
        long[] counts = new long[schema.classes().size()];
        for (int row = 0; row < rows.rows(); row++) {
            counts[(int) rows.target(row)]++;
        }
        return counts;
    }

    private static SortedMap<String, Long> classCounts(DataSums sums) {
        SortedMap<String, Long> counts = new TreeMap<>();
        switch (sums) {
            case DataSums.Table table -> addAll(counts, table.labels());
            case DataSums.Sparse sparse -> addAll(counts, sparse.labels());
            case DataSums.Pixels pixels -> IntStream.range(0, pixels.classes().size())
                    .forEach(i -> counts.put(String.valueOf(i), pixels.classes().get(i)));
        }
        return counts;
    }

    private static void addAll(SortedMap<String, Long> counts, LabelSums labels) {
        labels.classes().forEach((label, rows) -> counts
                .merge(labels.text() ? label : Numbers.name(Numbers.parse(label)), rows, Long::sum));
    }

    private List<String> columns(DataSums sums, List<Optional<DataProfile.Range>> ranges) {
        if (schema.encoding() instanceof RowEncoding.Pixels pixels) {
            return List.of("Grey values from 0 to 1: " + scaling(pixels.scaling()));
        }
        if (!(sums instanceof DataSums.Table table)) {
            return List.of();
        }
        TextTable text = new TextTable(0, 1, 3);
        text.add(List.of("column", "kind", "missing", "values"));
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            ColumnSums column = table.columns().get(i);
            String range = i < ranges.size() ? ranges.get(i).map(DataDescription::range).orElse("") : "";
            rows.add(List.of(Quotes.printable(column.name()), column.text() ? "text" : "number",
                    String.valueOf(column.missing()),
                    column.text() ? categories(column.texts()) : range + scaling(column.numbers().scaling())));
        }
        rows(text, rows);
        return text.lines();
    }

    private static String range(DataProfile.Range range) {
        return Numbers.rounded(range.min()) + " to " + Numbers.rounded(range.max()) + ", ";
    }

    private static String scaling(Scaling scaling) {
        return "mean " + Numbers.rounded(scaling.mean()) + ", scale " + Numbers.rounded(scaling.scale());
    }

    /** Most frequent categories. */
    private static String categories(SortedMap<String, Long> texts) {
        String first = texts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder())).limit(MAX_CATEGORIES_SHOWN)
                .map(entry -> Quotes.printable(entry.getKey()) + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        return texts.size() <= MAX_CATEGORIES_SHOWN ? first : first + ", … (" + texts.size() + " in all)";
    }

    private static void rows(TextTable table, List<List<String>> rows) {
        rows.stream().limit(MAX_ROWS_SHOWN).forEach(table::add);
        if (rows.size() > MAX_ROWS_SHOWN) {
            List<String> more = new ArrayList<>(rows.getFirst());
            more.replaceAll(cell -> "");
            more.set(0, "… " + (rows.size() - MAX_ROWS_SHOWN) + " more");
            table.add(more);
        }
    }
}
