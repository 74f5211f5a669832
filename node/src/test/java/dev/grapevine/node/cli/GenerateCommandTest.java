package dev.grapevine.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text from trained models. */
class GenerateCommandTest {

    @TempDir
    Path folder;

    private CommandRun generate(Path model, String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "--model";
        all[1] = model.toString();
        System.arraycopy(words, 0, all, 2, words.length);
        return CommandRun.alone(new GenerateCommand(), all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gru:16", "gpt:1,2,16"})
    void textGoesOnAsItWasLearned(String model) throws IOException {
        Path run = TrainedFiles.train(folder, "text:" + TrainedFiles.text(folder) + ",block=8", model, "--optimizer",
                "adamw", "--learningRate", "0.01");
        CommandRun likely = generate(run, "--prompt", "ab", "--length", "23", "--temperature", "0");
        assertThat(likely.errors()).isEmpty();
        assertThat(likely.out()).isEqualTo("abcd\n".repeat(5) + "\n");
        String drawn = generate(run, "--temperature", "3", "--seed", "7").out();
        assertThat(drawn).hasSize(201).isEqualTo(generate(run, "--temperature", "3", "--seed", "7").out())
                .isNotEqualTo(generate(run, "--temperature", "3", "--seed", "8").out());
    }

    @Test
    void mistakesAreOneSentence() throws IOException {
        Path run = TrainedFiles.train(folder, "text:" + TrainedFiles.text(folder) + ",block=8", "gru:4");
        assertThat(generate(run, "--prompt", "abX").errors()).isEqualTo(
                "prompt line 1: the character 'X' (U+0058) is unknown: allowed in this run are U+000A, a, b, c, d");
        assertThat(generate(run, "--length", "0").errors()).isEqualTo("length is '0': allowed are 1 to 1000000");
        assertThat(generate(run, "--temperature", "-1").errors())
                .isEqualTo("temperature is '-1': allowed are 0 to 100");
        assertThat(generate(run, "--seed", "x").errors()).isEqualTo("seed is 'x': allowed are whole numbers");
        Path table = TrainedFiles.train(folder, "csv:" + TrainedFiles.persons(folder), "mlp:4");
        CommandRun other = generate(table);
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.errors()).startsWith("model is mlp:4, which predicts table rows").endsWith("gpt and gru");
    }
}
