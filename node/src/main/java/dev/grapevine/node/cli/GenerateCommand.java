package dev.grapevine.node.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.predict.TextGenerator;
import dev.grapevine.node.run.TrainedModel;
import dev.grapevine.node.words.Quantities;
import dev.grapevine.node.words.UserMistakeException;

/** {@code grapevine generate}: text from a model that has learned text. */
@Command(name = "generate", sortOptions = false, description = "Writes text with a trained gpt or gru.", footer = {"",
        "Example: ./grapevine generate --model run/model.safetensors --prompt 'ROMEO:' --length 300 --seed 7"})
public final class GenerateCommand implements Callable<Integer> {

    private static final int MAX_LENGTH = 1_000_000;
    private static final double MAX_TEMPERATURE = 100;

    @Spec
    private CommandSpec spec;

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "the model: a file model.safetensors, or the folder of a run or a node that has one")
    private Path model;

    @Option(names = "--prompt", paramLabel = "TEXT", description = "text to continue. Default: the model begins a line")
    private String prompt = "";

    @Option(names = "--length", paramLabel = "N", description = "characters to write after the prompt. Default: 200")
    private String length = "200";

    @Option(names = "--temperature", paramLabel = "X", description = "0 takes the most probable character, 1 draws as the model predicts. Default: 0.8")
    private String temperature = "0.8";

    @Option(names = "--seed", paramLabel = "N", description = "the same seed writes the same text. Default: 1")
    private String seed = "1";

    @Override
    public Integer call() {
        int characters = length();
        TextGenerator generator = new TextGenerator(TrainedModel.read(model), prompt,
                temperature(), new RandomStream(seed()).fork("text"));
        PrintWriter out = spec.commandLine().getOut();
        out.print(prompt);
        for (int i = 0; i < characters; i++) {
            out.print(generator.next());
            out.flush();
        }
        out.println();
        return 0;
    }

    private int length() {
        try {
            return Quantities.wholeNumber(length.strip(), 1, MAX_LENGTH);
        } catch (IllegalArgumentException e) {
            throw mistake("length", length, "1 to " + MAX_LENGTH);
        }
    }

    private double temperature() {
        try {
            return Quantities.number(temperature.strip(), 0, MAX_TEMPERATURE);
        } catch (IllegalArgumentException e) {
            throw mistake("temperature", temperature, "0 to " + (long) MAX_TEMPERATURE);
        }
    }

    private long seed() {
        try {
            return Long.parseLong(seed.strip());
        } catch (NumberFormatException e) {
            throw mistake("seed", seed, "whole numbers");
        }
    }

    private static UserMistakeException mistake(String name, String text, String allowed) {
        return new UserMistakeException(name + " is '" + text + "': allowed are " + allowed);
    }
}
