package dev.grapevine.node.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.node.device.DeviceLimits;
import dev.grapevine.node.driver.NodeConfig;
import dev.grapevine.node.driver.NodeDriver;
import dev.grapevine.node.driver.NodeListener;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.words.Address;

/** The dashboard of a real node in a real browser. With {@code -Dpictures=DIR}, pictures of it are written to a folder. */
class DashboardBrowserTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Address LOOPBACK = new Address("127.0.0.1", 0);
    private static final Map<String, String> DIGITS = Map.of("data", "digits", "model", "softmax", "evaluate",
            "every=1s");
    /** The points of the first chart's first curve. */
    private static final String CURVE = "document.querySelector('.chart .curve-0')?.getAttribute('d') ?? ''";

    @TempDir
    private Path folder;

    private Chromium browser;
    private BrowserPage page;
    private Node node;

    private final class Node implements NodeListener {
        private final NodeDriver driver;
        private volatile String dashboard;

        Node(Map<String, String> options) {
            this("ward-7", LOOPBACK, options);
        }

        Node(String name, Address listen, Map<String, String> options, Address... joins) {
            driver = NodeDriver.start(new NodeConfig(Optional.of(name), folder.resolve(name),
                    Optional.of(listen), Optional.empty(), LOOPBACK, List.of(joins), Optional.empty(),
                    RunOptions.of(options), OptionalInt.empty(), DeviceLimits.NONE, Optional.empty()), this);
            awaitThat("the node to listen", () -> dashboard != null);
        }

        @Override
        public void listening(NodeStatus status, String api) {
            dashboard = api;
        }

        @Override
        public void fact(Fact fact) {}

        @Override
        public void notice(String sentence) {}

        @Override
        public void evaluated(NodeStatus status) {}

        void leave() throws Exception {
            driver.leave();
            driver.exit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @BeforeEach
    void startBrowser() throws Exception {
        browser = Chromium.start(Files.createDirectory(folder.resolve("profile")));
        page = browser.page();
    }

    @AfterEach
    void stop() throws Exception {
        if (node != null) {
            node.leave();
        }
        if (browser != null) {
            page.close();
            browser.close();
        }
    }

    private static void awaitThat(String what, Callable<Boolean> holds) {
        await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(holds);
    }

    private void awaitText(String selector, String part) {
        awaitThat(selector + " to say " + part, () -> page.text(selector).contains(part));
    }

    private void open(Map<String, String> options) {
        open(new Node(options));
    }

    private void open(Node shown) {
        node = shown;
        page.size(1280, 900);
        page.open(node.dashboard + "/");
        awaitText("#state", "running");
        awaitThat("a curve", () -> page.value(CURVE).asText().contains("L"));
    }

    private void picture(String name) throws IOException {
        String wanted = System.getProperty("pictures");
        if (wanted != null) {
            page.picture(Path.of(wanted, name + ".png"));
        }
    }

    private void assertSound() {
        assertThat(page.errors).isEmpty();
        assertThat(page.requests).allMatch(url -> url.startsWith(node.dashboard) || url.startsWith("data:")
                || url.startsWith("about:"));
    }

    @Test
    void curvesMoveAndSurviveAReloadAndARestart() throws Exception {
        open(DIGITS);
        assertThat(page.text("h1")).isEqualTo("ward-7");
        assertThat(page.text("#about")).contains("softmax", "digits");
        String before = page.value(CURVE).asText();
        awaitThat("the curve to move", () -> !page.value(CURVE).asText().equals(before));
        page.open(node.dashboard + "/?again");
        awaitThat("the curve of before", () -> page.value(CURVE).asText().length() >= before.length());
        awaitText("#events", "starts training");
        assertSound();

        String address = node.dashboard;
        long first = page.value("past.time[0]").asLong();
        node.leave();
        awaitText("#state", "no answer");
        picture("away");
        assertThat(page.text("#alert")).contains("does not answer", "goes on trying");
        assertThat(page.value("document.querySelector('#leave').disabled").asBoolean()).isTrue();
        node = new Node(DIGITS);
        assertThat(node.dashboard).isEqualTo(address);
        awaitText("#state", "running");
        awaitText("#about", "life 2");
        awaitThat("both lives in the events", () -> page.text("#events").contains("Goes on from its checkpoint"));
        assertThat(page.value("past.time[0]").asLong()).isEqualTo(first);
    }

    @Test
    void digitIsDrawnAndAnsweredAndTrainingPausesAndGoesOn() throws Exception {
        open(DIGITS);
        awaitThat("an evaluation", () -> page.value("past.accuracy.some(value => value > 0.5)").asBoolean());
        page.draw(".paper", new double[]{0.5, 0.1}, new double[]{0.5, 0.5}, new double[]{0.5, 0.9});
        awaitThat("an answer", () -> page.text("#answer .best").matches("[0-9]"));
        assertThat(page.text("#answer .shares")).contains("%");
        page.click("#clear");
        assertThat(page.text("#answer")).isEmpty();

        page.click("#pause");
        assertThat(page.text("#dialog-title")).isEqualTo("Pause");
        page.click("#dialog button[value=no]");
        assertThat(page.text("#state")).contains("running");
        page.click("#pause");
        page.click("#dialog-yes");
        awaitText("#state", "paused");
        awaitText("#events", "Pauses training, since its user asked for it");
        assertThat(page.value("document.querySelector('#state').className").asText()).contains("warn");
        assertThat(page.value("document.querySelectorAll('#charts .pause').length").asInt()).isPositive();
        picture("paused");
        page.click("#pause");
        assertThat(page.text("#dialog-title")).isEqualTo("Resume");
        page.click("#dialog-yes");
        awaitText("#state", "running");
        assertSound();
    }

    @Test
    void pageIsReadByKeyboardOnAPhoneAndInTheDark() throws Exception {
        open(DIGITS);
        awaitThat("an evaluation", () -> page.value("past.accuracy.some(value => value > 0.5)").asBoolean());
        page.draw(".paper", new double[]{0.3, 0.2}, new double[]{0.7, 0.8});
        awaitThat("an answer", () -> page.text("#answer .best").matches("[0-9]"));
        for (boolean isDark : List.of(false, true)) {
            page.dark(isDark);
            picture(isDark ? "dark" : "light");
            assertThat(Accessibility.faults(page)).as("dark: %s", isDark).isEmpty();
        }
        // The browser may take the focus away again while it draws the page for a picture.
        awaitThat("a moment chosen by key", () -> {
            page.value("document.querySelector('.chart').focus()");
            page.press("ArrowLeft");
            return page.text(".readout").contains("at ");
        });
        page.press("Escape");
        assertThat(page.text(".readout")).doesNotContain("at ");
        page.size(390, 844);
        awaitThat("a page no wider than the phone",
                () -> page.value("document.documentElement.scrollWidth").asInt() <= 390);
        picture("phone");
        assertSound();
    }

    @Test
    void rowOfATableIsAskedForByItsColumns() throws Exception {
        StringBuilder rows = new StringBuilder("size,colour,price\n");
        for (int i = 0; i < 60; i++) {
            rows.append(i).append(i % 2 == 0 ? ",red," : ",<b>blue</b>,").append(2 * i + 10.5).append('\n');
        }
        Path table = Files.writeString(folder.resolve("rows.csv"), rows);
        open(Map.of("data", "csv:" + table + ",label=price,task=regress", "model", "linear", "evaluate", "every=1s"));
        awaitText("#charts figcaption", "R²");
        assertThat(page.text("#details")).contains("size, colour to price");
        page.value("document.querySelector('#predict input').value = '20'");
        page.value("document.querySelector('#predict select').value = '<b>blue</b>'");
        page.click("#predict button");
        awaitThat("a number", () -> page.text("#answer .best").matches("-?[0-9.e-]+"));
        assertThat(Accessibility.faults(page)).isEmpty();
        picture("table");
        page.value("document.querySelector('#predict input').value = 'many'");
        page.click("#predict button");
        awaitText("#predict-error", "size");
    }

    @Test
    void textIsContinuedCharacterByCharacter() throws Exception {
        Path text = Files.writeString(folder.resolve("text.txt"), "the cat sat on the mat. a dog ran to a log.\n"
                .repeat(200));
        open(Map.of("data", "text:" + text, "model", "gru:8", "evaluate", "every=1s"));
        page.value("document.querySelector('#predict textarea').value = 'the cat'");
        page.click("#predict button[type=button]");
        awaitThat("one more character",
                () -> page.value("document.querySelector('#predict textarea').value").asText().length() == 8);
        picture("text");
        assertThat(Accessibility.faults(page)).isEmpty();
        assertSound();
    }

    @Test
    void peerThatLeavesIsToldAndTheNodeIsAlone() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Address listens = new Address("127.0.0.1", port);
        open(new Node("ward-7", listens, DIGITS));
        assertThat(page.text("#no-peers")).contains("Nobody else");
        Node other = new Node("lab", LOOPBACK, DIGITS, listens);
        awaitText("#peer-rows", "lablive");
        awaitText("#events", "lab is there");
        other.leave();
        awaitText("#peer-rows", "labsuspected");
        awaitText("#state", "alone");
        awaitText("#events", "No peer is there any more");
        assertThat(page.text("#alert")).contains("Its only peer has left or does not answer");
        picture("alone");
        assertThat(Accessibility.faults(page)).isEmpty();
        assertSound();
    }
}
