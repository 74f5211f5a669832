package dev.grapevine.testbed.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * The gossip learning simulator gossipy, in Python and PyTorch, at the task of {@code spambase/100}; the script that is run
 * says with which settings. Each measurement is a process of its own.
 */
final class GossipyProcess {

    private static final String SCRIPT = "gossipy_spambase.py";
    private static final String MISSING = "missing ";
    private static final String INSTALL = "'pip install --target FOLDER gossipy-dfl' installs it and PYTHONPATH=FOLDER"
            + " lets it be found";

    private final List<String> python;
    private final Path folder;

    /**
     * @param python the command that starts Python
     * @param folder where the script is put
     */
    GossipyProcess(List<String> python, Path folder) {
        this.python = List.copyOf(python);
        this.folder = folder;
    }

    /**
     * Measures it.
     *
     * @param row     what it is the yardstick of, in node updates per processor second
     * @param csv     Spambase
     * @param atLeast processor time
     * @param say     is told how far it came, or why it was not measured
     * @return the row with its yardstick; the row as it is where gossipy does not work
     */
    Measurement against(Measurement row, Path csv, Duration atLeast, Consumer<String> say) {
        Optional<String> line = line(csv, atLeast);
        if (line.isEmpty()) {
            say.accept("gossipy is not measured: Python said no more than what stands above");
            return row;
        }
        if (line.get().startsWith(MISSING)) {
            say.accept("gossipy is not measured: " + line.get().substring(MISSING.length()) + "; " + INSTALL);
            return row;
        }
        String[] numbers = line.get().split(" ", 4);
        say.accept(String.format(Locale.ROOT, "gossipy: accuracy %.4f, %s node updates", Double.parseDouble(numbers[2]),
                numbers[1]));
        return row.against(Double.parseDouble(numbers[0]), program(numbers.length > 3 ? numbers[3] : "{}"));
    }

    /** The version and settings of Gossipy, from the JSON at the end of its answer. */
    private static YardstickProgram program(String json) {
        JsonNode words;
        try {
            words = new JsonMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The script " + SCRIPT + " says what it is in no JSON: " + json, e);
        }
        return new YardstickProgram("gossipy", words.path("version").asText("unknown"), words.path("threads").asInt(1),
                "PyTorch " + words.path("torch").asText("unknown") + ", Python "
                        + words.path("python").asText("unknown"),
                "plain SGD, a step for each model merged, denormals flushed", Machine.processor());
    }

    /** The answer of the script; empty if it ended without an answer. */
    private Optional<String> line(Path csv, Duration atLeast) {
        List<String> arguments = List.of(csv.toString(), String.valueOf(atLeast.toMillis() / 1e3));
        try {
            Process process = PythonScript.start(python, folder, SCRIPT, arguments);
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                return Optional.ofNullable(out.readLine());
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            return Optional.of(MISSING + e.getMessage());
        }
    }
}
