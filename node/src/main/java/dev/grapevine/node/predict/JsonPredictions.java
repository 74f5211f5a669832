package dev.grapevine.node.predict;

import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.grapevine.node.replica.CancelledException;
import dev.grapevine.node.replica.data.source.JsonRows;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.node.run.TrainedModel;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Rows in JSON to predictions in JSON: {@code {"rows": […]}}, or the array alone, to {@code {"predictions": […],
 * "notes": […]}} with {@code label} and {@code probabilities}, or {@code value}, for each row.
 */
public final class JsonPredictions {

    private static final int MAX_ROWS = 10_000;
    /** Bounds the size of an answer. */
    private static final int MAX_PROBABILITIES = 200_000;

    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonPredictions() {}

    /**
     * Predicts rows.
     *
     * @param network    of the model; no other thread may use it meanwhile
     * @param isCutShort whether nobody waits for the answer any more; asked at each prediction
     * @throws UserMistakeException if a row cannot be read, or if there are too many
     * @throws CancelledException   if it is cut short
     */
    public static String answer(TrainedModel model, Network network, byte[] request, BooleanSupplier isCutShort) {
        JsonNode rows = rows(request);
        int max = Math.min(MAX_ROWS, Math.max(1, MAX_PROBABILITIES / network.outputs()));
        if (rows.isEmpty() || rows.size() > max) {
            throw new UserMistakeException("The request has " + rows.size() + " rows: allowed are 1 to " + max);
        }
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode predictions = answer.putArray("predictions");
        Predictor predictor = new Predictor(model, network, (prediction, _) -> {
            if (isCutShort.getAsBoolean()) {
                throw new CancelledException();
            }
            add(predictions, prediction);
        });
        List<String> notes = JsonRows.visit(rows, model.schema(), predictor);
        predictor.finish();
        notes.forEach(answer.putArray("notes")::add);
        return answer.toString();
    }

    private static JsonNode rows(byte[] request) {
        try {
            JsonNode json = JSON.readTree(request);
            JsonNode rows = json.isObject() ? json.path("rows") : json;
            if (rows.isArray()) {
                return rows;
            }
        } catch (IOException e) {
            throw mistake(e);
        }
        throw mistake(null);
    }

    private static UserMistakeException mistake(IOException cause) {
        return new UserMistakeException(
                "The request is not JSON with rows: allowed is {\"rows\": […]} with an array of rows", cause);
    }

    private static void add(ArrayNode predictions, Prediction prediction) {
        ObjectNode entry = predictions.addObject();
        if (!prediction.isClass()) {
            entry.put("value", (float) prediction.value());
            return;
        }
        entry.put("label", prediction.label());
        ObjectNode probabilities = entry.putObject("probabilities");
        for (int i = 0; i < prediction.classes().size(); i++) {
            probabilities.put(prediction.classes().get(i), (float) prediction.probability(i));
        }
    }
}
