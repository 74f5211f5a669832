package dev.grapevine.node.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import dev.grapevine.gossip.effect.PeerSums;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.data.schema.Column;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.source.DataSource;
import dev.grapevine.node.run.SharedSums.Founded;

/** Whatever sums peers send, the founder's own data stays usable for learning with the resulting schema. */
class InfluenceProperties {

    private static final int ROWS = 40;
    /** Rows count at most ten times the median of five nodes, the founder included. */
    private static final double FARTHEST = Math.sqrt(ROWS + 4 * 10.0 * 1000 * ROWS);
    private static final double MIN_SPREAD = 1e-4;

    /** The column {@code steady} has one number only. */
    private static String own() {
        try {
            StringBuilder rows = new StringBuilder("x,steady,y\n");
            IntStream.range(0, ROWS).forEach(i -> rows.append(0.37 * i - 3).append(",5,").append(i / 7.0).append('\n'));
            Path file = Files.createTempFile("influence", ".csv");
            file.toFile().deleteOnExit();
            Files.writeString(file, rows);
            return "csv:" + file + ",test=" + file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final String OWN = own();
    private static final SharedSums FOUNDER = SharedSums.of(RunOptions.of(Map.of("data", OWN, "model", "linear")));

    /** Sums of numbers as a peer may write them. */
    record Numbers(String count, String sum, String squares) {

        String json() {
            return "{\"count\":" + count + ",\"sum\":[" + sum + "],\"squares\":[" + squares + "]}";
        }
    }

    private static String json(String rows, Numbers x, Numbers steady, Numbers label) {
        return "{\"kind\":\"table\",\"rows\":" + rows
                + ",\"label\":\"y\",\"labels\":{\"wanted\":\"ANY\",\"text\":false,"
                + "\"quantity\":true,\"numbers\":" + label.json() + ",\"classes\":{}},\"columns\":["
                + column("x", x) + "," + column("steady", steady) + "]}";
    }

    private static String column(String name, Numbers numbers) {
        return "{\"name\":\"" + name + "\",\"text\":false,\"missing\":0,\"numbers\":" + numbers.json()
                + ",\"texts\":{}}";
    }

    private static Founded founded(List<String> told) {
        return FOUNDER.found(IntStream.range(0, told.size())
                .mapToObj(i -> new PeerSums(new PeerId("n" + i), told.get(i).getBytes(StandardCharsets.UTF_8)))
                .toList());
    }

    private static void assertIsSane(Schema schema) {
        Dataset rows = DataSource.parse(OWN).load(schema).train();
        double[] x = new double[ROWS];
        double[] y = new double[ROWS];
        float[] features = new float[2];
        for (int row = 0; row < ROWS; row++) {
            rows.features(new int[]{row}, 0, 1, features);
            assertThat(Math.abs(features[0])).isLessThan((float) FARTHEST);
            assertThat(Math.abs(features[1])).isLessThan((float) FARTHEST);
            assertThat(Math.abs(rows.target(row))).isLessThan((float) FARTHEST);
            x[row] = features[0];
            y[row] = rows.target(row);
        }
        assertThat(spread(x)).isGreaterThan(MIN_SPREAD);
        assertThat(spread(y)).isGreaterThan(MIN_SPREAD);
    }

    private static double spread(double[] values) {
        return IntStream.range(1, values.length).mapToDouble(i -> Math.abs(values[i] - values[0])).max().orElse(0);
    }

    @Property(tries = 400)
    void hostileSumsLeaveOwnRowsUsable(@ForAll("told") List<String> told) {
        assertIsSane(founded(told).setup().schema());
    }

    /** Half of them are invalid, half are sums of possible numbers. */
    @Provide
    Arbitrary<List<String>> told() {
        return Arbitraries.oneOf(anything(), possible()).list().ofMinSize(1).ofMaxSize(4);
    }

    private Arbitrary<String> anything() {
        Arbitrary<Numbers> numbers = Combinators
                .combine(count(), Arbitraries.doubles(), Arbitraries.oneOf(Arbitraries.doubles(), scales()))
                .as((count, sum, squares) -> new Numbers(count, sum.toString(), squares.toString()));
        return Combinators.combine(count(), numbers, numbers, numbers).as(InfluenceProperties::json);
    }

    private Arbitrary<String> count() {
        return Arbitraries.of("-1", "0", "1", "2", "40", "100000", "" + Long.MAX_VALUE, "1.5");
    }

    private Arbitrary<Double> scales() {
        return Arbitraries.integers().between(-120, 38).map(exponent -> Math.pow(10, exponent));
    }

    private Arbitrary<String> possible() {
        return Arbitraries.of(1L, 2L, 40L, 4000L, 1L << 40).flatMap(rows -> {
            Arbitrary<Double> mean = Combinators.combine(scales(), Arbitraries.of(-1.0, 0.0, 1.0)).as((a, b) -> a * b);
            Arbitrary<Numbers> numbers = Combinators.combine(mean, Arbitraries.oneOf(scales(), Arbitraries.just(0.0)))
                    .as((m, d) -> new Numbers("" + rows, "" + rows * m,
                            "" + rows * m * m * (1 + 1e-15) + "," + rows * d * d));
            return Combinators.combine(numbers, numbers, numbers).as((x, s, y) -> json("" + rows, x, s, y));
        });
    }

    private static Numbers usual(int rows, double mean, double deviation) {
        return new Numbers("" + rows, "" + rows * mean, "" + rows * (mean * mean + deviation * deviation));
    }

    private static String oneHuge(String x) {
        return "{\"kind\":\"table\",\"rows\":0,\"label\":\"y\",\"labels\":{\"wanted\":\"ANY\",\"text\":false,"
                + "\"quantity\":true,\"numbers\":{\"count\":0,\"sum\":[],\"squares\":[]},\"classes\":{}},\"columns\":["
                + "{\"name\":\"x\",\"text\":false,\"missing\":0,\"numbers\":" + x + ",\"texts\":{}},"
                + "{\"name\":\"steady\",\"text\":false,\"missing\":0,\"numbers\":"
                + "{\"count\":0,\"sum\":[],\"squares\":[]},\"texts\":{}}]}";
    }

    @Example
    void impossibleSumsAreLeftOut() {
        Founded founded = founded(List.of(oneHuge("{\"count\":1,\"sum\":[1e30],\"squares\":[1e60]}"),
                json("1", new Numbers("1", "1e300", "0.0"), usual(1, 5, 0), usual(1, 2, 1))));
        assertThat(founded.leftOut()).containsExactly(
                "The data sums of n0 are left out: This is not a file of sums: column 'x' has 0 missing cells and 1 others in 0 rows",
                "The data sums of n1 are left out: This is not a file of sums: column 'x' has a sum with the term 1.0E300, which no finite"
                        + " floats add up to");
        assertThat(founded.setup().schema()).isEqualTo(founded(List.of()).setup().schema());
    }

    @Example
    void distantNumbersAreLeftOutWithReason() {
        Numbers label = usual(40, 2, 1);
        String wild = json("40", usual(40, 1e30, 1), usual(40, 5, 0), label);
        String honest = json("40", usual(40, 60, 20), usual(40, 5, 0), label);
        Founded founded = founded(List.of(wild, honest, wild));
        assertThat(founded.leftOut()).hasSize(2).allMatch(sentence -> sentence.contains("column 'x' has numbers that "
                + "lie 1.000e+30 from 4.215, the mean of this node's data: allowed beside it are "));
        assertThat(founded.setup().schema()).isEqualTo(founded(List.of(honest)).setup().schema());
        assertThat(founded.weights()).singleElement().asString().startsWith(
                "n1 changes the scaling most, of column 'x': mean from 4.215 to 32.11, "
                        + "scale from 4.271 to ");
    }

    /** Many similar peers define the usual range, but they cannot shrink the founder's own values to almost nothing. */
    @Example
    void manyPeersMoveScalingFartherThanOne() {
        Numbers label = usual(40, 2, 1);
        String far = json("40", usual(40, 4.215, 4000), usual(40, 5, 0), label);
        String farther = json("40", usual(40, 4.215, 400_000), usual(40, 5, 0), label);
        assertThat(founded(List.of(far)).leftOut()).hasSize(1);
        assertThat(founded(List.of(far, far)).leftOut()).isEmpty();
        assertThat(founded(List.of(farther, farther, farther)).leftOut()).hasSize(3);
    }

    /** A column without information here must not make the other nodes' files unloadable. */
    @Example
    void constantOwnColumnKeepsUsefulScale() {
        Numbers label = usual(40, 2, 1);
        String tiny = json("40", usual(40, 4, 3), new Numbers("40", "200.0", "1000.0,1e-60"), label);
        assertThat(founded(List.of(tiny)).leftOut()).singleElement().asString()
                .contains("column 'steady' has numbers that differ by no more than 1.581e-31");
    }

    @Example
    void rowsCountAtMostTenTimesMedian() {
        Numbers label = usual(40, 2, 1);
        String large = json("4000000", usual(4_000_000, 50, 5), usual(4_000_000, 5, 0), usual(4_000_000, 2, 1));
        String ten = json("400", usual(400, 50, 5), usual(400, 5, 0), usual(400, 2, 1));
        String small = json("40", usual(40, 50, 5), usual(40, 5, 0), label);
        Founded capped = founded(List.of(large, small));
        Founded counted = founded(List.of(ten, small));
        assertThat(capped.leftOut()).isEmpty();
        assertThat(capped.weights())
                .contains("The sums of n0 over 4000000 rows count like 400 rows: no more than 10 times"
                        + " the median of all nodes");
        RowEncoding.Table some = (RowEncoding.Table) capped.setup().schema().encoding();
        RowEncoding.Table same = (RowEncoding.Table) counted.setup().schema().encoding();
        // Weights are multiples of about one millionth.
        assertThat(mean(some)).isCloseTo(mean(same), within(0.05));
        assertThat(some.columns().get(1)).as("equal numbers stay equal").isEqualTo(same.columns().get(1));
        assertThat(founded(List.of(json("" + (1L << 40), usual(1, 50, 5), usual(1, 5, 0), label))).leftOut())
                .hasSize(1);
    }

    private static double mean(RowEncoding.Table table) {
        return ((Column.Numeric) table.columns().getFirst()).scaling().mean();
    }
}
