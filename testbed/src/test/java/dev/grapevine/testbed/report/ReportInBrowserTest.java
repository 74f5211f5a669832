package dev.grapevine.testbed.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.result.Expectation;
import dev.grapevine.node.result.RunSummary;
import dev.grapevine.node.result.Sample;
import dev.grapevine.node.result.Spread;
import dev.grapevine.node.result.TargetTracker;
import dev.grapevine.sim.baseline.BaselineCurve;
import dev.grapevine.sim.measure.TalkCounts;
import dev.grapevine.sim.measure.TimeBreakdown;
import dev.grapevine.sim.report.html.FaultSpan;
import dev.grapevine.sim.report.html.HtmlReport;
import dev.grapevine.sim.report.html.RunReport;

/** The scripts of a report, which nothing but a browser can try. */
class ReportInBrowserTest {

    private static final String NAME = "</script><b>";

    @TempDir
    Path folder;

    private Browser browser;

    @BeforeEach
    void findABrowser() {
        Optional<Browser> found = Browser.find();
        Assumptions.assumeTrue(found.isPresent(),
                "No browser is on the path, so the scripts of a report are not tried");
        browser = found.orElseThrow();
    }

    private static RunReport report(boolean whole) {
        List<Sample> samples = IntStream.rangeClosed(1, 10).boxed().flatMap(moment -> IntStream.range(0, 3)
                .mapToObj(
                        node -> new Sample(moment, node, moment, 10L * moment + (5 - node) * node, 0.5 + 0.04 * moment,
                                1.0 / moment, 1000L * moment, 1000L * moment, 0.1 / moment, 2)))
                .toList();
        RunSummary summary = RunSummary.of(new RunSummary.Subject(NAME, 1, "0.1.0", "sim", 3),
                new RunSummary.Lasted(10, 1),
                new RunSummary.Quality(new Spread(0.9, 0.9, 0.9), new Spread(0.1, 0.1, 0.1), 0.91, 0.01),
                new RunSummary.Training(100, 10, 0, 0),
                new RunSummary.Gossip(30, 0, 0, new RunSummary.BytesSent(10_000, 10_000)),
                List.of(new TargetTracker.Target(0.8, 8, 80, 8000)))
                .withOutcomes(List.of(new Expectation.Outcome("accuracy.min >= 0.8", true, 0.9)))
                .withTraceHash("0123456789abcdef");
        TalkCounts talks = new TalkCounts(3);
        talks.add(0, 1);
        TimeBreakdown time = new TimeBreakdown(9_000_000_000L, 1_000_000_000L, 2_000_000_000L, 0);
        return new RunReport(summary, new RunReport.Subject("digits", "iid", "mlp:8", "accuracy"),
                whole ? samples : List.of(), List.of(new FaultSpan("crash", NAME, 2, OptionalDouble.of(4))), List.of(),
                List.of(new BaselineCurve(NAME, List.of(new BaselineCurve.Point(1, 1, 10, 0, 0.3, 2),
                        new BaselineCurve.Point(10, 100, 1000, 0, 0.84, 1)))),
                whole ? Optional.of(talks) : Optional.empty(), whole ? List.of(time, time, time) : List.of(),
                List.of(new RunReport.TheoryPair(NAME, 1, 2, NAME)), List.of(NAME),
                new RunReport.Provenance("name: " + NAME, "./grapevine sim file.yaml"));
    }

    private Document opened(String page) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("report.html"), page);
        return browser.open(file, folder);
    }

    @Test
    void everySection_inABrowser_isFilledAndDrawn() throws IOException, InterruptedException {
        Document document = opened(HtmlReport.page(report(true)));
        assertThat(document.title()).isEqualTo(NAME + " – report of a run");
        assertThat(document.select("h1").text()).isEqualTo(NAME);
        assertThat(document.select("b")).as("the letter of the fault, and nothing that a user wrote").hasSize(1);
        assertThat(document.select("#figures > div")).hasSize(6);
        assertThat(document.select("#verdict.good").text()).isEqualTo("✓ The expectation holds");
        assertThat(document.select("#targets tbody tr td").eachText()).containsExactly("0.80", "8.0 s", "80",
                "8.00 kB", "10.0 s, 1.00 kB");
        assertThat(document.select("#charts figcaption").eachText()).hasSize(5).allMatch(text -> !text.isEmpty());
        assertThat(document.select("#charts canvas[style], #bars canvas[style]")).as("what a chart was drawn on")
                .hasSize(6);
        assertThat(document.select("#nodes tbody tr")).hasSize(3);
        assertThat(document.select("#theory tbody td").eachText()).containsExactly(NAME, "1", "2", "2", NAME);
        assertThat(document.select("#scenario").text()).isEqualTo("name: " + NAME);
        assertThat(document.select("section[hidden]")).isEmpty();
        assertThat(document.select("#heatmap").attr("aria-label")).as("what is drawn last")
                .isEqualTo("Heat map: One finished exchange.");
    }

    @Test
    void unknownSections_areHidden() throws IOException, InterruptedException {
        Document document = opened(HtmlReport.page(report(false)));
        assertThat(document.select("section[hidden]").eachAttr("id")).containsExactly("course", "talked", "timed",
                "ended");
        assertThat(document.select("#command").text()).isEqualTo("./grapevine sim file.yaml");
    }

    @Test
    void click_onAColumn_sortsByIt() throws IOException, InterruptedException {
        String click = "<script type=\"module\">document.querySelectorAll('#nodes th button')[3].click();</script>";
        Document document = opened(HtmlReport.page(report(true)).replace("</body>", click + "</body>"));
        assertThat(document.select("#nodes tbody tr td:nth-child(4)").eachText()).containsExactly("106", "104", "100");
        assertThat(document.select("#nodes th[aria-sort=descending]").text()).isEqualTo("steps");
    }
}
