package dev.grapevine.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.grapevine.node.replica.training.Evaluator;
import dev.grapevine.node.run.LocalRun;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.RunSetup;
import dev.grapevine.node.run.TrainedModel;

/** Metrics of trained models. */
class EvaluateCommandTest {

    @TempDir
    Path folder;

    private CommandRun evaluate(String... words) {
        return CommandRun.alone(new EvaluateCommand(InputStream.nullInputStream()), words);
    }

    private JsonNode json(CommandRun run) throws IOException {
        assertThat(run.errors()).isEmpty();
        assertThat(run.code()).isZero();
        return new JsonMapper().readTree(run.out());
    }

    @Test
    void classifierHasTheMetricsOfItsField() throws IOException {
        String data = "csv:" + TrainedFiles.persons(folder);
        Path run = TrainedFiles.train(folder, data, "mlp:16");
        JsonNode all = json(evaluate("--model", run.toString(), "--data", data, "--json"));
        assertThat(all.get("rows").asInt()).isEqualTo(300);
        assertThat(all.get("accuracy").asDouble()).isGreaterThan(0.8);
        assertThat(all.get("auc").asDouble()).isBetween(0.85, 1.0);
        assertThat(all.get("positive").asText()).isEqualTo("yes");
        JsonNode confusion = all.get("confusion");
        double found = confusion.get(1).get(1).asDouble();
        double missed = confusion.get(1).get(0).asDouble();
        double taken = confusion.get(0).get(1).asDouble();
        double refused = confusion.get(0).get(0).asDouble();
        assertThat(all.get("sensitivity").asDouble()).isEqualTo(found / (found + missed));
        assertThat(all.get("specificity").asDouble()).isEqualTo(refused / (refused + taken));
        assertThat(all.get("classes").get(1).get("precision").asDouble()).isEqualTo(found / (found + taken));
        assertThat(all.get("accuracy").asDouble()).isEqualTo((found + refused) / 300);
        JsonNode turned = json(evaluate("--model", run.toString(), "--data", data, "--json", "--positive", "no"));
        assertThat(turned.get("sensitivity")).isEqualTo(all.get("specificity"));
        assertThat(evaluate("--model", run.toString(), "--data", data).out()).startsWith("mlp:16 on 300 rows\n")
                .contains("accuracy", "log loss", "AUC", "calibration error", "sensitivity", "specificity",
                        "precision", "Confusions");
    }

    /** Its columns are found by their numbers then, as that of the label is. */
    @Test
    void fileWithoutHeaderThatLacksAColumnIsNotReadByItsOrder() throws IOException {
        Path rows = Files.writeString(folder.resolve("bare.csv"), "1,3,4\n0,7,8\n1,3,5\n0,8,9\n".repeat(20));
        Path run = TrainedFiles.train(folder, "csv:" + rows + ",label=0", "softmax");
        Path fewer = Files.writeString(folder.resolve("fewer.csv"), "1,3\n0,7\n");
        CommandRun done = evaluate("--model", run.toString(), "--data", "csv:" + fewer);
        assertThat(done.code()).isZero();
        assertThat(done.errors())
                .isEqualTo(fewer + " lacks the column column 2: its value counts as missing in each row");
    }

    /** The test part gives what training says at its end. */
    @Test
    void testPartIsThatOfTraining() throws IOException {
        String data = "csv:" + TrainedFiles.persons(folder);
        Path run = TrainedFiles.train(folder, data, "mlp:16");
        LocalRun judging = LocalRun.prepare(RunSetup.found(RunOptions.of(Map.of("data", data, "model", "mlp:16"))));
        Evaluator.Metrics metrics = Evaluator.evaluate(judging.network(), TrainedModel.read(run).parameters(),
                judging.evaluationRows());
        JsonNode test = json(evaluate("--model", run.toString(), "--data", data, "--test", "--json"));
        assertThat(test.get("accuracy").asDouble()).isEqualTo(metrics.accuracy());
        assertThat(test.get("logLoss").asDouble()).isCloseTo(metrics.loss(), within(1e-6));
        JsonNode named = json(evaluate("--model", run.toString(), "--data", data + ",test=0.2", "--json"));
        assertThat(named.get("rows")).isEqualTo(test.get("rows"));
    }

    @Test
    void regressionHasErrorsInTheTargetsUnits() throws IOException {
        String data = "csv:" + TrainedFiles.prices(folder);
        Path run = TrainedFiles.train(folder, data, "linear");
        JsonNode all = json(evaluate("--model", run.toString(), "--data", data, "--json"));
        assertThat(all.get("r2").asDouble()).isBetween(0.9, 1.0);
        assertThat(all.get("rmse").asDouble()).isGreaterThanOrEqualTo(all.get("mae").asDouble())
                .isBetween(0.01, 10_000.0);
        assertThat(evaluate("--model", run.toString(), "--data", data).out())
                .contains("R²", "MAE", "RMSE", "in the units of 'price'");
    }

    @Test
    void rowsNeedLabelsThatTheModelKnows() throws IOException {
        Path run = TrainedFiles.train(folder, "csv:" + TrainedFiles.persons(folder), "mlp:16");
        assertThat(fromInput("age,colour\n70,red\n", run).errors()).contains("standard input", "no column 'ill'");
        assertThat(fromInput("age,colour,ill\n70,red,perhaps\n", run).errors())
                .startsWith("standard input line 2: the class 'perhaps' is unknown");
        assertThat(fromInput("age,colour,ill\n70,red,\n", run).errors())
                .startsWith("standard input line 2: the label 'ill' is missing");
        assertThat(evaluate("--model", run.toString(), "--positive", "perhaps").errors())
                .isEqualTo("positive is 'perhaps': allowed is no, yes");
    }

    private CommandRun fromInput(String input, Path run) {
        CommandRun done = CommandRun.alone(
                new EvaluateCommand(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8))), "--model",
                run.toString());
        assertThat(done.code()).isEqualTo(2);
        assertThat(done.errors()).hasLineCount(1);
        return done;
    }

    @Test
    void textIsEvaluatedByItsCharacters() throws IOException {
        Path text = TrainedFiles.text(folder);
        Path run = TrainedFiles.train(folder, "text:" + text + ",block=8", "gru:16");
        JsonNode all = json(evaluate("--model", run.toString(), "--data", "text:" + text, "--json"));
        assertThat(all.get("rows").asInt()).isEqualTo(999);
        assertThat(all.get("accuracy").asDouble()).isGreaterThan(0.9);
    }
}
