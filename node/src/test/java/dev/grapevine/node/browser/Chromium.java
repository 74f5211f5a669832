package dev.grapevine.node.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * A browser without a window, driven by the Chrome DevTools protocol. Test libraries for that bring a browser driver of 200 MB;
 * this needs Debian's package {@code chromium} alone.
 */
final class Chromium implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;
    private static final String LISTENS = "DevTools listening on ";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final URI devTools;

    private Chromium(Process process, URI devTools) {
        this.process = process;
        this.devTools = devTools;
    }

    /**
     * Starts the browser. Skips the test where there is none, but fails in CI.
     *
     * @param profile empty folder
     */
    static Chromium start(Path profile) {
        List<Path> found = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of).filter(Files::isExecutable).toList();
        if (System.getenv("CI") != null) {
            assertThat(found).as("Browser for the dashboard's test: apt-get install chromium").isNotEmpty();
        }
        assumeTrue(!found.isEmpty(), "There is no Chromium on this machine: the dashboard is not tried in a browser");
        try {
            Process process = new ProcessBuilder(found.getFirst().toString(), "--headless=new", "--no-sandbox",
                    "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync", "--remote-debugging-port=0",
                    "--user-data-dir=" + profile, "about:blank").redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            CompletableFuture<URI> address = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> read(process, address));
            return new Chromium(process, address.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (Exception e) {
            throw new IllegalStateException("The browser does not start", e);
        }
    }

    /** Reads to the end, so that the browser never waits for a reader. */
    private static void read(Process process, CompletableFuture<URI> address) {
        StringBuilder all = new StringBuilder();
        try (BufferedReader lines = process.errorReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(LISTENS)) {
                    address.complete(URI.create(line.substring(LISTENS.length())));
                }
                all.append(line).append('\n');
            }
        } catch (IOException e) {
            all.append(e);
        }
        address.completeExceptionally(new IllegalStateException("It has ended: " + all));
    }

    /** An empty page. */
    BrowserPage page() {
        try {
            HttpResponse<byte[]> made = http.send(HttpRequest
                    .newBuilder(URI.create("http://" + devTools.getAuthority() + "/json/new?about:blank"))
                    .PUT(HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofByteArray());
            return new BrowserPage(http,
                    URI.create(new JsonMapper().readTree(made.body()).get("webSocketDebuggerUrl").textValue()));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("The browser opens no page", e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
        http.close();
    }
}
