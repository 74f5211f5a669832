package dev.grapevine.testbed.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.grapevine.node.words.UserMistakeException;

/**
 * A Python process that trains the same models with PyTorch, a while each time it is told to. Between two such times it
 * waits for its input and takes no time from others. For one thread.
 */
final class TorchProcess implements AutoCloseable {

    private static final String SCRIPT = "torch_training.py";

    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;

    private TorchProcess(Process process) {
        this.process = process;
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts it. What it has to say besides numbers, such as what it installs, goes to standard error.
     *
     * @param folder where the script is put
     */
    static TorchProcess start(Path folder, TrainingImages images) {
        try {
            List<String> arguments = List.of(images.folder().map(Path::toString).orElse("random"));
            return new TorchProcess(PythonScript.start(PythonScript.python(), folder, SCRIPT, arguments));
        } catch (IOException e) {
            throw new UserMistakeException("PyTorch cannot be started: " + e.getMessage(), e);
        }
    }

    /** Trains for some time on a core and gives the rows per second of it; a workload goes on where it stood. */
    double rowsPerSecond(TrainWorkload.Kind kind, Duration atLeast) {
        return ask("time " + kind.model() + " " + kind.batch() + " " + atLeast.toMillis() / 1e3);
    }

    /** Trains until so many steps have been made in all, or for so long. */
    void warmUp(TrainWorkload.Kind kind, long stepsInAll, Duration atMost) {
        ask("warm " + kind.model() + " " + kind.batch() + " " + atMost.toMillis() / 1e3 + " " + stepsInAll);
    }

    private double ask(String line) {
        try {
            in.write(line + "\n");
            in.flush();
            String answer = out.readLine();
            if (answer == null) {
                throw new IOException("Python ended");
            }
            return Double.parseDouble(answer);
        } catch (IOException e) {
            throw new UserMistakeException("PyTorch does not work here: what Python wrote above says why", e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
