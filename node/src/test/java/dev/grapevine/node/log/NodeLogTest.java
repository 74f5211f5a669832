package dev.grapevine.node.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The log of a node in its folder. */
class NodeLogTest {

    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    @TempDir
    Path temporary;

    private final StringWriter printed = new StringWriter();

    private NodeLog log(LogFormat format) {
        return new NodeLog(new PrintWriter(printed), format, true, true, InstantSource.fixed(Instant.EPOCH));
    }

    private static List<String> lines(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve(LogFile.NAME));
    }

    @Test
    void fileHasWhatIsPrintedAndMore() throws IOException {
        NodeLog log = log(LogFormat.TEXT);
        log.say(Level.INFO, "listening", "ann", "is up");
        log.keepIn(temporary);
        log.write(Level.ERROR, "ended", "ann", "A mistake");
        log.close();
        assertThat(printed.toString().lines()).containsExactly("ann: is up");
        assertThat(lines(temporary)).containsExactly("1970-01-01T00:00:00.000Z INFO ann: is up",
                "1970-01-01T00:00:00.000Z ERROR ann: A mistake");
    }

    @Test
    void withoutAFileNothingIsKept() {
        NodeLog log = new NodeLog(new PrintWriter(printed), LogFormat.TEXT, true, false, InstantSource.system());
        log.say(Level.INFO, "listening", "ann", "is up");
        log.keepIn(temporary);
        log.close();
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void laterLivesAppend() throws IOException {
        for (String life : List.of("life 1", "life 2")) {
            NodeLog log = log(LogFormat.TEXT);
            log.keepIn(temporary);
            log.say(Level.INFO, "listening", "ann", life);
            log.close();
        }
        assertThat(lines(temporary)).hasSize(2);
    }

    @Test
    void failuresOfTheProgramAreInTheFileWithTheirTraces() throws IOException {
        NodeLog log = log(LogFormat.JSON);
        log.keepIn(temporary);
        LoggerFactory.getLogger("some.library").error("It failed", new IllegalStateException("a bug"));
        log.close();
        JsonNode failure = new JsonMapper().readTree(lines(temporary).getLast());
        assertThat(failure.get("level").asText()).isEqualTo("ERROR");
        assertThat(failure.get("message").asText()).isEqualTo("It failed");
        assertThat(failure.get("trace").asText()).startsWith("java.lang.IllegalStateException: a bug")
                .contains("NodeLogTest");
        assertThat(failure.has("event") || failure.has("node")).isFalse();
        assertThat(failure.get("time").asText()).matches(TIME);
    }

    /** Folders are named by users, also with what has a meaning in patterns of the library that writes. */
    @Test
    void oldFilesAreBoundedInNumberAndSize() throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("50%d (a) %i"));
        int bytes = 2000;
        try (LogFile file = LogFile.in(folder, LogFormat.TEXT, bytes, 0)) {
            for (int i = 0; i < 400; i++) {
                file.write(new LogLine(Instant.EPOCH, Level.INFO, "notice", "ann", "line " + i, Optional.empty()));
            }
        }
        List<String> names;
        try (Stream<Path> files = Files.list(folder)) {
            names = files.map(path -> path.getFileName().toString()).sorted().toList();
        }
        assertThat(names).containsExactly("node.1.log", "node.2.log", "node.3.log", "node.4.log", "node.log");
        for (String name : names) {
            assertThat(Files.size(folder.resolve(name))).as(name).isLessThan(2 * bytes);
        }
        assertThat(lines(folder).getLast()).endsWith("line 399");
        assertThat(LogFile.FILES * LogFile.FILE_BYTES).isEqualTo(10_000_000);
    }

    @Test
    void nobodysWordsMakeALineOfTheirOwn() {
        String line = LogFormat.JSON
                .show(new LogLine(Instant.EPOCH, Level.INFO, "", "", "a\nb\u2028c", Optional.empty()));
        assertThat(line)
                .isEqualTo("{\"time\":\"1970-01-01T00:00:00.000Z\",\"level\":\"INFO\",\"message\":\"a\\nb\u2028c\"}");
    }
}
