package dev.grapevine.sim.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.result.Expectation;
import dev.grapevine.node.result.RunSummary;
import dev.grapevine.node.result.Sample;
import dev.grapevine.node.result.TargetTracker.Target;
import dev.grapevine.sim.baseline.BaselineCurve;
import dev.grapevine.sim.measure.TalkCounts;
import dev.grapevine.sim.report.html.RunReport.Provenance;
import dev.grapevine.sim.scenario.Fault;

/** What of a run gets onto the page. */
class PageDataTest {

    private static final RunSummary TWO_NODES = Reports.summary("two", 2, 20, List.of(), List.of());

    private static Sample sample(double seconds, int node, double accuracy, long bytes, double distance) {
        return new Sample(seconds, node, 1, 10, accuracy, 1 - accuracy, bytes, bytes, distance, 1);
    }

    @Test
    void moment_isTheSpreadOverNodesThatAreUp() {
        SeriesData series = SeriesData.of(Reports.bare(TWO_NODES, List.of(sample(1, 0, 0.5, 100, 3),
                sample(1, 1, 0.7, 300, 4), sample(2, 0, 0.6, 150, 1), sample(2, 1, Double.NaN, 300, Double.NaN))));
        assertThat(series.seconds()).containsExactly(1f, 2f);
        assertThat(series.accuracy().mean()).containsExactly(0.6f, 0.6f);
        assertThat(series.accuracy().min()).containsExactly(0.5f, 0.6f);
        assertThat(series.accuracy().max()).containsExactly(0.7f, 0.6f);
        assertThat(series.distance()).containsExactly((float) Math.sqrt(12.5), 1f);
        assertThat(series.bytesMean()).containsExactly(200f, 225f);
        assertThat(series.bytesMax()).containsExactly(300f, 300f);
    }

    @Test
    void silentNode_countsWithItsEarlierBytes() {
        SeriesData series = SeriesData.of(Reports.bare(TWO_NODES,
                List.of(sample(1, 0, 0.5, 100, 3), sample(1, 1, 0.7, 300, 4), sample(2, 0, 0.6, 500, 1))));
        assertThat(series.bytesMean()).containsExactly(200f, 400f);
    }

    @Test
    void moment_withAllNodesDown_isAGap() {
        SeriesData series = SeriesData.of(Reports.bare(TWO_NODES, List.of(
                sample(1, 0, Double.NaN, 0, Double.NaN), sample(1, 1, Double.NaN, 0, Double.NaN))));
        assertThat(series.accuracy().mean()).containsExactly((Float) null);
        assertThat(series.distance()).containsExactly((Float) null);
    }

    @Test
    void manyMoments_areThinnedBetweenFirstAndLast() {
        List<Integer> many = IntStream.range(0, 12_345).boxed().toList();
        List<Integer> some = SeriesData.thinned(many);
        assertThat(some).hasSize(SeriesData.MOMENTS_MAX).isSorted().doesNotHaveDuplicates().startsWith(0)
                .endsWith(12_344);
        assertThat(SeriesData.thinned(List.of(3, 4))).containsExactly(3, 4);
    }

    @Test
    void averagedModel_isKnownAtTheEnd() {
        SeriesData series = SeriesData.of(Reports.bare(TWO_NODES, List.of()));
        assertThat(series.averagedTimes()).containsExactly(20f);
        assertThat(series.averagedAccuracy()).containsExactly(0.91f);
    }

    @Test
    void verdict_countsFailedExpectations() {
        List<Expectation.Outcome> outcomes = List.of(new Expectation.Outcome("nodes == 3", true, 3.0),
                new Expectation.Outcome("accuracy.min >= 0.9", false, 0.123456),
                new Expectation.Outcome("loss.nothing > 0", false, null));
        Headline headline = Headline
                .of(Reports.bare(Reports.summary("x", 1000, 20, outcomes, List.of()), List.of()));
        assertThat(headline.good()).isFalse();
        assertThat(headline.verdict()).isEqualTo("2 of 3 expectations do not hold");
        assertThat(headline.expectations()).extracting(Headline.ExpectationRow::value)
                .containsExactly("3", "0.1235", "–");
        assertThat(headline.sentence())
                .isEqualTo("1\u202f000 simulated nodes learned digits, split iid, with the model "
                        + "mlp:32, for 20 s of virtual time; seed 7, Grapevine 0.1.0.");
    }

    @Test
    void targets_ofBaselines_standBesideTheRuns() {
        List<Target> own = List.of(new Target(0.8, 5, 500, 1e6));
        RunReport bare = Reports.bare(Reports.summary("x", 2, 20, List.of(), own), List.of());
        BaselineCurve better = new BaselineCurve("better", List.of(new BaselineCurve.Point(2, 20, 2e6, 0, 0.86, 1)));
        BaselineCurve worse = new BaselineCurve("worse", List.of(new BaselineCurve.Point(2, 20, 2e6, 0, 0.3, 1)));
        RunReport report = new RunReport(bare.summary(), Reports.SUBJECT, List.of(), List.of(), List.of(),
                List.of(better, worse), Optional.empty(), List.of(), List.of(), List.of(), Provenance.UNKNOWN);
        assertThat(Headline.of(report).targets()).containsExactly(
                new Headline.TargetRow("0.80", "5.0 s", "500", "1.00 MB", List.of("2.0 s, 2.00 MB", "–")),
                new Headline.TargetRow("0.85", "–", "–", "–", List.of("2.0 s, 2.00 MB", "–")));
    }

    @Test
    void nodeTable_ofManyNodes_hasTheWorst() {
        int nodes = NodeData.ROWS_MAX + 2;
        List<Sample> samples = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            samples.add(sample(1, node, node == 7 || node == 9 ? Double.NaN : 1 - node / 1000.0, 10,
                    node == 7 ? Double.NaN : 1));
        }
        NodeData table = NodeData.of(Reports.bare(Reports.summary("x", nodes, 1, List.of(), List.of()), samples));
        assertThat(table.rows()).extracting(NodeData.Row::node).hasSize(500).isSorted().contains(7, 501)
                .as("the best, and one that was not judged").doesNotContain(0, 9);
        assertThat(table.rows()).filteredOn(row -> !row.up()).extracting(NodeData.Row::node).containsExactly(7);
        assertThat(table.sentence())
                .isEqualTo("500 of 502 nodes: those with the lowest accuracy, and those that were down.");
    }

    @Test
    void timeBars_ofManyNodes_spanSlowestToFastest() {
        RunReport report = Reports.full("x", 200, 2);
        TimeData times = TimeData.of(report);
        assertThat(times.bars()).hasSize(64).extracting(TimeData.Bar::node).isSorted().doesNotHaveDuplicates()
                .startsWith(0).endsWith(199);
        assertThat(times.sentence()).startsWith("64 of 200 nodes: the one with the fewest steps first");
        assertThat(times.serialises()).isTrue();
        assertThat(TimeData.of(Reports.full("x", 3, 2)).sentence()).isEqualTo("All nodes.");
    }

    @Test
    void nodeGroups_areNamedByTheirEnds() {
        TalkCounts talks = new TalkCounts(100);
        talks.add(0, 99);
        TalkData map = TalkData.of(talks);
        assertThat(map.labels()).hasSize(64).startsWith("0–1", "2–3", "4").endsWith("99");
        assertThat(map.counts().getLast()).hasSize(64).startsWith(1L);
        assertThat(map.counts().getFirst()).containsExactly(0L);
        assertThat(map.sentence()).contains("the 100 nodes are grouped by number into 64 rows");
    }

    @Test
    void fault_isAStretchOfTime() {
        Fault endless = new Fault.Crash(Duration.ofSeconds(5), Optional.empty(), List.of(1));
        Fault late = new Fault.Freeze(Duration.ofSeconds(50), Optional.of(Duration.ofSeconds(1)), List.of(1));
        assertThat(FaultSpan.of(List.of(endless, late), 20))
                .containsExactly(new FaultSpan("crash", "crash of [1]", 5, OptionalDouble.empty()));
        assertThat(FaultSpan.of(late)).isEqualTo(new FaultSpan("freeze", "freeze of [1]", 50, OptionalDouble.of(51)));
    }

    @Test
    void faults_haveLetters() {
        List<FaultSpan> spans = IntStream.range(0, 30)
                .mapToObj(i -> new FaultSpan("crash", "crash", i, OptionalDouble.of(i + 500))).toList();
        RunReport bare = Reports.bare(TWO_NODES, List.of());
        List<PageData.FaultData> faults = PageData.FaultData.of(new RunReport(TWO_NODES, Reports.SUBJECT, List.of(),
                spans, bare.averagedModel(), List.of(), Optional.empty(), List.of(), List.of(), List.of(),
                Provenance.UNKNOWN));
        assertThat(faults).extracting(PageData.FaultData::letter).startsWith("A", "B").contains("Z", "AA", "AD");
        assertThat(faults).extracting(PageData.FaultData::end).containsOnly(20f);
    }

    @Test
    void command_isQuotedForAShell(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), "nodes: 3\n");
        assertThat(Provenance.of(Optional.of(file), List.of("./grapevine", "sim", "my file", "--set", "a=it's")))
                .isEqualTo(new Provenance("nodes: 3\n", "./grapevine sim 'my file' --set 'a=it'\\''s'"));
    }

    @Test
    void numbers_areShort() {
        assertThat(Texts.significant(0.10168236147651745)).isEqualTo("0.1017");
        assertThat(Texts.significant(1e-7)).isEqualTo("0.0000001");
        assertThat(Texts.significant(0)).isEqualTo("0");
        assertThat(Texts.significant(Double.NaN)).isEqualTo("–");
        assertThat(Texts.whole(1234567.4)).isEqualTo("1\u202f234\u202f567");
        assertThat(Texts.duration(90)).isEqualTo("90 s");
        assertThat(Texts.duration(600)).isEqualTo("10 min");
        assertThat(Texts.duration(599.999)).isEqualTo("600 s");
        assertThat(Texts.duration(9000)).isEqualTo("150 min");
        assertThat(Texts.duration(12_600)).isEqualTo("3.5 h");
    }
}
