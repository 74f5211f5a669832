package dev.grapevine.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import picocli.CommandLine;

import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.sim.TinyScenario;

/** The command: what it prints, what it leaves, and how it exits. */
class SimCommandTest {

    private static final String SCENARIO = """
            name: three nodes
            nodes: 3
            seed: 5
            stop: {after: 6s}
            """;

    @TempDir
    Path folder;

    private Path out;

    @BeforeEach
    void choose() {
        out = folder.resolve("out");
    }

    /** What came of a command; mistakes exit with 2, as in the whole program. */
    private record Run(int code, String out, String errors) {

        String traceHash() {
            return Pattern.compile("traceHash ([0-9a-f]{16})").matcher(out).results().map(found -> found.group(1))
                    .findFirst().orElseThrow();
        }
    }

    private static Run run(Path file, String... arguments) {
        List<String> all = new ArrayList<>(List.of(file.toString()));
        all.addAll(List.of(arguments));
        return run(all);
    }

    private static Run run(List<String> arguments) {
        CommandLine line = new CommandLine(new SimCommand());
        StringWriter written = new StringWriter();
        StringWriter errors = new StringWriter();
        line.setOut(new PrintWriter(written, true));
        line.setErr(new PrintWriter(errors, true));
        line.setExecutionExceptionHandler((failure, failed, parsed) -> {
            if (failure instanceof UserMistakeException) {
                failed.getErr().println(failure.getMessage());
                return 2;
            }
            throw failure;
        });
        int code = line.execute(arguments.toArray(String[]::new));
        return new Run(code, written.toString(), errors.toString().strip());
    }

    private Path scenario(String more) {
        return TinyScenario.write(folder, SCENARIO + more);
    }

    @Test
    void scenario_run_leavesItsResults() throws IOException {
        Run run = run(scenario(""), "--out", out.toString(), "--threads", "1");
        assertThat(run.errors()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("three nodes: 3 nodes, seed 5", "After 6.0 virtual seconds", " exchanges, ",
                "Written to " + out + "; the report is " + out.resolve("report.html"));
        assertThat(Files.list(out).map(file -> file.getFileName().toString()).sorted())
                .containsExactly("model.safetensors", "report.html", "series.csv", "summary.json");
        assertThat(Files.readString(out.resolve("summary.json"))).contains(run.traceHash());
        assertThat(Files.readString(out.resolve("report.html"))).contains(run.traceHash(),
                "./grapevine sim " + folder.resolve("scenario.yaml") + " --seed 5");
    }

    /** What nodes learn from says the opposite of what they are judged on: the longer they learn, the worse they are. */
    @Test
    void whatAPresetSetsIsTold() throws IOException {
        Path file = scenario("preset: lan\n");
        assertThat(run(file).out()).contains("gossip.fanout=2");
        assertThat(run(file, "--set", "preset=none").out()).doesNotContain("Preset");
        assertThat(run(file, "--set", "preset=celular").errors())
                .contains("There is no preset 'celular', did you mean 'cellular'? ");
    }

    @Test
    void fallenRun_saysSo_andLeavesItsReport() throws IOException {
        Path file = TinyScenario.write(folder, """
                nodes: 3
                seed: 5
                data: csv:wrong.csv,test=data.csv
                learningRate: 0.002
                serve: 0
                evaluate: {every: 200ms}
                stop: {after: 20s}
                """);
        Files.writeString(folder.resolve("wrong.csv"), Files.readString(folder.resolve("data.csv")).replace('a', '?')
                .replace('b', 'a').replace('c', 'b').replace('?', 'c'));
        Run run = run(file, "--out", out.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errors()).startsWith("The run ended with accuracy 0.")
                .contains(" after 20.0 s, and had accuracy ");
        assertThat(Files.readString(out.resolve("summary.json"))).contains("\"fall\"");
        assertThat(out.resolve("report.html")).exists();
        Run sweep = run(file, "--seeds", "5..6");
        assertThat(sweep.code()).isEqualTo(2);
        assertThat(sweep.errors()).startsWith("Seed 5: The run ended with accuracy 0.");
        assertThat(run(file, "--check", "--set", "expect={accuracy.mean: '> 0.9'}").code()).isEqualTo(1);
        assertThat(run(file, "--set", "data=csv:" + folder.resolve("data.csv"), "--set", "stop=after=8s").errors())
                .isEmpty();
    }

    @Test
    void comparison_followsTheRun_andDoesNotChangeIt() throws IOException {
        Path file = scenario("");
        Run run = run(file, "--out", out.toString(), "--set", "compare=fedavg,centralised");
        assertThat(run.errors()).isEmpty();
        assertThat(run.out().lines().map(line -> line.strip().split(" ")[0])).containsSubsequence("Compared:",
                "accuracy", "gossip", "fedavg", "centralised", "traceHash");
        assertThat(Files.readAllLines(out.resolve("baselines.csv"))).hasSize(1 + 2 * 3);
        assertThat(Files.readString(out.resolve("report.html"))).contains("\"fedavg\"", "\"centralised\"");
        assertThat(run(file).out()).doesNotContain("Compared");
        assertThat(run(file).traceHash()).isEqualTo(run.traceHash());
        Run wrong = run(file, "--set", "compare=fedsgd");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.errors()).isEqualTo(file + " has compare = 'fedsgd': allowed are lists of fedavg, "
                + "parameter-server, allreduce, centralised, each once");
    }

    @Test
    void sameWords_giveTheSameRun() {
        Path file = scenario("");
        String hash = run(file).traceHash();
        assertThat(run(file, "--threads", "1").traceHash()).isEqualTo(hash);
        assertThat(run(file, "--seed", "5").traceHash()).isEqualTo(hash);
        assertThat(run(file, "--seed", "6").traceHash()).isNotEqualTo(hash);
        assertThat(run(file, "--seed", "6").traceHash())
                .isEqualTo(run(file, "--set", "seed=6", "--set", "batch=8").traceHash());
        assertThat(run(file, "--set", "nodes=4").out()).contains("three nodes: 4 nodes");
    }

    @Test
    void expectations_withCheck_decideTheExitCode() {
        Path holds = scenario("expect: {accuracy.min: '>= 0', nodes: '== 3'}\n");
        Run good = run(holds, "--check");
        assertThat(good.code()).isZero();
        assertThat(good.out()).contains("  holds: accuracy.min >= 0.0 (it is ", "  holds: nodes == 3.0 (it is 3.0)");
        Path fails = scenario("expect: {accuracy.min: '>= 0', nodes: '== 4', acuracy: '> 0'}\n");
        Run bad = run(fails, "--check", "--out", out.toString());
        assertThat(bad.code()).isEqualTo(1);
        assertThat(bad.out()).contains("  does not hold: nodes == 4.0 (it is 3.0)",
                "  does not hold: acuracy > 0.0 (it is null)");
        assertThat(out.resolve("summary.json")).as("the results are there all the same").exists();
        assertThat(run(fails).code()).as("without --check").isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "momentun: 0.5; has an unknown key 'momentun', did you mean 'momentum'? Allowed are ",
            "momentum: 2; : momentum is '2': allowed are 0 to 0.9999",
            "model: linear; model is linear, but the data has classes: allowed are softmax and mlp:WIDTH[,WIDTH…]",
            "data: csv:nowhere.csv; nowhere.csv",
            "evaluate: on=holdout; evaluate is 'on=holdout', but a simulation judges all nodes on the same rows",
            "faults: [{at: 1s, crash: [3]}]; has faults[0].crash = '3': allowed are nodes 0 to 2"})
    void wrongWords_areMistakes_beforeAnythingIsWritten(String line, String sentence) {
        Run run = run(scenario(line + "\n"), "--out", out.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errors()).contains(sentence).doesNotContain("\n");
        assertThat(out).doesNotExist();
    }

    @Test
    void wrongFlags_areMistakes() {
        Path file = scenario("");
        assertThat(run(file, "--out", out.toString(), "--set", "seed").errors())
                .isEqualTo("--set seed: allowed is key=value");
        assertThat(run(file, "--out", out.toString(), "--set", "nods=3").errors())
                .startsWith("There is no option 'nods'");
        assertThat(run(file, "--out", out.toString(), "--seed", "x").errors())
                .isEqualTo("seed is 'x': allowed are a whole number");
        assertThat(run(file, "--out", out.toString(), "--threads", "0").errors())
                .isEqualTo("--threads is 0: allowed are 1 and more");
        for (String[] wrong : new String[][]{{"--thread", "1"}, {"--threads", "x"}, {"--seed"}, {"more"}}) {
            assertThat(run(file, wrong).code()).isEqualTo(2);
        }
        assertThat(run(folder.resolve("missing.yaml")).errors())
                .isEqualTo("There is no file " + folder.resolve("missing.yaml") + " that can be read");
        assertThat(out).doesNotExist();
    }

    @Test
    void endlessRun_isAMistake() {
        Path file = TinyScenario.write(folder, "nodes: 3\n");
        Run run = run(file, "--out", out.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errors())
                .isEqualTo(file + " does not say when the run is over: 'stop: {after: 600s}' for example");
        assertThat(out).doesNotExist();
    }

    @Test
    void replay_takesThePlaceOfAScenario() throws IOException {
        assertThat(run(List.of()).errors())
                .isEqualTo(
                        "There is nothing to run: allowed is the FILE of a scenario, --explore N, --replay FILE or --diff A B");
        Path file = scenario("");
        assertThat(run(file, "--replay", "x").errors()).isEqualTo(
                "--replay takes the place of the scenario " + file + ": allowed is one of them");
        assertThat(run(List.of("--replay", "x", "--last", "-1")).errors())
                .isEqualTo("--last is -1: allowed are 0 and more");
        Run missing = run(List.of("--replay", folder.resolve("missing").toString()));
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.errors()).isEqualTo("There is no file " + folder.resolve("missing") + " that can be read");
        Run scenario = run(List.of("--replay", file.toString()));
        assertThat(scenario.code()).isEqualTo(2);
        assertThat(scenario.errors()).isEqualTo(
                file + " is no journal that this version of Grapevine reads: it does not begin like one");
    }
}
