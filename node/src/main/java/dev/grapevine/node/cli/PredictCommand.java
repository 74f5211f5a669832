package dev.grapevine.node.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.grapevine.node.predict.PredictionTable;
import dev.grapevine.node.predict.Predictor;
import dev.grapevine.node.run.TrainedModel;
import dev.grapevine.node.words.UserMistakeException;

/** {@code grapevine predict}: classes with probabilities, or values, for rows that a model has not seen. */
@Command(name = "predict", sortOptions = false, description = "Predicts rows with a trained model: a class with the probabilities of all, or a value.", footer = {
        "", "Examples:", "  ./grapevine predict --model run/model.safetensors --data csv:new.csv --out predicted.csv",
        "  ./grapevine predict --model grapevine-7001 < new.csv",
        "One line of CSV for each row, in the same order; for text, for each character. The label may be absent."})
public final class PredictCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "the model: a file model.safetensors, or the folder of a run or a node that has one")
    private Path model;

    @Option(names = "--data", paramLabel = "DATA", description = "rows to predict, written like the run option data: all rows of csv:, libsvm: and text:, the test part of idx:DIR, the images of idx:FILE; csv:- is standard input, the default")
    private String data;

    @Option(names = "--out", paramLabel = "FILE", description = "file for the predictions. Default: standard output")
    private Path out;

    private final InputStream input;

    public PredictCommand() {
        this(System.in);
    }

    /** @param input standard input */
    PredictCommand(InputStream input) {
        this.input = input;
    }

    @Override
    public Integer call() {
        TrainedModel trained = TrainedModel.read(model);
        WholeOutput.keep(TrainedModel.file(model), "out", out);
        try (WholeOutput output = WholeOutput.to(out)) {
            long rows = SpooledInput.use(data, input, source -> predict(trained, source, output));
            output.publish(spec.commandLine().getOut());
            if (out != null) {
                spec.commandLine().getErr().println(rows + (rows == 1 ? " prediction is in " : " predictions are in ")
                        + out);
            }
            return 0;
        } catch (IOException e) {
            throw new UserMistakeException("The predictions cannot be written: " + e.getMessage(), e);
        }
    }

    private long predict(TrainedModel trained, SpooledInput source, WholeOutput output) {
        try (PredictionTable table = new PredictionTable(trained.schema(), output.writer())) {
            Predictor predictor = new Predictor(trained, table);
            source.source().files().forEach(file -> WholeOutput.keep(file, "out", out));
            List<String> notes = source.source().visit(trained.schema(), false, predictor);
            predictor.finish();
            if (table.rows() == 0) {
                throw new UserMistakeException("data has no rows: allowed is data with at least one");
            }
            notes.forEach(note -> spec.commandLine().getErr().println(source.named(note)));
            return table.rows();
        } catch (UncheckedIOException e) {
            throw new UserMistakeException("The predictions cannot be written: " + e.getCause().getMessage(), e);
        } catch (IOException e) {
            throw new UserMistakeException("The predictions cannot be written: " + e.getMessage(), e);
        }
    }
}
