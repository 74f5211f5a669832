package dev.grapevine.testbed.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.words.UserMistakeException;

/** Tables say where they come from, and that they are old when they are. */
class ResultsPageTest {

    private static final Instant MORNING = Instant.parse("2026-05-01T08:00:00Z");
    private static final Instant EVENING = Instant.parse("2026-05-01T20:00:00Z");
    private static final Measurement ROW = Measurement.of("compare-torch", Map.of("model", "a|b"), 3000, "samples/s")
            .against(1000, new YardstickProgram("PyTorch", "2", 1, "OpenBLAS", "eager", "CPU"))
            .with(new LossCheck(0.5, 0.5).columns("PyTorch")).from(provenance("compare-torch", MORNING, "abc"));
    private static final Measurement VOID = Measurement.of("compare-torch", Map.of("model", "cnn"), 5, "samples/s")
            .because("it was loud").from(provenance("compare-torch", EVENING, "abc"));
    private static final Measurement OTHER = Measurement.of("train", Map.of("model", "cnn"), 5, "samples/s")
            .from(provenance("train", MORNING, "123"));
    private static final Function<String, Optional<String>> SAME = name -> Optional.of(
            name.equals("train") ? "123" : "abc");
    private static final Function<String, Optional<String>> CHANGED = name -> Optional.of("def");

    @TempDir
    private Path folder;

    private static Provenance provenance(String name, Instant date, String sources) {
        return new Provenance("./grapevine bench " + name, 1, "c0ffee", "CPU, 2 cores", date, sources);
    }

    private static String page() {
        return ResultsPage.of(List.of(OTHER, ROW, VOID)).text();
    }

    @Test
    void aTableSaysAllThatIsNeededToMeasureItAgain() {
        String text = page();
        assertThat(text).contains("""
                ## bench compare-torch

                <!-- table of compare-torch, sources abc, measured 2026-05-01T20:00:00Z, commit c0ffee -->

                `./grapevine bench compare-torch`; seed 1; commit c0ffee; CPU, 2 cores; 2026-05-01

                | model | value | unit | yardstick | ratio | loss | loss of PyTorch |
                | --- | --- | --- | --- | --- | --- | --- |
                | a\\|b | 3000 | samples/s | 1000 | 3.00 | 0.5000 | 0.5000 |
                | cnn | void | samples/s |  |  |  |  |

                - Yardstick: PyTorch 2, 1 thread; OpenBLAS; eager; on CPU
                - Not measured: cnn: it was loud

                <!-- end of the table -->
                """).contains("| model | value | unit |\n| --- | --- | --- |\n| cnn | 5.0000 | samples/s |");
        assertThat(ResultsPage.parse(text)).isEqualTo(ResultsPage.of(List.of(OTHER, ROW, VOID)));
        assertThat(ResultsPage.parse(text).text()).isEqualTo(text);
    }

    @Test
    void resultsOfDifferentCodeAreDifferentTables() {
        Measurement later = ROW.from(provenance("compare-torch", EVENING, "abd"));
        assertThat(ResultsPage.of(List.of(ROW, later, VOID)).tables()).hasSize(2);
        assertThat(ResultsPage.of(List.of(Measurement.of("train", Map.of(), 1, "s"))).tables()).isEmpty();
    }

    @Test
    void aTableOfOtherSourcesThatDoesNotSaySoIsFound() {
        assertThat(ResultsPage.complaints(page(), SAME)).isEmpty();
        assertThat(ResultsPage.complaints(page(), CHANGED)).hasSize(2).element(1).asString()
                .isEqualTo("The table of compare-torch of commit c0ffee was measured on other sources than the present"
                        + " ones and does not say so: './grapevine bench --markdown' marks it");
        assertThat(ResultsPage.complaints(page(), name -> Optional.empty())).hasSize(2);
        String marked = ResultsPage.parse(page()).marked(CHANGED).text();
        assertThat(marked).contains("**Measured on earlier code, commit c0ffee.**");
        assertThat(ResultsPage.complaints(marked, CHANGED)).isEmpty();
        assertThat(ResultsPage.parse(marked).marked(SAME).text()).isEqualTo(page());
    }

    @Test
    void aTableThatSaysNothingIsFound() {
        assertThat(ResultsPage.complaints("| model |\n" + page() + "| 5 |\n", SAME)).hasSize(2).first().asString()
                .startsWith("The line '| model |' is of no table");
        assertThat(ResultsPage.complaints(page().replace("<!-- table of train,", "<!-- of train,"), SAME)).hasSize(3);
    }

    @Test
    void brokenPagesAreTold() {
        assertThatThrownBy(() -> ResultsPage.parse(page().replace("<!-- end of the table -->", "")))
                .isInstanceOf(UserMistakeException.class).hasMessageContaining("has no end");
        assertThatThrownBy(() -> ResultsPage.parse(page().replace("2026-05-01T20", "yesterday")))
                .isInstanceOf(UserMistakeException.class).hasMessageContaining("allowed is a date");
    }

    @Test
    void onlyLaterResultsTakeThePlaceOfATable() {
        ResultsPage page = ResultsPage.parse(page());
        Measurement early = ROW.from(provenance("compare-torch", MORNING, "fff"));
        assertThat(page.with(ResultsPage.of(List.of(early)))).isEqualTo(page);
        Measurement late = ROW.from(provenance("compare-torch", EVENING.plusSeconds(1), "fff"));
        assertThat(page.with(ResultsPage.of(List.of(late))).tables()).extracting(ResultsPage.Table::sources)
                .containsExactly("123", "fff");
    }

    @Test
    void thePageIsWrittenFromTheResultsAndMarkedByTheSources() throws IOException {
        Sources sources = Sources.find().orElseThrow();
        Path page = folder.resolve("RESULTS.md");
        Benchmark train = Benchmarks.named("train").getFirst();
        ResultFile results = ResultFile.open(folder.resolve("train.json"));
        results.put(OTHER.from(sources.provenance(train, "./grapevine bench train")));
        ResultFile.open(folder.resolve("compare-torch.json")).put(ROW);
        ResultFile.open(folder.resolve("codec.json")).put(Measurement.of("codec", Map.of(), 1, "s"));
        List<String> said = new ArrayList<>();
        ResultsWriter.write(page, folder, sources, said::add);
        assertThat(said).containsExactly("Results of codec are left out (1), because they do not say on which code they"
                + " were measured: 'bench codec --anew' measures them again",
                page + " has 2 tables, 1 of them measured on earlier code");
        String text = Files.readString(page);
        assertThat(text).containsOnlyOnce("**Measured on earlier code, commit c0ffee.**").contains("## bench train");
        assertThat(ResultsPage.complaints(text, ResultsPage.fingerprints(sources))).isEmpty();
        Files.delete(folder.resolve("train.json"));
        ResultsWriter.write(page, folder, sources, said::add);
        assertThat(page).hasContent(text);
        assertThatThrownBy(() -> ResultsWriter.check(Path.of("train"))).isInstanceOf(UserMistakeException.class)
                .hasMessage("--markdown is train: allowed is a file that ends with .md");
    }

    @Test
    void theProjectsOwnPageIsNotOutOfDate() throws IOException {
        Sources sources = Sources.find().orElseThrow();
        String text = Files.readString(ResultsWriter.page(sources));
        assertThat(ResultsPage.parse(text).tables()).isNotEmpty();
        assertThat(ResultsPage.complaints(text, ResultsPage.fingerprints(sources)))
                .as("./grapevine bench --markdown puts it right").isEmpty();
    }
}
