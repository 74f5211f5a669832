package dev.grapevine.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.json.JsonMapper;

/** Patients of a real hospital, from the directory in the environment variable GRAPEVINE_DATA. */
class RealPredictionTest {

    @TempDir
    Path folder;

    @Test
    void patientsWithoutADiagnosisArePredicted() throws IOException {
        String name = System.getenv("GRAPEVINE_DATA");
        if (name == null && System.getenv("CI") != null) {
            throw new IllegalStateException("GRAPEVINE_DATA has to name a directory with data sets where CI is set");
        }
        Assumptions.assumeTrue(name != null,
                "GRAPEVINE_DATA names no directory with data sets, so nobody is predicted");
        Path patients = Path.of(name).resolve("heart-disease/processed.cleveland.data");
        Path run = TrainedFiles.train(folder, "csv:" + patients, "softmax");
        String accuracy = CommandRun.alone(new EvaluateCommand(InputStream.nullInputStream()), "--model",
                run.toString(), "--data", "csv:" + patients, "--json").out();
        assertThat(new JsonMapper().readTree(accuracy).get("accuracy").asDouble()).isGreaterThan(0.55);
        String undiagnosed = Files.readAllLines(patients).stream().map(line -> line.substring(0, line.lastIndexOf(',')))
                .collect(Collectors.joining("\n"));
        CommandRun done = CommandRun.alone(
                new PredictCommand(new ByteArrayInputStream(undiagnosed.getBytes(StandardCharsets.UTF_8))), "--model",
                run.toString());
        assertThat(done.errors()).isEmpty();
        assertThat(done.out()).startsWith("prediction,probability of 0,").hasLineCount(1 + 303);
    }
}
