package dev.grapevine.testbed.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of the repository mention what there is. */
class PagesTest {

    private static final Path ROOT = Path.of("..");
    private static final int README_BYTES_MAX = 10_000;
    private static final PageChecks CHECKS = new PageChecks(ROOT);

    static List<Page> pages() {
        return Page.readAll(ROOT);
    }

    private static Page page(String... lines) {
        return Page.of(Path.of("node/NEW.md"), List.of(lines));
    }

    @Test
    void readme_isShort() throws IOException {
        assertThat(Files.size(ROOT.resolve("README.md"))).isLessThanOrEqualTo(README_BYTES_MAX);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void links_leadToFilesAndHeadings(Page page) {
        assertThat(CHECKS.brokenLinks(page)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void filesAndTests_thatAreMentioned_areThere(Page page) {
        assertThat(CHECKS.missingFiles(page)).isEmpty();
        assertThat(CHECKS.missingTests(page)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void options_thatAreMentioned_areKnown(Page page) {
        assertThat(CHECKS.unknownOptions(page)).isEmpty();
    }

    @Test
    void everyOption_isOnAPage() {
        assertThat(CHECKS.untoldOptions()).isEmpty();
    }

    @Test
    void sentences_ofTroubleshooting_areSaidByTheProgram() {
        assertThat(CHECKS.unsaidSentences(Page.read(ROOT, Path.of("node/TROUBLESHOOTING.md")))).isEmpty();
    }

    @Test
    void everyPage_isReachedFromTheReadme() {
        assertThat(CHECKS.reachedFrom(Path.of("README.md")))
                .containsExactlyInAnyOrderElementsOf(pages().stream().map(Page::path).toList());
    }

    @Test
    void brokenLink_isFound() {
        assertThat(CHECKS.brokenLinks(page("[a](OPTIONS.md#options) [b](NOTHING.md) [c](OPTIONS.md#nothing)",
                "[d](https://example.org/a) `[e](f)` [g](#here) [h](#there)", "## Here", "[i](../LICENSE)")))
                .containsExactly("NOTHING.md", "OPTIONS.md#nothing", "#there");
    }

    @Test
    void missingFile_orTest_isFound() {
        Page page = page(
                "`sim/scenarios/small.yaml` `sim/scenarios/none.yaml` `RESULTS.md` `NONE.md` `a/b` `--out DIR`",
                "`PagesTest` `PagesTest.brokenLink_isFound` `PagesTest.none` `NoneTest`");
        assertThat(CHECKS.missingFiles(page)).containsExactly("sim/scenarios/none.yaml", "NONE.md");
        assertThat(CHECKS.missingTests(page)).containsExactly("PagesTest.none", "NoneTest");
    }

    @Test
    void sentence_thatNobodySays_isFound() {
        assertThat(CHECKS.unsaidSentences(page("\"Looks for a run at …\" and \"Looks for a cup at …\"")))
                .containsExactly("Looks for a cup at …");
    }

    @Test
    void unknownOption_isFound() {
        assertThat(CHECKS.unknownOptions(page("`--learningRate 0.1` `--modle` `curl --insecure` `gossip.fanout=2`",
                "`gossip.fan`"))).containsExactly("--modle", "gossip.fan");
    }
}
