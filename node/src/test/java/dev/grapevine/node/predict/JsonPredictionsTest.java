package dev.grapevine.node.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.grapevine.node.Sentences;
import dev.grapevine.node.replica.CancelledException;
import dev.grapevine.node.replica.data.source.DataSource;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.RunSetup;
import dev.grapevine.node.run.TrainedModel;

/** Rows in JSON. */
class JsonPredictionsTest {

    @TempDir
    Path folder;

    private TrainedModel model(String data, String name) {
        RunSetup setup = RunSetup.found(RunOptions.of(Map.of("data", data, "model", name)));
        Network network = setup.network();
        return TrainedModel.of(setup, network.layout(), setup.initialParameters(network));
    }

    private TrainedModel table(String target) throws IOException {
        Path file = Files.writeString(folder.resolve("table.csv"),
                "age,colour,label\n" + "50,red,A\n60,blue,B\n?,red,A\n70,green,B\n".repeat(5)
                        .replace("A", target.equals("class") ? "yes" : "1.5")
                        .replace("B", target.equals("class") ? "no" : "2.5"));
        return model("csv:" + file, target.equals("class") ? "mlp:8" : "linear");
    }

    private JsonNode answer(TrainedModel model, String request) throws IOException {
        return new JsonMapper().readTree(
                JsonPredictions.answer(model, model.network(), request.getBytes(StandardCharsets.UTF_8),
                        () -> false));
    }

    private List<Double> probabilities(TrainedModel model, String csv) throws IOException {
        Path file = Files.writeString(folder.resolve("new.csv"), csv);
        List<Double> found = new ArrayList<>();
        Predictor predictor = new Predictor(model, (prediction, _) -> found.add(prediction.probability(0)));
        DataSource.parse("csv:" + file).visit(model.schema(), false, predictor);
        predictor.finish();
        return found;
    }

    @Test
    void objectsAndArraysArePredictedAsRowsOfAFile() throws IOException {
        TrainedModel model = table("class");
        JsonNode answer = answer(model, """
                {"rows": [{"colour": "red", "age": 55.5}, {"age": null, "colour": "blue", "id": 7}, ["61", "?"]]}""");
        assertThat(answer.get("notes")).isEmpty();
        assertThat(answer.get("predictions")).hasSize(3);
        List<Double> expected = probabilities(model, "age,colour\n55.5,red\nNA,blue\n61,?\n");
        for (int i = 0; i < 3; i++) {
            JsonNode prediction = answer.get("predictions").get(i);
            double no = prediction.get("probabilities").get("no").asDouble();
            assertThat((float) no).isEqualTo(expected.get(i).floatValue());
            assertThat(prediction.get("label").asText()).isEqualTo(no > 0.5 ? "no" : "yes");
        }
        assertThat(answer(model, "[[61, \"?\"]]").get("predictions").get(0))
                .isEqualTo(answer.get("predictions").get(2));
    }

    @Test
    void whatIsAbsentOrUnknownIsNoted() throws IOException {
        JsonNode answer = answer(table("class"), "[{\"colour\": \"pink\"}, {\"colour\": \"red\"}]");
        assertThat(answer.get("notes").get(0).asText())
                .isEqualTo("No row has the column age: a value that is missing counts for each");
        assertThat(answer.get("notes").get(1).asText()).contains("'colour' in 1 cell (first 'pink' in request row 1)");
    }

    @Test
    void predictionsThatNobodyWaitsForAreCutShort() throws IOException {
        TrainedModel model = table("class");
        byte[] rows = "[[61, \"red\"]]".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> JsonPredictions.answer(model, model.network(), rows, () -> true))
                .isInstanceOf(CancelledException.class);
    }

    @Test
    void valuesAreInTheTargetsUnits() throws IOException {
        JsonNode answer = answer(table("value"), "[{\"colour\": \"red\", \"age\": 60}]");
        assertThat(answer.get("predictions").get(0).get("value").isNumber()).isTrue();
    }

    @Test
    void imagesAreGreyValues() throws IOException {
        TrainedModel model = model("digits", "softmax");
        String row = "[" + "0,".repeat(27) + "255]";
        String image = "[" + (row + ",").repeat(27) + row + "]";
        String flat = "[" + image.replace("[", "").replace("]", "") + "]";
        JsonNode answer = answer(model, "[" + image + "," + flat + "]");
        assertThat(answer.get("predictions").get(0)).isEqualTo(answer.get("predictions").get(1));
        refused(model, "[[1,2]]", "request row 1: it has 2 numbers: allowed are 784 in an array");
        refused(model, "[[256]]", "request row 1: it has '256': allowed are grey values from 0 to 255");
        refused(model, "[5]", "request row 1: it has 1 numbers: allowed are 784 in an array");
    }

    @Test
    void textsHaveANextCharacter() throws IOException {
        Path file = Files.writeString(folder.resolve("text.txt"), "abcd\n".repeat(50));
        TrainedModel model = model("text:" + file + ",block=8", "gru:4");
        JsonNode answer = answer(model, "[\"ab\", \"" + "abcd".repeat(10) + "\"]");
        assertThat(answer.get("predictions")).hasSize(2);
        assertThat(answer.get("predictions").get(0).get("probabilities")).hasSize(5);
        refused(model, "[\"abX\"]", "request row 1: the character 'X' (U+0058) is unknown: allowed in this run are "
                + "U+000A, a, b, c, d");
        refused(model, "[\"\"]", "request row 1: it is no text: allowed are strings of at least one character");
    }

    @Test
    void whatIsNoRowIsRefused() throws IOException {
        TrainedModel model = table("class");
        String notJson = "The request is not JSON with rows: allowed is {\"rows\": […]} with an array of rows";
        for (String request : List.of("", "x", "{}", "5", "{\"rows\": 5}", "[] []", "[".repeat(5000))) {
            refused(model, request, notJson);
        }
        refused(model, "[]", "The request has 0 rows: allowed are 1 to 10000");
        refused(model, "[" + "[1,2],".repeat(10_000) + "[1,2]]", "The request has 10001 rows: allowed are 1 to 10000");
        String allowed = "request row 1: it has no value for any column: allowed are an object with values for age, "
                + "colour, or an array of 2 values in this order";
        for (String row : List.of("{}", "{\"x\": 1}", "[1]", "[1,2,3]", "5", "null", "\"a\"")) {
            refused(model, "[" + row + "]", allowed);
        }
        refused(model, "[{\"age\": [1]}]", "request row 1: column 'age' is no number and no text: allowed are those, "
                + "and null for a missing value");
        refused(model, "[[1, \"red\"], [\"old\", \"red\"]]", "request row 2: column 'age' has 'old': allowed in a "
                + "numeric column are finite numbers, and NA, ? or an empty cell for a missing one");
    }

    private void refused(TrainedModel model, String request, String sentence) {
        Sentences.assertMistake(() -> answer(model, request), sentence);
    }
}
