package dev.grapevine.node.replica.data.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The schema from merged sums equals the schema from all rows together, bit for bit, for any partition of the rows, any
 * order of the parts and any grouping.
 */
class DataSumsProperties {

    private static final Place PLACE = new Place(Path.of("rows.csv"), 1);

    /** One row: an optional number, a text, a label. */
    record Row(String number, String text, String label) {}

    @Property
    void mergedSumsGiveSchemaOfAllRows(@ForAll("parts") List<List<Row>> parts, @ForAll Random random) {
        assertThat(isLaw(parts, random, sums -> sums)).isTrue();
    }

    @Property
    void jsonRoundTripKeepsSums(@ForAll("parts") List<List<Row>> parts) {
        parts.stream().map(DataSumsProperties::sums)
                .forEach(sums -> assertThat(DataSums.fromJson(sums.toJson())).isEqualTo(sums));
    }

    /** Mutation: sums rounded to doubles, as in plain addition, break the law. */
    @Example
    void roundedSumsBreakTheLaw() {
        List<List<Row>> parts = List.of(
                List.of(new Row("1e17", "a", "0"), new Row("3.3", "a", "1")),
                List.of(new Row("-1e17", "a", "0"), new Row("1.1", "b", "1")));
        assertThat(isLaw(parts, new Random(1), sums -> sums)).isTrue();
        assertThat(isLaw(parts, new Random(1), DataSumsProperties::rounded)).isFalse();
    }

    private static DataSums.Table rounded(DataSums.Table sums) {
        List<ColumnSums> columns = sums.columns().stream().map(column -> new ColumnSums(column.name(), column.text(),
                column.missing(), new NumberSums(column.numbers().count(),
                        column.numbers().sum().stream().limit(1).toList(),
                        column.numbers().squares().stream().limit(1).toList()),
                column.texts())).toList();
        return new DataSums.Table(sums.rows(), sums.label(), sums.labels(), columns);
    }

    private static boolean isLaw(List<List<Row>> parts, Random random, Function<DataSums.Table, DataSums> of) {
        Schema all = sums(parts.stream().flatMap(List::stream).toList()).schema("all");
        List<DataSums> left = new ArrayList<>(parts.stream().map(part -> of.apply(sums(part))).toList());
        Collections.shuffle(left, random);
        while (left.size() > 1) {
            // Any two neighbours: every way of putting brackets.
            int at = random.nextInt(left.size() - 1);
            left.set(at, left.get(at).plus(left.remove(at + 1)));
        }
        return left.getFirst().schema("merged").toJson().equals(all.toJson());
    }

    private static DataSums.Table sums(List<Row> rows) {
        ColumnFit number = new ColumnFit("number", false);
        ColumnFit text = new ColumnFit("text", false);
        LabelFit label = new LabelFit("rows");
        for (Row row : rows) {
            number.add(row.number(), true, PLACE);
            text.add(row.text(), true, PLACE);
            label.add(row.label(), true, PLACE);
        }
        return new DataSums.Table(rows.size(), "label", label.sums(Optional.empty()),
                List.of(number.sums(), text.sums()));
    }

    @Provide
    Arbitrary<List<List<Row>>> parts() {
        Arbitrary<String> numbers = Arbitraries.oneOf(Arbitraries.doubles().between(-3e38, 3e38).map(String::valueOf),
                Arbitraries.doubles().between(-1, 1).ofScale(15).map(String::valueOf),
                Arbitraries.of("", "NA", "0", "1e-30", "-1e-30"));
        Arbitrary<String> texts = Arbitraries.of("a", "b", "c", "?", "long text");
        Arbitrary<String> labels = Arbitraries.of("0", "1", "1.0", "2", "-1");
        Arbitrary<Row> rows = Combinators.combine(numbers, texts, labels).as(Row::new);
        // All rows together have at least two labels.
        return rows.list().ofMinSize(1).ofMaxSize(12).list().ofMinSize(1).ofMaxSize(5).map(parts -> {
            List<List<Row>> more = new ArrayList<>(parts);
            more.add(List.of(new Row("5", "a", "0"), new Row("7", "a", "1")));
            return more;
        });
    }
}
