package dev.grapevine.node.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.grapevine.node.predict.ClassEvaluation;
import dev.grapevine.node.predict.Predictor;
import dev.grapevine.node.predict.ValueEvaluation;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;
import dev.grapevine.node.replica.data.source.RowVisitor;
import dev.grapevine.node.run.TrainedModel;
import dev.grapevine.node.words.Quotes;
import dev.grapevine.node.words.UserMistakeException;

/** {@code grapevine evaluate}: how good a trained model is on rows whose labels are known. */
@Command(name = "evaluate", sortOptions = false, description = "Evaluates a trained model on rows with labels.", footer = {
        "", "Example: ./grapevine evaluate --model run/model.safetensors --data csv:patients.csv",
        "Classes: accuracy, log loss, AUC, calibration, precision, recall, confusions; of two, sensitivity and specificity.",
        "Numbers: R², MAE and RMSE in the target's units."})
public final class EvaluateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "the model: a file model.safetensors, or the folder of a run or a node that has one")
    private Path model;

    @Option(names = "--data", paramLabel = "DATA", description = "rows with labels, written like the run option data; csv:- is standard input, the default. All rows count, but of data with test=…, idx:DIR and digits the test part")
    private String data;

    @Option(names = "--test", description = "only the rows that training keeps for testing, also of data without test=…")
    private boolean test;

    @Option(names = "--positive", paramLabel = "CLASS", description = "which of two classes sensitivity is about. Default: the second")
    private String positive;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    private final InputStream input;

    public EvaluateCommand() {
        this(System.in);
    }

    /** @param input standard input */
    EvaluateCommand(InputStream input) {
        this.input = input;
    }

    @Override
    public Integer call() {
        TrainedModel trained = TrainedModel.read(model);
        Schema schema = trained.schema();
        int positiveClass = positiveClass(schema);
        if (schema.task() == Task.CLASSIFY) {
            ClassEvaluation evaluation = new ClassEvaluation(schema);
            String rows = visit(trained, evaluation);
            print(rows, json
                    ? List.of(EvaluationText.json(evaluation, positiveClass))
                    : EvaluationText.lines(evaluation, positiveClass));
        } else {
            ValueEvaluation evaluation = new ValueEvaluation(schema);
            String rows = visit(trained, evaluation);
            String target = schema.encoding() instanceof RowEncoding.Table table ? table.label() : "label";
            print(rows, json
                    ? List.of(EvaluationText.json(evaluation, target))
                    : EvaluationText.lines(evaluation, target));
        }
        return 0;
    }

    private int positiveClass(Schema schema) {
        if (positive == null) {
            return 1;
        }
        int number = schema.classes().indexOf(positive);
        if (number < 0 || schema.classes().size() != 2) {
            throw new UserMistakeException("positive is '" + positive + "': allowed is " + (schema.classes().size() == 2
                    ? Quotes.list(schema.classes())
                    : "nothing, because the model does not have two classes"));
        }
        return number;
    }

    /** @return sentence about the rows */
    private String visit(TrainedModel trained, Predictor.Predictions predictions) {
        return SpooledInput.use(data, input, source -> {
            long[] rows = {0};
            Predictor predictor = new Predictor(trained, (prediction, target) -> {
                rows[0]++;
                predictions.add(prediction, target);
            });
            boolean testPart = test || source.source().namesTestRows();
            List<String> notes;
            if (testPart) {
                LoadedData loaded = source.source().load(trained.schema());
                RowVisitor.visit(loaded.test(), predictor);
                notes = loaded.notes();
            } else {
                notes = source.source().visit(trained.schema(), true, predictor);
            }
            notes.forEach(note -> spec.commandLine().getErr().println(source.named(note)));
            predictor.finish();
            if (rows[0] == 0) {
                throw new UserMistakeException("data has no rows: allowed is data with at least one");
            }
            return trained.spec() + " on " + rows[0] + (testPart ? " test" : "")
                    + (trained.schema().encoding() instanceof RowEncoding.Characters ? " characters" : " rows");
        });
    }

    private void print(String rows, List<String> lines) {
        PrintWriter out = spec.commandLine().getOut();
        if (!json) {
            out.println(rows);
        }
        lines.forEach(out::println);
        out.flush();
    }
}
