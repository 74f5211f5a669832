package dev.grapevine.testbed.report;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** A browser without a window, if this machine has one. */
final class Browser {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final long PATIENCE_SECONDS = 120;

    private final Path program;

    private Browser(Path program) {
        this.program = program;
    }

    /** Looks along the path that programs are on. */
    static Optional<Browser> find() {
        return NAMES.stream().flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))).filter(Files::isExecutable).findFirst().map(Browser::new);
    }

    /**
     * Opens a page, lets its scripts run, and gives what has become of it.
     *
     * @param scratch a folder for the browser's own files
     */
    Document open(Path page, Path scratch) throws IOException, InterruptedException {
        Path output = scratch.resolve("document.html");
        Process process = new ProcessBuilder(program.toString(), "--headless=new", "--no-sandbox", "--disable-gpu",
                "--disable-dev-shm-usage", "--user-data-dir=" + scratch.resolve("profile"), "--window-size=1280,900",
                "--virtual-time-budget=5000", "--dump-dom", page.toUri().toString())
                .redirectOutput(output.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new IOException(program + " is still busy with " + page + " after " + PATIENCE_SECONDS + " s");
        }
        return Jsoup.parse(output);
    }
}
