package dev.grapevine.testbed.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.grapevine.node.words.UserMistakeException;

/** Brings a {@link ResultsPage} up to date with what has been measured and with the source code. */
public final class ResultsWriter {

    private static final String MARKDOWN = ".md";

    private ResultsWriter() {}

    /** The place of the project's own page. */
    public static Path page(Sources sources) {
        return sources.root().resolve("testbed").resolve("RESULTS.md");
    }

    /**
     * A mistake if a page cannot have that name, so that a forgotten name does not overwrite something else.
     */
    public static void check(Path page) {
        if (!page.toString().endsWith(MARKDOWN)) {
            throw new UserMistakeException("--markdown is " + page + ": allowed is a file that ends with " + MARKDOWN);
        }
    }

    /**
     * Writes the page anew: tables of benchmarks with later results than its own take their place, others stay, and all are
     * marked as the sources are now.
     *
     * @param page    need not be there yet
     * @param folder  with the results
     * @param say     is told what is left out, and what was written
     */
    public static void write(Path page, Path folder, Sources sources, Consumer<String> say) {
        List<Measurement> results = new ArrayList<>();
        for (Benchmark benchmark : Benchmarks.registered()) {
            List<Measurement> kept = ResultFile.open(folder.resolve(benchmark.name() + ".json")).all();
            long unknown = kept.stream().filter(each -> each.provenance().isEmpty()).count();
            if (unknown > 0) {
                say.accept(
                        "Results of " + benchmark.name() + " are left out (" + unknown + "), because they do not say on"
                                + " which code they were measured: 'bench " + benchmark.name()
                                + " --anew' measures them again");
            }
            results.addAll(kept);
        }
        try {
            ResultsPage old = ResultsPage.parse(Files.exists(page) ? Files.readString(page) : "");
            ResultsPage present = old.with(ResultsPage.of(results)).marked(ResultsPage.fingerprints(sources));
            Files.writeString(page, present.text());
            say.accept(page + " has " + present.tables().size() + " tables, "
                    + present.tables().stream().filter(ResultsPage.Table::isMarked).count()
                    + " of them measured on earlier code");
        } catch (IOException e) {
            throw new UserMistakeException("The file " + page + " cannot be written: " + e.getMessage(), e);
        }
    }
}
