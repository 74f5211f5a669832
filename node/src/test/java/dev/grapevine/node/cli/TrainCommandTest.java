package dev.grapevine.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.format.Safetensors;
import dev.grapevine.node.replica.training.Evaluator;
import dev.grapevine.node.result.RunFolder;
import dev.grapevine.node.run.LocalRun;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.RunSetup;
import dev.grapevine.node.run.TrainingFile;
import dev.grapevine.node.words.UserMistakeException;

/** Centralized baseline: training in one process. */
class TrainCommandTest {

    @TempDir
    Path folder;

    private Path data;
    private Path out;

    @BeforeEach
    void writeData() throws IOException {
        RandomStream random = new RandomStream(1);
        StringBuilder csv = new StringBuilder("x,y,label\n");
        for (int i = 0; i < 200; i++) {
            double x = random.nextGaussian();
            double y = random.nextGaussian();
            csv.append(x).append(',').append(y).append(',').append(x + y > 0 ? "above" : "below").append('\n');
        }
        data = Files.writeString(folder.resolve("data.csv"), csv);
        out = folder.resolve("run");
    }

    @Test
    void runStopsAfterItsRoundsAndWritesResults() throws IOException {
        CommandRun run = CommandRun.of(new TrainCommand(), "--data", "csv:" + data, "--model", "mlp:8", "--localSteps",
                "25", "--stop", "rounds=4", "--learningRate", "0.1", "--seed", "3", "--out", out.toString());
        assertThat(run.errors()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Loading csv:" + data, "mlp:8 on ", " rows, 42 parameters", "after 100 steps",
                "The model is in " + out.resolve("model.safetensors"));
        JsonNode summary = new JsonMapper().readTree(out.resolve("summary.json").toFile());
        assertThat(summary.get("mode").asText()).isEqualTo("train");
        assertThat(summary.get("seed").asInt()).isEqualTo(3);
        assertThat(summary.get("nodes").asInt()).isEqualTo(1);
        assertThat(summary.get("roundsPerNode").asInt()).isEqualTo(4);
        assertThat(summary.get("stepsPerNode").asInt()).isEqualTo(100);
        assertThat(summary.get("accuracy").get("mean").asDouble()).isGreaterThan(0.9);
        assertThat(summary.get("consensusDistance").asDouble()).isZero();
        assertThat(Safetensors.read(out.resolve("model.safetensors")).metadata()).containsEntry("model", "mlp:8");
        assertThat(Files.readAllLines(out.resolve("series.csv"))).hasSizeGreaterThanOrEqualTo(2);
    }

    /** Training rows contradict the test rows: the longer it trains, the worse it is. */
    private String misleading() throws IOException {
        String right = Files.readString(data);
        Path wrong = Files.writeString(folder.resolve("wrong.csv"),
                right.replace("above", "?").replace("below", "above").replace("?", "below"));
        return "csv:" + wrong + ",test=" + data;
    }

    private double accuracy(Path model, String misleading) {
        Safetensors.Model read = Safetensors.read(model);
        LocalRun judging = LocalRun
                .prepare(RunSetup.found(RunOptions.of(Map.of("data", misleading, "model", "mlp:8"))));
        return Evaluator.evaluate(judging.network(), Arrays.copyOf(read.parameters(),
                judging.network().layout().parameters()), judging.evaluationRows()).accuracy();
    }

    @Test
    void fallenRunKeepsBestModelAndReports() throws IOException {
        Path saved = folder.resolve("saved.safetensors");
        String misleading = misleading();
        CommandRun run = CommandRun.of(new TrainCommand(), "--data", misleading, "--model", "mlp:8", "--localSteps",
                "1", "--stop", "rounds=4000", "--learningRate", "0.002", "--seed", "5", "--evaluate", "every=1ms",
                "--out",
                out.toString(), "--save", saved.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errors()).startsWith("The run ended with accuracy 0.").contains("the best model is in "
                + saved + ", the last one in " + folder.resolve("saved-last.safetensors"));
        for (Path model : List.of(saved, out.resolve("model.safetensors"))) {
            assertThat(accuracy(model, misleading)).isGreaterThan(0.4);
            assertThat(accuracy(RunFolder.lastBeside(model), misleading)).isLessThan(0.1);
        }
        JsonNode fall = new JsonMapper().readTree(out.resolve("summary.json").toFile()).get("fall");
        assertThat(fall.get("best").asDouble()).isEqualTo(accuracy(saved, misleading));
        // Training resumes from the best state.
        CommandRun again = CommandRun.of(new TrainCommand(), "--resume", saved.toString(), "--stop", "rounds=60");
        assertThat(again.out()).contains("Continuing after ");
        // A successful run deletes the extra files of the one before.
        CommandRun well = CommandRun.of(new TrainCommand(), "--data", "csv:" + data, "--model", "mlp:8", "--localSteps",
                "5", "--stop", "rounds=60", "--evaluate", "every=1ms", "--out", out.toString());
        assertThat(well.code()).isZero();
        assertThat(out.resolve("model-last.safetensors")).doesNotExist();
        assertThat(new JsonMapper().readTree(out.resolve("summary.json").toFile()).has("fall")).isFalse();
    }

    @Test
    void fallIsReportedWithoutModelFolder() throws IOException {
        CommandRun run = CommandRun.of(new TrainCommand(), "--data", misleading(), "--model", "mlp:8", "--localSteps",
                "1", "--stop", "rounds=4000", "--learningRate", "0.002", "--seed", "5", "--evaluate", "every=1ms");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errors()).contains("--save or --out keep the best one");
    }

    @Test
    void divergedTrainingKeepsLastEvaluatedModel() throws IOException {
        CommandRun run = CommandRun.of(new TrainCommand(), "--data", "csv:" + data, "--model", "mlp:64,64,64",
                "--learningRate", "100", "--schedule", "cosine:100000,warmup=2000", "--localSteps", "10", "--stop",
                "rounds=500", "--evaluate", "every=1ms", "--out", out.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errors()).contains("a smaller learningRate");
        assertThat(Safetensors.read(out.resolve("model.safetensors")).metadata()).containsEntry("model",
                "mlp:64,64,64");
    }

    @Test
    void divergenceBeforeEvaluationIsMistake() {
        CommandRun run = CommandRun.of(new TrainCommand(), "--data", "csv:" + data, "--model", "mlp:64,64,64",
                "--learningRate", "100", "--localSteps", "200", "--stop", "rounds=50");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errors()).isEqualTo("Training diverged: a smaller learningRate than 100 may help");
    }

    @Test
    void invalidOptionsAreMistakesBeforeAnyOutput() {
        assertThat(CommandRun.of(new TrainCommand(), "--model", "linear", "--data", "csv:" + data, "--out",
                out.toString())).isEqualTo(new CommandRun(2, "Loading csv:" + data + System.lineSeparator(),
                        "model is linear, but the data has classes: allowed are softmax and mlp:WIDTH[,WIDTH…]"));
        assertThat(CommandRun.of(new TrainCommand(), "--batch", "none", "--out", out.toString()).errors())
                .isEqualTo("batch is 'none': allowed are 1 to 65536");
        CommandRun unknown = CommandRun.of(new TrainCommand(), "--bach", "8", "--out", out.toString());
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.errors()).contains("--bach");
        assertThat(out).doesNotExist();
    }

    private CommandRun train(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--data", "csv:" + data, "--localSteps", "25"));
        all.addAll(List.of(arguments));
        return CommandRun.of(new TrainCommand(), all.toArray(String[]::new));
    }

    private static CommandRun resume(Path file, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--resume", file.toString()));
        all.addAll(List.of(arguments));
        return CommandRun.of(new TrainCommand(), all.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "nesterov", "adamw", "qgm"})
    void resumedTrainingEqualsUninterruptedOneBitwise(String optimizer) throws IOException {
        String[] options = {"--model", "mlp:8", "--optimizer", optimizer, "--learningRate", "0.01", "--batch", "7",
                "--schedule", "cosine:220,warmup=30,final=0.1", "--clip", "0.8", "--weightDecay", "0.01"};
        Path whole = folder.resolve("whole.safetensors");
        Path half = folder.resolve("half.safetensors");
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("--stop", "rounds=8", "--save", whole.toString()));
        assertThat(train(arguments.toArray(String[]::new)).code()).isZero();
        arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("--stop", "rounds=4", "--save", half.toString()));
        assertThat(train(arguments.toArray(String[]::new)).out()).contains("after 100 steps",
                "The training is in " + half);
        assertThat(Files.readAllBytes(half)).isNotEqualTo(Files.readAllBytes(whole));
        CommandRun rest = resume(half, "--stop", "rounds=8", "--save", half.toString());
        assertThat(rest.errors()).isEmpty();
        assertThat(rest.out()).contains("Continuing after 100 steps from " + half, "after 200 steps");
        assertThat(Files.readAllBytes(half)).isEqualTo(Files.readAllBytes(whole));
        assertThat(folder.resolve("half.safetensors.unfinished")).doesNotExist();
    }

    @Test
    void epochsOptionStopsAfterThatManyPasses() {
        Path file = folder.resolve("model.safetensors");
        int rows = rows(train("--model", "softmax", "--batch", "7", "--epochs", "3", "--save", file.toString()));
        int steps = (3 * rows + 6) / 7;
        assertThat(TrainingFile.read(file).trainer().place().computed()).isEqualTo(steps);
        assertThat(resume(file, "--epochs", "5").out()).contains("after " + (5 * rows + 6) / 7 + " steps");
        assertThat(resume(file, "--epochs", "3")).extracting(CommandRun::code, CommandRun::errors).containsExactly(2,
                file + " already has " + (steps + 24) / 25 + " rounds and " + steps + " steps, so there is nothing "
                        + "left to do: allowed are more rounds or epochs than that");
        assertThat(train("--epochs", "0").errors()).isEqualTo("epochs is '0': allowed are 1 to 1000000");
    }

    @Test
    void presetValuesAreReported() {
        assertThat(train("--model", "softmax", "--preset", "tiny-device", "--epochs", "1").out())
                .contains("Preset tiny-device sets batch=");
    }

    private static int rows(CommandRun run) {
        return Pattern.compile("on ([0-9]+) rows").matcher(run.out()).results()
                .mapToInt(found -> Integer.parseInt(found.group(1))).findFirst().orElseThrow();
    }

    @Test
    void resumeTakesNewOptionsExceptAnotherModel() {
        Path file = folder.resolve("model.safetensors");
        train("--model", "mlp:8", "--seed", "3", "--stop", "rounds=1", "--save", file.toString());
        CommandRun other = resume(file, "--optimizer", "adamw", "--stop", "rounds=2", "--save", file.toString());
        assertThat(other.out()).contains("The optimizer starts afresh: the one in " + file + " is sgd",
                "after 50 steps");
        assertThat(TrainingFile.read(file).options()).containsEntry("optimizer", "adamw").containsEntry("seed", "3")
                .doesNotContainKey("stop");
        assertThat(resume(file, "--model", "mlp:9")).extracting(CommandRun::code, CommandRun::errors)
                .containsExactly(2, file + " belongs to another training: model is mlp:9 here and mlp:8 there (there = "
                        + "in the file)");
    }

    @Test
    void unusableResumeAndSaveFilesAreMistakes() throws IOException {
        Path file = folder.resolve("model.safetensors");
        assertThat(resume(file)).isEqualTo(new CommandRun(2, "", "There is no model file " + file
                + " that can be read"));
        Files.writeString(file, "something else, much longer than a header's length");
        assertThat(resume(file).errors()).startsWith(file + " is not a model that Grapevine can read: ");
        train("--model", "softmax", "--stop", "rounds=1", "--out", out.toString());
        assertThat(resume(out.resolve("model.safetensors")).errors()).isEqualTo(out.resolve("model.safetensors")
                + " has a model but not the state of its training: allowed with --resume are files written by "
                + "train --save");
        train("--model", "softmax", "--stop", "rounds=1", "--save", file.toString());
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> TrainingFile.read(file)).as("the first %s bytes", length)
                    .isInstanceOf(UserMistakeException.class);
        }
        String damaged = new String(whole, StandardCharsets.ISO_8859_1).replace("steps", "stops")
                .replace("\"crc32c\"", "\"crc_no\"");
        Files.write(file, damaged.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(resume(file).errors()).startsWith(file + " has a damaged training state: ");
        Path rows = folder.resolve("rows.csv");
        Files.writeString(rows, "x,y\n1,a\n2,b\n3,a\n4,b\n");
        assertThat(CommandRun.of(new TrainCommand(), "--data", "csv:" + rows, "--save", rows.toString()).errors())
                .isEqualTo("save is " + rows + ", which is read: allowed is a file of another name");
        Path nowhere = folder.resolve("none").resolve("model.safetensors");
        assertThat(train("--save", nowhere.toString())).isEqualTo(new CommandRun(2, "", "save is " + nowhere
                + ": allowed is a file in a writable folder"));
        assertThat(train("--save", folder.toString()).code()).isEqualTo(2);
    }

    @Test
    void classifierReportHasConfusions() {
        CommandRun run = train("--model", "softmax", "--stop", "rounds=4", "--learningRate", "0.1");
        assertThat(run.out()).containsPattern("Accuracy [01]\\.[0-9]{4}, loss 0\\.[0-9]+ after 100 steps")
                .containsPattern("Expected calibration error 0\\.[0-9]{4}")
                .contains("Confusions (rows: actual class, columns: predicted class):")
                .containsPattern("above +[0-9·]+ +[0-9·]+ +[0-9.]+ %").containsPattern("below +[0-9·]+ +[0-9·]+ ")
                .containsPattern("\\[#+\\] 100 %  .* 100 steps, [0-9]+ rows/s  training loss 0");
    }

    @Test
    void regressionReportHasTargetUnits() throws IOException {
        RandomStream random = new RandomStream(1);
        StringBuilder csv = new StringBuilder("x,price\n");
        for (int i = 0; i < 400; i++) {
            double x = random.nextGaussian();
            csv.append(x).append(',').append(5000 + 300 * x + 40 * random.nextGaussian()).append('\n');
        }
        Files.writeString(data, csv);
        CommandRun run = train("--model", "linear", "--stop", "rounds=8");
        Matcher error = Pattern.compile("Root mean square error ([0-9.]+), in the units of the target")
                .matcher(run.out());
        assertThat(run.out()).containsPattern("R² 0\\.9[0-9]+, loss").doesNotContain("Confusions");
        assertThat(error.find()).isTrue();
        assertThat(Double.parseDouble(error.group(1))).isBetween(25.0, 60.0);
    }
}
