package dev.grapevine.node.result;

import static dev.grapevine.node.Sentences.assertMistakeAbout;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.node.replica.format.Safetensors;
import dev.grapevine.node.result.RunSummary.BytesSent;
import dev.grapevine.node.result.RunSummary.InjectedFault;

/** Results of a run on disk. */
class RunFolderTest {

    @TempDir
    Path temporary;

    private static RunSummary summary(Double averagedAccuracy, Double distance, String traceHash) {
        return RunSummary.of(new RunSummary.Subject("two halves", 7, "0.1.0", "sim", 16),
                new RunSummary.Lasted(600, 12.5),
                new RunSummary.Quality(new Spread(0.9, 0.8, 0.95), new Spread(null, null, null), averagedAccuracy,
                        distance),
                new RunSummary.Training(1000, 125, 4, 5), new RunSummary.Gossip(2000, 3, 6, new BytesSent(1e6, 2e6)),
                List.of(new TargetTracker.Target(0.8, 10, 20, 30)))
                .withFaults(List.of(new InjectedFault(60, "partition of [[0], [1]]"))).withTraceHash(traceHash);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void summaryKeysAreInDocumentedOrder() throws IOException {
        try (RunFolder folder = RunFolder.create(temporary)) {
            folder.write(summary(0.91, 0.01, "00ff"));
        }
        JsonNode json = new JsonMapper().readTree(temporary.resolve("summary.json").toFile());
        assertThat(json.properties()).extracting(Map.Entry::getKey).containsExactly("name", "seed", "version", "mode",
                "nodes", "seconds", "wallSeconds", "accuracy", "loss", "averagedModelAccuracy", "consensusDistance",
                "stepsPerNode", "roundsPerNode", "exchanges", "failedExchanges", "limitsReached", "suspectRounds",
                "clampedValues",
                "bytesSentPerNode", "targets",
                "faults", "expectations", "traceHash");
        assertThat(json.get("accuracy").toString()).isEqualTo("{\"mean\":0.9,\"min\":0.8,\"max\":0.95}");
        assertThat(json.get("loss").toString()).isEqualTo("{\"mean\":null,\"min\":null,\"max\":null}");
        assertThat(json.get("bytesSentPerNode").toString()).isEqualTo("{\"mean\":1000000.0,\"max\":2000000.0}");
        assertThat(json.get("targets").toString()).isEqualTo(
                "[{\"accuracy\":0.8,\"seconds\":10.0,\"stepsPerNode\":20.0,\"bytesSentPerNode\":30.0}]");
        assertThat(json.get("faults").toString())
                .isEqualTo("[{\"seconds\":60.0,\"what\":\"partition of [[0], [1]]\"}]");
        assertThat(Files.readString(temporary.resolve("summary.json"))).endsWith("}\n");
        assertThat(names()).as("no temporary file is left").containsExactly("series.csv", "summary.json");
    }

    @Test
    void nonFiniteNumbersAreNull() throws IOException {
        try (RunFolder folder = RunFolder.create(temporary)) {
            folder.write(summary(Double.NEGATIVE_INFINITY, Double.NaN, null));
        }
        JsonNode json = new JsonMapper().readTree(temporary.resolve("summary.json").toFile());
        assertThat(json.get("averagedModelAccuracy").isNull()).isTrue();
        assertThat(json.get("consensusDistance").isNull()).isTrue();
        assertThat(json.has("traceHash")).as("only simulations have a trace hash").isFalse();
    }

    @Test
    void expectationsAreCheckedOnSummary() {
        RunSummary summary = summary(0.91, 0.01, "00ff");
        assertThat(summary.isAsExpected()).isTrue();
        RunSummary holds = summary.withExpectations(List.of(Expectation.parse("accuracy.min", ">= 0.8"),
                Expectation.parse("bytesSentPerNode.max", "< 3000000")));
        assertThat(holds.isAsExpected()).isTrue();
        assertThat(holds.expectations()).hasSize(2);
        RunSummary fails = summary.withExpectations(List.of(Expectation.parse("accuracy.min", ">= 0.8"),
                Expectation.parse("consensusDistance", "< 0.005"), Expectation.parse("loss.mean", "< 1")));
        assertThat(fails.isAsExpected()).isFalse();
        assertThat(List.of(holds.exitCode(true), fails.exitCode(true), fails.exitCode(false))).containsExactly(0, 1, 0);
        assertThat(fails.expectations()).containsExactly(
                new Expectation.Outcome("accuracy.min >= 0.8", true, 0.8),
                new Expectation.Outcome("consensusDistance < 0.005", false, 0.01),
                new Expectation.Outcome("loss.mean < 1.0", false, null));
        assertThat(fails.name()).isEqualTo(summary.name());
        assertThat(fails.traceHash()).isEqualTo("00ff");
    }

    @Test
    void seriesGrowsByOneLinePerSample() throws IOException {
        Path series = temporary.resolve("series.csv");
        try (RunFolder folder = RunFolder.create(temporary)) {
            assertThat(Files.readAllLines(series)).containsExactly(
                    "seconds,node,round,steps,accuracy,loss,bytesSent,bytesReceived,consensusDistance,peers");
            folder.add(new Sample(1.5, 3, 4, 32, 0.25, 2.5, 100, 200, 0.125, 5));
            assertThat(Files.readAllLines(series)).hasSize(2).endsWith("1.5,3,4,32,0.25,2.5,100,200,0.125,5");
            folder.add(new Sample(2, 3, 4, 32, Double.NaN, Double.NaN, 100, 200, Double.NaN, 0));
        }
        assertThat(Files.readAllLines(series)).hasSize(3).endsWith("2.0,3,4,32,,,100,200,,0");
    }

    @Test
    void modelHasMetadata() {
        Layout.Builder layout = new Layout.Builder();
        layout.add("dense1.weight", 2, 1);
        try (RunFolder folder = RunFolder.create(temporary)) {
            Path file = folder.writeModel(layout.build(), new float[]{1, 2}, Map.of("model", "linear"));
            assertThat(file).isEqualTo(temporary.resolve("model.safetensors"));
            Safetensors.Model model = Safetensors.read(file);
            assertThat(model.parameters()).containsExactly(1, 2);
            assertThat(model.metadata()).containsEntry("model", "linear");
        }
    }

    @Test
    void resultsOfEarlierRunAreDeleted() throws IOException {
        Path inner = temporary.resolve("runs/first");
        try (RunFolder folder = RunFolder.create(inner)) {
            folder.add(new Sample(1, 0, 0, 0, 0, 0, 0, 0, 0, 0));
            folder.write(summary(0.9, 0.1, null));
            assertThat(folder.path()).isEqualTo(inner);
        }
        Files.writeString(inner.resolve("model.safetensors"), "old");
        Files.writeString(inner.resolve("notes.txt"), "the user's own");
        RunFolder.create(inner).close();
        assertThat(inner.resolve("summary.json")).doesNotExist();
        assertThat(inner.resolve("model.safetensors")).doesNotExist();
        assertThat(inner.resolve("notes.txt")).exists();
        assertThat(Files.readAllLines(inner.resolve("series.csv"))).hasSize(1);
    }

    @Test
    void emptyFolderDeletesEarlierContent() throws IOException {
        try (RunFolder folder = RunFolder.create(temporary)) {
            Path nodes = folder.emptyFolder("nodes");
            assertThat(nodes).isEqualTo(temporary.resolve("nodes")).isEmptyDirectory();
            Files.createDirectories(nodes.resolve("a/b"));
            Files.writeString(nodes.resolve("a/b/file"), "old");
            assertThat(folder.emptyFolder("nodes")).isEmptyDirectory();
        }
    }

    @Test
    void unwritableFolderIsMistake() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "no folder");
        assertMistakeAbout(() -> RunFolder.create(file), "The folder " + file + " cannot be written: ");
    }

    @Test
    void fallenRunWarnsAndExitsWithTwo() {
        RunSummary fallen = summary(0.9, 0.1, null).withFall(Optional.of(new Fall("accuracy", 0.97, 60.0, 0.1, 80)));
        assertThat(fallen.exitCode(false)).isEqualTo(2);
        assertThat(fallen.withExpectations(List.of()).exitCode(true)).isEqualTo(2);
        assertThat(fallen.withExpectations(List.of(Expectation.parse("accuracy.mean", "> 1"))).exitCode(true))
                .isEqualTo(1);
        assertThat(fallen.fallSentence().orElseThrow()).startsWith("The run ended with accuracy 0.1000 after 80.0 s, "
                + "and had accuracy 0.9700 after 60.0 s: ");
        assertThat(summary(0.9, 0.1, null).fallSentence()).isEmpty();
    }
}
