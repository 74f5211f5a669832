package dev.grapevine.node.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.grapevine.node.predict.ClassEvaluation;
import dev.grapevine.node.predict.ValueEvaluation;
import dev.grapevine.node.replica.report.CalibrationError;
import dev.grapevine.node.words.Numbers;
import dev.grapevine.node.words.Quotes;

/** Metrics of a model as lines for people, and as JSON. */
final class EvaluationText {

    private static final int MAX_CLASSES = 30;
    private static final String LINE = "%-19s %s";
    private static final JsonMapper JSON = new JsonMapper();

    private EvaluationText() {}

    /** @param positive number of the class that is looked for, if there are two */
    static List<String> lines(ClassEvaluation evaluation, int positive) {
        List<String> lines = new ArrayList<>();
        boolean two = evaluation.classes().size() == 2;
        lines.add(line("accuracy", share(evaluation.accuracy())));
        lines.add(line("log loss", share(evaluation.logLoss())));
        lines.add(line("AUC", share(evaluation.auc()) + (two ? "" : ", mean of each class against the others")));
        lines.add(line("calibration error",
                share(evaluation.calibrationError()) + ", expected, over " + CalibrationError.BINS + " bins"));
        if (two) {
            String name = Quotes.quote(evaluation.classes().get(positive));
            lines.add(line("sensitivity", share(evaluation.confusions().recall(positive)) + ", rows of class " + name
                    + " that are found"));
            lines.add(line("specificity", share(evaluation.confusions().recall(1 - positive))
                    + ", rows of the other class that are not taken for it"));
        }
        if (evaluation.classes().size() <= MAX_CLASSES) {
            TextTable table = new TextTable(0);
            table.add(List.of("class", "rows", "precision", "recall", "F1"));
            evaluation.ofClasses().forEach(of -> table.add(List.of(Quotes.printable(of.name()),
                    String.valueOf(of.rows()), share(of.precision()), share(of.recall()), share(of.f1()))));
            lines.addAll(table.lines());
        }
        lines.addAll(ConfusionTable.of(evaluation.confusions(), evaluation.classes()));
        return lines;
    }

    /** @param target name of the column that is predicted */
    static List<String> lines(ValueEvaluation evaluation, String target) {
        String unit = ", in the units of " + Quotes.quote(target);
        return List.of(line("R²", share(evaluation.r2())), line("MAE", Numbers.rounded(evaluation.mae()) + unit),
                line("RMSE", Numbers.rounded(evaluation.rmse()) + unit));
    }

    static String json(ClassEvaluation evaluation, int positive) {
        ObjectNode json = JSON.createObjectNode();
        json.put("rows", evaluation.rows());
        put(json, "accuracy", evaluation.accuracy());
        put(json, "logLoss", evaluation.logLoss());
        put(json, "auc", evaluation.auc());
        put(json, "calibrationError", evaluation.calibrationError());
        if (evaluation.classes().size() == 2) {
            json.put("positive", evaluation.classes().get(positive));
            put(json, "sensitivity", evaluation.confusions().recall(positive));
            put(json, "specificity", evaluation.confusions().recall(1 - positive));
        }
        ArrayNode classes = json.putArray("classes");
        for (ClassEvaluation.OfClass of : evaluation.ofClasses()) {
            ObjectNode entry = classes.addObject().put("name", of.name()).put("rows", of.rows());
            put(entry, "precision", of.precision());
            put(entry, "recall", of.recall());
            put(entry, "f1", of.f1());
        }
        ArrayNode confusion = json.putArray("confusion");
        for (int actual = 0; actual < evaluation.classes().size(); actual++) {
            ArrayNode row = confusion.addArray();
            for (int predicted = 0; predicted < evaluation.classes().size(); predicted++) {
                row.add(evaluation.confusions().count(actual, predicted));
            }
        }
        return json.toPrettyString();
    }

    static String json(ValueEvaluation evaluation, String target) {
        ObjectNode json = JSON.createObjectNode();
        json.put("rows", evaluation.rows()).put("target", target);
        put(json, "r2", evaluation.r2());
        put(json, "mae", evaluation.mae());
        put(json, "rmse", evaluation.rmse());
        return json.toPrettyString();
    }

    /** A number that is not known is null: JSON has no NaN. */
    private static void put(ObjectNode json, String name, double value) {
        json.put(name, Double.isFinite(value) ? Double.valueOf(value) : null);
    }

    private static String line(String name, String value) {
        return String.format(Locale.ROOT, LINE, name, value);
    }

    private static String share(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.4f", value);
    }
}
