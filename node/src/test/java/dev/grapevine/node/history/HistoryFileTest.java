package dev.grapevine.node.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of a history. */
class HistoryFileTest {

    private static final String NONE = "{\"run\":\"\",\"spacing\":1000,\"time\":[],\"rounds\":[],\"accuracy\":[],"
            + "\"trainLoss\":[],\"testLoss\":[],\"bytesSent\":[],\"bytesReceived\":[],\"peers\":[],\"events\":[]}";

    @TempDir
    private Path folder;

    private static History full() {
        History history = new History();
        history.isOf("run-1");
        for (int i = 0; i < 5000; i++) {
            history.add(
                    new HistoryPoint(1000L * i, i, i == 0 ? null : 1.0 / i, 0.5, 1e-9 * i, Long.MAX_VALUE - 5000 + i,
                            i, 3));
            history.add(new HistoryEvent(1000L * i, EventKind.NOTICE, "x".repeat(1000)));
        }
        return history;
    }

    @Test
    void historyIsReadAsItWasWritten() throws Exception {
        History history = full();
        byte[] encoded = HistoryFile.encode(history);
        assertThat(encoded.length).isLessThan(HistoryFile.MAX_BYTES / 4);
        HistoryFile.write(folder, encoded);
        HistoryFile.Found found = HistoryFile.read(folder);
        assertThat(found.damage()).isEmpty();
        assertThat(found.history().run()).isEqualTo("run-1");
        assertThat(found.history().points()).isEqualTo(history.points());
        assertThat(found.history().events()).isEqualTo(history.events()).hasSize(Events.MAX);
        assertThat(found.history().spacing()).isEqualTo(history.spacing());
    }

    @Test
    void folderWithoutOneHasAnEmptyHistory() {
        assertThat(HistoryFile.read(folder).damage()).isEmpty();
        assertThat(HistoryFile.read(folder).history().points()).isEmpty();
    }

    @Test
    void leastFileIsRead() throws Exception {
        Files.writeString(folder.resolve(HistoryFile.NAME), NONE);
        assertThat(HistoryFile.read(folder).damage()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{}", "\u0000\u0000", NONE + "x"})
    void damagedFileIsToldAndBegunAnew(String text) throws Exception {
        expectDamage(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"spacing\":7", "\"spacing\":null", "\"time\":[1]", "\"time\":null", "\"peers\":[null]",
            "\"events\":[null]", "\"events\":[{\"time\":1,\"kind\":\"x\"}]", "\"run\":null"})
    void fileWithAWrongValueIsToldAndBegunAnew(String wrong) throws Exception {
        String key = wrong.substring(0, wrong.indexOf(':'));
        expectDamage(NONE.replaceFirst(key + ":[^,}]*", wrong.replace("\\", "\\\\")).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void longFileIsNotRead() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve(HistoryFile.NAME).toFile(), "rw")) {
            file.setLength(HistoryFile.MAX_BYTES + 1L);
        }
        assertThat(HistoryFile.read(folder).damage().orElseThrow()).contains("longer than", "begins anew");
    }

    private void expectDamage(byte[] bytes) throws Exception {
        Files.write(folder.resolve(HistoryFile.NAME), bytes);
        HistoryFile.Found found = HistoryFile.read(folder);
        assertThat(found.damage().orElseThrow()).contains(HistoryFile.NAME, "begins anew");
        assertThat(found.history().points()).isEmpty();
        assertThat(found.history().events()).isEmpty();
    }
}
