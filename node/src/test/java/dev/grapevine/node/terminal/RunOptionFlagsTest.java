package dev.grapevine.node.terminal;

import static dev.grapevine.node.Sentences.assertMistake;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import dev.grapevine.node.run.RunOptions;

/** Run options on the command line. */
class RunOptionFlagsTest {

    @Command(name = "empty")
    private static final class Empty {}

    private static CommandLine line() {
        CommandLine line = new CommandLine(new Empty());
        RunOptionFlags.addTo(line.getCommandSpec());
        return line;
    }

    @Test
    void optionsAreFlagsWithHelpAndDefault() {
        CommandLine line = line();
        assertThat(line.getCommandSpec().options()).hasSameSizeAs(RunOptions.all());
        // Line breaks depend on the length of other words.
        String help = line.getUsageMessage().replaceAll("\\s+", "");
        assertThat(help).contains("--gossip.compression=VALUE", "--learningRate=VALUE", "Default:mlp:128.",
                "stepsize:morethan0upto100.Default:0.02.");
    }

    @Test
    void onlyUsedFlagsAreGiven() {
        assertThat(RunOptionFlags.given(line().parseArgs())).isEmpty();
        Map<String, String> given = RunOptionFlags
                .given(line().parseArgs("--seed", "-5", "--stop=after=5s", "--gossip.fanout", "2"));
        assertThat(given).containsExactly(Map.entry("gossip.fanout", "2"), Map.entry("stop", "after=5s"),
                Map.entry("seed", "-5"));
    }

    @Test
    void argumentsAreParsedBack() {
        RunOptions options = RunOptions.of(Map.of("seed", "-5", "data", "csv:a b.csv,test=0.5", "evaluate", "on=test"));
        Map<String, String> given = RunOptionFlags
                .given(line().parseArgs(options.asArguments().toArray(String[]::new)));
        assertThat(given).containsAllEntriesOf(options.given()).hasSize(3);
    }

    @Test
    void pairsAreSplitAtFirstEqualsSign() {
        assertThat(RunOptionFlags.pairs(List.of("seed=5", " stop = after=5s ", "part=", "seed=6"))).containsExactly(
                Map.entry("seed", "6"), Map.entry("stop", "after=5s"), Map.entry("part", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"seed", "=5", ""})
    void wordsWithoutEqualsSignAreMistakes(String word) {
        assertMistake(() -> RunOptionFlags.pairs(List.of(word)), "--set " + word + ": allowed is key=value");
    }
}
