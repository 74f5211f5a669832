package dev.grapevine.node.browser;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** A page in a browser. Notes what it requests and its errors. For one thread. */
final class BrowserPage implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;
    private static final JsonMapper JSON = new JsonMapper();

    /** The URLs that the page has asked for. */
    final List<String> requests = new CopyOnWriteArrayList<>();
    /** Exceptions, and what the console shows as errors. */
    final List<String> errors = new CopyOnWriteArrayList<>();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final WebSocket socket;

    BrowserPage(HttpClient http, URI devTools) {
        socket = http.newWebSocketBuilder().buildAsync(devTools, new Receiver()).join();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable", Map.of());
        }
    }

    /** Calls the DevTools protocol, and waits for the result. */
    JsonNode call(String method, Map<String, ?> parameters) {
        int number = calls.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(number, answer);
        try {
            socket.sendText(JSON.writeValueAsString(Map.of("id", number, "method", method, "params", parameters)),
                    true);
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (IOException | InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(method + " has failed", e);
        }
    }

    void open(String url) {
        call("Page.navigate", Map.of("url", url));
    }

    /** The value of an expression, which may be a promise. */
    JsonNode value(String expression) {
        JsonNode result = call("Runtime.evaluate",
                Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result.get("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    String text(String selector) {
        return value("document.querySelector(" + quoted(selector) + ")?.textContent ?? ''").asText();
    }

    void click(String selector) {
        value("document.querySelector(" + quoted(selector) + ").click()");
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** Draws a line with the mouse, in shares of an element's width and height. */
    void draw(String selector, double[]... points) {
        value("document.querySelector(" + quoted(selector) + ").scrollIntoView({block: 'center'})");
        JsonNode box = value("(({left, top, width, height}) => ({left, top, width, height}))(document.querySelector("
                + quoted(selector) + ").getBoundingClientRect())");
        for (int i = 0; i < points.length; i++) {
            double x = box.get("left").asDouble() + points[i][0] * box.get("width").asDouble();
            double y = box.get("top").asDouble() + points[i][1] * box.get("height").asDouble();
            mouse(i == 0 ? "mousePressed" : "mouseMoved", x, y);
            if (i == points.length - 1) {
                mouse("mouseReleased", x, y);
            }
        }
    }

    private void mouse(String type, double x, double y) {
        call("Input.dispatchMouseEvent", Map.of("type", type, "x", x, "y", y, "button", "left", "buttons", 1,
                "clickCount", 1));
    }

    void press(String key) {
        call("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", key));
        call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
    }

    void size(int width, int height) {
        call("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void dark(boolean isDark) {
        call("Emulation.setEmulatedMedia", Map.of("features",
                List.of(Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light"))));
    }

    /** Writes a picture of the whole page. */
    void picture(Path file) throws IOException {
        Files.write(file, Base64.getDecoder().decode(call("Page.captureScreenshot",
                Map.of("captureBeyondViewport", true, "format", "png")).get("data").textValue()));
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Receiver implements WebSocket.Listener {

        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                received(message.toString());
                message.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void received(String text) {
            JsonNode json;
            try {
                json = JSON.readTree(text);
            } catch (IOException e) {
                errors.add("The browser says what is no JSON: " + e);
                return;
            }
            if (json.has("id")) {
                CompletableFuture<JsonNode> answer = answers.remove(json.get("id").intValue());
                if (json.has("error")) {
                    answer.completeExceptionally(new IllegalStateException(json.get("error").toString()));
                } else {
                    answer.complete(json.get("result"));
                }
                return;
            }
            JsonNode parameters = json.path("params");
            switch (json.path("method").asText()) {
                case "Network.requestWillBeSent" -> requests.add(parameters.path("request").path("url").asText());
                case "Runtime.exceptionThrown" -> errors.add(parameters.path("exceptionDetails").toString());
                case "Runtime.consoleAPICalled" -> note(parameters, parameters.path("type").asText());
                case "Log.entryAdded" -> note(parameters, parameters.path("entry").path("level").asText());
                default -> {
                }
            }
        }

        private void note(JsonNode parameters, String level) {
            if (level.equals("error") || level.equals("assert")) {
                errors.add(parameters.toString());
            }
        }
    }
}
