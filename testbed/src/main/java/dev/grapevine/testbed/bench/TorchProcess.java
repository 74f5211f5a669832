package dev.grapevine.testbed.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.grapevine.node.words.UserMistakeException;

/**
 * A Python process that trains the same models with PyTorch, a while each time it is told to. Between two such times it
 * waits for its input and takes no time from others. For one thread.
 */
final class TorchProcess implements AutoCloseable {

    static final String NAME = "PyTorch";

    private static final String SCRIPT = "torch_training.py";
    private static final JsonMapper JSON = new JsonMapper();

    private final Process process;
    private final Path folder;
    private final BufferedWriter in;
    private final BufferedReader out;
    private final YardstickProgram program;

    private TorchProcess(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.program = program(answer());
    }

    /**
     * Starts it. Its words besides answers, such as those about installing, go to standard error.
     *
     * @param python the command that starts Python
     * @param folder where the script is put, and what it reads
     * @param images a folder with MNIST's files, or a file of 32-bit floats
     * @param text   a file
     * @throws UserMistakeException if it cannot be started, or computes with what makes comparisons worthless
     */
    static TorchProcess start(List<String> python, Path folder, Path images, Path text) {
        Process process;
        try {
            process = PythonScript.start(python, folder, SCRIPT, List.of(images.toString(), text.toString()));
        } catch (IOException e) {
            throw new UserMistakeException("PyTorch cannot be started: " + e.getMessage(), e);
        }
        try {
            return new TorchProcess(process, folder);
        } catch (UserMistakeException e) {
            process.destroy();
            throw e;
        }
    }

    /** The version and settings of PyTorch, from its first answer. */
    private static YardstickProgram program(JsonNode hello) {
        Blas blas = Blas.fromJson(hello.path("blas"));
        blas.check();
        int threads = hello.path("threads").asInt();
        if (threads != 1) {
            throw new UserMistakeException("PyTorch computes with " + threads + " threads: allowed is 1");
        }
        String libraries = blas + (hello.path("onednn").asBoolean() ? ", oneDNN" : "") + ", Python "
                + hello.path("python").asText();
        return new YardstickProgram(NAME, hello.path("version").asText(), threads, libraries,
                hello.path("settings").asText() + ", vector code " + hello.path("capability").asText(),
                Machine.processor());
    }

    /** The version and settings of PyTorch. */
    YardstickProgram program() {
        return program;
    }

    /**
     * Starts a model from some parameters and makes a step for each batch of some rows. To be called before the others.
     *
     * @return the mean loss of the later half of the steps
     * @throws IllegalStateException if its model has another number of parameters
     */
    double check(TrainWorkload.Kind kind, float[] parameters, int[] rows) {
        ByteBuffer floats = ByteBuffer.allocate(Float.BYTES * parameters.length).order(ByteOrder.LITTLE_ENDIAN);
        floats.asFloatBuffer().put(parameters);
        ByteBuffer numbers = ByteBuffer.allocate(Integer.BYTES * rows.length).order(ByteOrder.LITTLE_ENDIAN);
        numbers.asIntBuffer().put(rows);
        JsonNode answer = ask(task("check", kind).put("parameters", write("check-parameters.f32", floats))
                .put("rows", write("check-rows.i32", numbers)));
        if (answer.path("parameters").asInt() != parameters.length) {
            throw new IllegalStateException("The model " + kind.model() + " of PyTorch has "
                    + answer.path("parameters").asInt() + " parameters, Grapevine's has " + parameters.length
                    + ": they are not the same and cannot be compared");
        }
        return answer.path("loss").asDouble(Double.NaN);
    }

    private String write(String name, ByteBuffer content) {
        Path file = folder.resolve(name);
        try {
            return Files.write(file, content.array()).toString();
        } catch (IOException e) {
            throw new UserMistakeException("The file " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** Trains for some time on a core; the work is rows. A model goes on where it stood. */
    Turn turn(TrainWorkload.Kind kind, Duration atLeast) {
        JsonNode answer = ask(task("time", kind).put("seconds", atLeast.toMillis() / 1e3));
        return new Turn(answer.path("rows").asDouble(), seconds(answer, "core"), seconds(answer, "wall"));
    }

    private static Duration seconds(JsonNode answer, String key) {
        return Duration.ofNanos(Math.round(answer.path(key).asDouble() * 1e9));
    }

    /** Trains until so many steps have been made in all, or for so long. */
    void warmUp(TrainWorkload.Kind kind, long stepsInAll, Duration atMost) {
        ask(task("warm", kind).put("seconds", atMost.toMillis() / 1e3).put("steps", stepsInAll));
    }

    private static ObjectNode task(String task, TrainWorkload.Kind kind) {
        return JSON.createObjectNode().put("task", task).put("model", kind.model()).put("batch", kind.batch());
    }

    private JsonNode ask(ObjectNode task) {
        try {
            in.write(task + "\n");
            in.flush();
        } catch (IOException e) {
            throw broken(e);
        }
        return answer();
    }

    private JsonNode answer() {
        try {
            String answer = out.readLine();
            if (answer == null) {
                throw new IOException("Python ended");
            }
            return JSON.readTree(answer);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private static UserMistakeException broken(IOException e) {
        return new UserMistakeException("PyTorch does not work here: what Python wrote above says why", e);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
