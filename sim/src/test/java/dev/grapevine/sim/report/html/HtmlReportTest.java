package dev.grapevine.sim.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.grapevine.sim.TinyScenario;
import dev.grapevine.sim.baseline.BaselineCurve;
import dev.grapevine.sim.check.Laws;
import dev.grapevine.sim.measure.TimeBreakdown;
import dev.grapevine.sim.report.SimulationRun;
import dev.grapevine.sim.scenario.Scenario;

/** The page as a whole: that it is one, that it needs nothing else, and that it is the same for the same run. */
class HtmlReportTest {

    private static final String SCRIPT_DATA = "script[type=application/json]";

    @TempDir
    Path folder;

    /** Parses a page as a browser does, and fails where a browser would have to guess or to ask. */
    private static Document parsed(String page) {
        Parser parser = Parser.htmlParser().setTrackErrors(10);
        Document document = parser.parseInput(page, "");
        assertThat(parser.getErrors()).isEmpty();
        assertThat(document.select("[src], [srcset], link[href]:not([href^=data:]), iframe, object, embed, base"))
                .as("what asks for something elsewhere").isEmpty();
        assertThat(document.select("style").outerHtml()).doesNotContain("url(", "@import");
        assertThat(document.select("script").outerHtml()).doesNotContain("sourceMappingURL", "Math.random", "fetch(",
                "XMLHttpRequest", "import(");
        return document;
    }

    private static JsonNode data(String page) throws IOException {
        List<Element> blocks = parsed(page).select(SCRIPT_DATA);
        assertThat(blocks).hasSize(1);
        return new JsonMapper().readTree(blocks.getFirst().data());
    }

    @Test
    void page_isWellFormed_andLoadsNothing() throws IOException {
        String page = HtmlReport.page(Reports.full("a run", 8, 20));
        Document document = parsed(page);
        assertThat(document.select("script")).hasSize(3);
        assertThat(document.select("noscript")).hasSize(1);
        JsonNode data = data(page);
        assertThat(data.at("/headline/title").asText()).isEqualTo("a run");
        assertThat(data.at("/headline/verdict").asText()).isEqualTo("The expectation holds");
        assertThat(data.at("/traceHash").asText()).isEqualTo("0123456789abcdef");
        assertThat(data.at("/talks/labels")).hasSize(8);
        assertThat(data.at("/times/bars")).hasSize(8);
        assertThat(data.at("/nodes/rows")).hasSize(8);
        assertThat(data.at("/theory/0/ratio").asText()).isEqualTo("1.042");
        assertThat(data.at("/baselines/0/accuracy/1").floatValue()).isEqualTo(0.86f);
        assertThat(data.at("/faults/0/when").asText()).isEqualTo("1 s to 2 s");
        assertThat(data.at("/command").asText()).isEqualTo("./grapevine sim file.yaml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<div><span></div>", "<script src='http://a.example/b.js'></script>", "<img src=x>",
            "<link rel=stylesheet href=a.css>", "<style>a { background: url(b.png) }</style>",
            "<script>fetch('x')</script>", "<style>@import 'a.css'</style>"})
    void pageThatIsBrokenOrLoads_isFound(String intruder) {
        String page = HtmlReport.page(Reports.full("a run", 2, 3)).replace("<main>", "<main>" + intruder);
        assertThatThrownBy(() -> parsed(page)).isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"</script><b>", "<!--<script>", "{{data}}", "$1\\", "]]>", "\u2028", "'\"&amp;"})
    void userTexts_withMarkup_stayText(String name) throws IOException {
        RunReport plain = Reports.full("plain", 3, 3);
        RunReport nasty = new RunReport(Reports.summary(name, 3, 3, List.of(), List.of()),
                new RunReport.Subject(name, name, name, "accuracy"), plain.samples(),
                List.of(new FaultSpan(name, name, 1, OptionalDouble.empty())), List.of(),
                List.of(new BaselineCurve(name, plain.baselines().getFirst().points())), Optional.empty(), List.of(),
                List.of(new RunReport.TheoryPair(name, 1, 2, name)), List.of(name),
                new RunReport.Provenance(name, name));
        String page = HtmlReport.page(nasty);
        JsonNode data = data(page);
        assertThat(data.at("/headline/title").asText()).isEqualTo(name);
        assertThat(data.at("/headline/sentence").asText()).contains(name);
        assertThat(data.at("/faults/0/what").asText()).isEqualTo(name);
        assertThat(data.at("/baselines/0/name").asText()).isEqualTo(name);
        assertThat(parsed(page).body().select("*"))
                .hasSameSizeAs(parsed(HtmlReport.page(plain)).body().select("*"));
    }

    @Test
    void unknownSections_areLeftOut() throws IOException {
        JsonNode data = data(HtmlReport.page(Reports.bare(Reports.summary("bare", 2, 9, List.of(), List.of()),
                List.of())));
        assertThat(data.has("talks")).isFalse();
        assertThat(data.has("times")).isFalse();
        assertThat(data.has("nodes")).isFalse();
        assertThat(data.has("scenario")).isFalse();
        assertThat(data.has("command")).isFalse();
        assertThat(data.at("/series/seconds")).isEmpty();
        assertThat(data.at("/headline").has("good")).isFalse();
        assertThat(data.at("/headline/verdict").asText()).isEqualTo("Nothing was expected of this run");
    }

    @Test
    void page_ofAThousandNodes_isBelowThreeMegabytes() throws IOException {
        String page = HtmlReport.page(Reports.full("large", 1000, 600));
        assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(3_000_000);
        JsonNode data = data(page);
        assertThat(data.at("/series/seconds")).hasSize(600);
        assertThat(data.at("/nodes/rows")).hasSize(500);
        assertThat(data.at("/times/bars")).hasSize(64);
        assertThat(data.at("/talks/counts")).hasSize(64);
    }

    @Test
    void page_ofTheSameRun_isTheSame() {
        Scenario scenario = TinyScenario.read(folder, """
                name: the same twice
                nodes: 4
                stop: {after: 12s}
                faults:
                - {at: 3s, crash: [1], for: 3s}
                """);
        assertThat(pageOf(scenario, 1)).isEqualTo(pageOf(scenario, 2));
    }

    /** Without the processor time of serialising, which is measured and never the same twice. */
    private static String pageOf(Scenario scenario, int threads) {
        SimulationRun run = new SimulationRun(scenario);
        run.run(threads, Optional.empty(), moment -> {});
        RunReport report = run.report(RunReport.Provenance.UNKNOWN);
        List<TimeBreakdown> reproducible = report.times().stream().map(time -> new TimeBreakdown(
                time.computingNanos(), time.waitingNanos(), time.sendingNanos(), 0)).toList();
        return HtmlReport.page(new RunReport(report.summary(), report.subject(), report.samples(), report.faults(),
                report.averagedModel(), report.baselines(), report.talks(), reproducible, report.theory(),
                report.laws(), report.provenance()));
    }

    @Test
    void page_ofACalmEnd_saysWhatTheoryExpected() throws IOException {
        SimulationRun run = new SimulationRun(TinyScenario.read(folder, "nodes: 4\nstop: {after: 10s}\n"));
        run.thenCalm().run(2, Optional.empty(), moment -> {});
        RunReport report = run.report(RunReport.Provenance.UNKNOWN);
        assertThat(report.talks().orElseThrow().total()).as("what came after the run is not of it")
                .isEqualTo(report.summary().exchanges());
        JsonNode data = data(HtmlReport.page(report));
        assertThat(data.at("/theory/0/expected").asText()).as("one in three, of four nodes").isEqualTo("0.3333");
        assertThat(data.at("/theory/0/sentence").asText()).startsWith("In the ").contains("calm seconds");
        assertThat(data.at("/headline/laws")).hasSize(Laws.WATCHED.size() + 1);
    }

    @Test
    void file_overAnOlderOne_isWrittenWhole() throws IOException {
        Path file = folder.resolve("report.html");
        Files.writeString(file, "old");
        RunReport report = Reports.full("new", 2, 2);
        HtmlReport.write(file, report);
        assertThat(Files.readString(file)).isEqualTo(HtmlReport.page(report));
        assertThat(Files.list(folder)).containsExactly(file);
    }

    @Test
    void report_beforeTheEnd_isRefused() {
        SimulationRun run = new SimulationRun(TinyScenario.read(folder, "nodes: 2\nstop: {after: 5s}\n"));
        assertThatThrownBy(() -> run.report(RunReport.Provenance.UNKNOWN)).isInstanceOf(IllegalStateException.class)
                .hasMessage("The run is not over");
    }
}
