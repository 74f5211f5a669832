package dev.grapevine.node.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.grapevine.node.export.OnnxModel;
import dev.grapevine.node.replica.format.Safetensors;
import dev.grapevine.node.run.TrainedModel;
import dev.grapevine.node.words.UserMistakeException;

/** {@code grapevine export}: a trained model for other programs. */
@Command(name = "export", sortOptions = false, description = "Writes a trained model for other programs.", footer = {"",
        "Example: ./grapevine export --model run/model.safetensors --format onnx --out model.onnx",
        "The ONNX model takes rows as they are: an input for each column of a table, numbers as floats (NaN where missing)",
        "and texts as strings; an image's bytes; code points of a text. It gives label and probabilities, or value."})
public final class ExportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "the model: a file model.safetensors, or the folder of a run or a node that has one")
    private Path model;

    @Option(names = "--format", paramLabel = "FORMAT", description = "onnx or safetensors; the latter is the model without the state of its training. Default: onnx")
    private String format = "onnx";

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "file to write")
    private Path out;

    @Override
    public Integer call() {
        if (!format.equals("onnx") && !format.equals("safetensors")) {
            throw new UserMistakeException("format is '" + format + "': allowed are onnx and safetensors");
        }
        TrainedModel trained = TrainedModel.read(model);
        WholeOutput.keep(TrainedModel.file(model), "out", out);
        try (WholeOutput output = WholeOutput.to(out)) {
            try (OutputStream bytes = new BufferedOutputStream(output.stream())) {
                if (format.equals("onnx")) {
                    OnnxModel.write(trained, bytes);
                } else {
                    bytes.write(Safetensors.encode(trained.layout(), trained.parameters(), trained.metadata()));
                }
            }
            output.publish(spec.commandLine().getOut());
        } catch (IOException e) {
            throw new UserMistakeException("The file " + out + " cannot be written: " + e.getMessage(), e);
        }
        spec.commandLine().getOut().println("The model is in " + out);
        return 0;
    }
}
