package dev.grapevine.testbed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import picocli.CommandLine;

import dev.grapevine.node.replica.format.Safetensors;
import dev.grapevine.node.result.Sample;
import dev.grapevine.testbed.TestData;

/** The command line as users have it. */
class GrapevineTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... words) {
        CommandLine line = Grapevine.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(words);
    }

    @Test
    void help_ofEveryCommand_hasAnExample() {
        for (String command : Grapevine.commandLine().getSubcommands().keySet()) {
            out.getBuffer().setLength(0);
            assertThat(execute(command, "--help")).isZero();
            assertThat(out.toString()).contains("Usage: grapevine " + command).contains("Example");
        }
        assertThat(execute("--help")).isZero();
        assertThat(execute("--version")).isZero();
        assertThat(out.toString()).contains("Grapevine 0.2.0");
    }

    /** Fewer rows than nodes: said before any process starts. */
    @Test
    void cluster_fewerRowsThanNodes_isAMistakeAtOnce() throws IOException {
        Path few = Files.write(folder.resolve("few.csv"), List.of("x,y", "1,a", "2,b", "3,a", "4,b"));
        Path runs = folder.resolve("runs");
        assertMistake("3 training rows are too few for 9 nodes", "cluster", "--nodes", "9", "--data", "csv:" + few,
                "--stop",
                "after=1s", "--out", runs.toString());
        assertThat(runs.resolve("nodes")).doesNotExist();
    }

    @Test
    void mistake_isOneSentence_andExitCodeTwo() {
        assertMistake("There is no option '--modle', did you mean '--model'?", "cluster", "--modle", "mlp:8");
        assertMistake("learningRate is 'fast': allowed are more than 0 up to 100", "train", "--learningRate", "fast");
        assertMistake("stop is not given", "cluster", "--nodes", "2");
        assertMistake("listen is 8.8.8.8:7001", "node", "--listen", "8.8.8.8:7001");
        assertMistake("join is 'nowhere'", "node", "--join", "nowhere");
        assertMistake("No node runs in the folder", "invite", "--dir", folder.toString());
        assertMistake("No node runs in the folder", "revoke", "abcd", "--dir", folder.toString());
        assertMistake("No node runs in the folder", "identity", "grant", "abcd", "--dir", folder.toString());
        assertMistake("is not a node's", "identity", "show", "--dir", folder.toString());
        assertMistake("identity needs another word: allowed are show, grant, backup and restore", "identity");
        assertMistake("'ID' (grapevine revoke --help says more)", "revoke");
        assertMistake("There is no file", "sim", folder.resolve("nothing.yaml").toString());
        assertMistake("does not exist", "train", "--data", "csv:" + folder.resolve("nothing.csv"));
        for (String command : List.of("predict", "evaluate", "generate", "export")) {
            assertMistake("Missing required option", command);
        }
        assertMistake("There is no model file", "predict", "--model", folder.resolve("none").toString());
        assertMistake("There is no model file", "evaluate", "--model", folder.resolve("none").toString());
        assertMistake("There is no model file", "generate", "--model", folder.resolve("none").toString());
        assertMistake("There is no model file", "train", "--init", folder.resolve("none").toString());
        assertMistake("There is no benchmark 'gmm', did you mean 'gemm'?", "bench", "gmm");
        assertMistake("There is no row '32x10', did you mean", "bench", "gemm", "--only", "32x10");
        assertMistake("bench has no name: allowed are gemm", "bench");
        assertMistake("--markdown is gemm: allowed is a file that ends with .md", "bench", "--markdown", "gemm");
        assertMistake("There is no command 'trian', did you mean 'train'?", "trian");
        assertThat(folder).isEmptyDirectory();
    }

    private void assertMistake(String sentence, String... words) {
        err.getBuffer().setLength(0);
        assertThat(execute(words)).as(String.join(" ", words)).isEqualTo(2);
        assertThat(err.toString()).contains(sentence).hasLineCount(1);
    }

    @Test
    void train_leavesItsResults() throws IOException {
        Path results = folder.resolve("out");
        assertThat(execute("train", "--data", TestData.csv(folder, "data.csv", 1), "--model", "mlp:8", "--stop",
                "rounds=20", "--out", results.toString())).isZero();
        JsonNode summary = new JsonMapper().readTree(results.resolve("summary.json").toFile());
        assertThat(summary.get("mode").asText()).isEqualTo("train");
        assertThat(summary.get("accuracy").get("mean").asDouble()).isGreaterThan(0.9);
        assertThat(Safetensors.read(results.resolve("model.safetensors")).metadata()).containsEntry("model", "mlp:8");
        assertThat(out.toString()).contains("Accuracy 0.9");
    }

    @Test
    void bench_printsItsMeasurements() throws IOException {
        Path results = folder.resolve("bench");
        assertThat(execute("bench", "gemm", "--only", "6x784x25", "--json", "--out", results.toString())).isZero();
        JsonNode array = new JsonMapper().readTree(out.toString());
        assertThat(array).hasSize(3);
        assertThat(array.get(0).get("parameters").get("against").asText()).isEqualTo("FMA peak");
        assertThat(array).allMatch(row -> row.has("ratio") || row.has("notMeasured") || row.get("value").isNumber())
                .allMatch(row -> row.get("measured").get("command").asText()
                        .equals("./grapevine bench gemm --only 6x784x25"));
        assertThat(array.get(0).get("yardstickProgram").get("name").asText()).isEqualTo("FMA loop");
        assertThat(new JsonMapper().readTree(results.resolve("gemm.json").toFile())).isEqualTo(array);
        out.getBuffer().setLength(0);
        assertThat(execute("bench", "gemm", "--only", "6x784x25", "--out", results.toString())).isZero();
        assertThat(out.toString()).startsWith("gemm").contains("ojAlgo float32");
    }

    /** Real processes, one of which is killed with -9 and comes back. */
    @Test
    void comparison_inACluster_isRefused() throws IOException {
        Path scenario = Files.writeString(folder.resolve("scenario.yaml"),
                "nodes: 2\ncompare: [fedavg, allreduce]\nstop: {after: 5s}\n");
        assertMistake("compare is [fedavg, allreduce]: with real processes, allowed is nothing", "cluster",
                "--scenario", scenario.toString(), "--out", folder.resolve("out").toString());
    }

    @Test
    void cluster_losingANode_recovers() throws IOException {
        Path scenario = Files.writeString(folder.resolve("scenario.yaml"), """
                name: one dies
                nodes: 3
                data: %s
                split: dirichlet:1
                model: mlp:8
                localSteps: 5
                gossip: {interval: 100ms}
                evaluate: {every: 500ms}
                faults:
                  - {at: 2s, crash: [1], for: 3s}
                  - {at: 3s, freeze: [2], for: 1s}
                stop: {accuracy: 0.85}
                expect: {accuracy.mean: ">= 0.85", consensusDistance: "< 1"}
                """.formatted(TestData.csv(folder, "data.csv", 1)));
        Path results = folder.resolve("out");
        assertThat(execute("cluster", "--scenario", scenario.toString(), "--check", "--out", results.toString()))
                .as(out + "\n" + err).isZero();
        JsonNode summary = new JsonMapper().readTree(results.resolve("summary.json").toFile());
        assertThat(summary.get("mode").asText()).isEqualTo("cluster");
        assertThat(summary.get("nodes").asInt()).isEqualTo(3);
        assertThat(summary.get("faults").valueStream().map(fault -> fault.get("what").asText())).containsExactly(
                "crash of [1]", "freeze of [2]", "end of freeze of [2]", "end of crash of [1]");
        assertThat(summary.get("accuracy").get("mean").asDouble()).isGreaterThanOrEqualTo(0.85);
        List<String> series = Files.readAllLines(results.resolve("series.csv"));
        assertThat(series.getFirst()).isEqualTo(Sample.HEADER);
        assertThat(series).hasSizeGreaterThan(6);
        assertThat(Safetensors.read(results.resolve("model.safetensors")).layout().parameters())
                .isEqualTo(2 * 8 + 8 + 8 * 2 + 2);
        assertThat(Files.readString(results.resolve("nodes/node-1/node.log"))).contains("life 2");
        assertThat(out.toString()).contains("holds: accuracy.mean").doesNotContain("does not hold");
    }

    @Test
    void nodeStoppedByItsOwnOptions_isTold_andOthersGoOn() throws IOException {
        Path scenario = Files.writeString(folder.resolve("scenario.yaml"), """
                nodes: 3
                data: %s
                model: mlp:8
                localSteps: 5
                gossip: {interval: 100ms}
                evaluate: {every: 500ms}
                faults:
                  - {at: 0s, nodes: [2], options: {learningRate: 100}}
                stop: {after: 8s}
                """.formatted(TestData.csv(folder, "data.csv", 1)));
        Path results = folder.resolve("out");
        assertThat(execute("cluster", "--scenario", scenario.toString(), "--out", results.toString()))
                .as(out + "\n" + err).isEqualTo(2);
        JsonNode summary = new JsonMapper().readTree(results.resolve("summary.json").toFile());
        assertThat(summary.get("stops")).singleElement().satisfies(stop -> {
            assertThat(stop.get("node").asInt()).isEqualTo(2);
            assertThat(stop.get("why").asText()).contains("learningRate");
        });
        assertThat(summary.get("accuracy").get("min").asDouble()).isGreaterThan(0.6);
        assertThat(err.toString()).contains("1 of 3 nodes stopped because of its own options");
        assertThat(out.toString()).contains("stop of [2] by itself");
    }

    @Test
    void nodeWithUnreadableData_endsTheClusterWithItsSentence() {
        assertThat(execute("cluster", "--nodes", "2", "--data", TestData.csv(folder, "data.csv", 1), "--split",
                "files", "--stop", "after=5s", "--out", folder.resolve("out").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("files");
        assertThat(folder.resolve("out/summary.json")).doesNotExist();
    }
}
