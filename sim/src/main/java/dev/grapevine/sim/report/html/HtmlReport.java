package dev.grapevine.sim.report.html;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * One page that tells of a run, for people: it holds its styles, its scripts and its numbers and asks for nothing
 * elsewhere, so that it can be opened from a disk, sent, and printed. The same report gives the same bytes;
 * so does the same run, but for the processor time of serialising, which is measured.
 */
public final class HtmlReport {

    private HtmlReport() {}

    /** The page. */
    public static String page(RunReport report) {
        return PageTemplate.fill(PageData.of(report));
    }

    /** Writes the page atomically: readers see the old file or the new one. */
    public static void write(Path file, RunReport report) {
        try {
            Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
            Files.writeString(unfinished, page(report));
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
