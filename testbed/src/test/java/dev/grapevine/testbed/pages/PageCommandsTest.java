package dev.grapevine.testbed.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.terminal.RunOptionFlags;
import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.sim.scenario.ScenarioFile;
import dev.grapevine.testbed.cli.Grapevine;

/** The commands on pages: all are read by the command line, and those that are quick are run. */
class PageCommandsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path SCENARIO = ROOT.resolve("sim/scenarios/small.yaml");
    private static final Map<String, String> ENVIRONMENT = Map.of("GRAPEVINE_DATA", "/data");

    @TempDir
    private Path folder;

    static List<PageCommand> commands() {
        return Page.readAll(ROOT).stream().flatMap(page -> PageCommand.of(page).stream()).toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void command_isKnown_withItsOptionsAndTheirValues(PageCommand command) {
        check(command);
    }

    @Test
    void quickCommands_endWithTheExpectedExitCode() throws Exception {
        PageFiles.write(folder);
        Files.createSymbolicLink(folder.resolve("sim"), ROOT.resolve("sim"));
        Page privacy = Page.read(ROOT, Path.of("node/PRIVACY.md"));
        Files.writeString(folder.resolve("tiny.csv"), block(privacy, "csv"));
        List<String> lines = new ArrayList<>(PageFiles.FIRST);
        commands().stream().filter(PageCommand::runs).map(PageCommandsTest::line).distinct().forEach(lines::add);
        assertThat(lines.size()).as("commands").isGreaterThan(PageFiles.FIRST.size() + 10);
        run(lines);
        assertThat(folder.resolve("tiny.json")).content().isEqualToNormalizingNewlines(block(privacy, "json"));
    }

    @Test
    void scenario_onItsPage_isRead() throws IOException {
        Path file = Files.writeString(folder.resolve("page.yaml"),
                block(Page.read(ROOT, Path.of("sim/SCENARIOS.md")), "yaml"));
        assertThat(ScenarioFile.read(file, ENVIRONMENT, Map.of()).nodes()).isEqualTo(16);
    }

    @Test
    void words_areThoseOfAShell() {
        assertThat(PageCommand.words("./grapevine sim a.yaml --set \"faults=[]\" --set k='a b'  # comment"))
                .containsExactly("sim", "a.yaml", "--set", "faults=[]", "--set", "k=a b");
    }

    @Test
    void commands_areFoundInBlocksAndInCode() {
        Page page = Page.of(Path.of("A.md"),
                List.of("<!-- long -->", "```sh", "./grapevine demo \\", "    --out a", "```",
                        "```text", "site A$ ./grapevine invite   # one", "```",
                        "`./grapevine data` `./grapevine node …`",
                        "<!-- exit 2 -->", "```sh", "./grapevine train", "curl a", "```"));
        assertThat(PageCommand.of(page)).extracting(PageCommand::words, PageCommand::runs, PageCommand::exit)
                .containsExactly(tuple(List.of("demo", "--out", "a"), false, 0),
                        tuple(List.of("invite"), false, 0),
                        tuple(List.of("train"), true, 2),
                        tuple(List.of("data"), false, 0));
    }

    @Test
    void wrongCommand_isFound() {
        for (String wrong : List.of("trian", "train --modle mlp:8", "node --learningRate 1000",
                "sim FILE --set fanout=2", "sim sim/scenarios/small.yaml --set gossip.fanout=many")) {
            assertThatThrownBy(() -> check(new PageCommand(Path.of("A.md"),
                    PageCommand.words("./grapevine " + wrong), false, 0))).as(wrong)
                    .isInstanceOfAny(UserMistakeException.class, CommandLine.ParameterException.class);
        }
    }

    private static void check(PageCommand command) {
        ParseResult parsed = Grapevine.commandLine().parseArgs(command.words().toArray(String[]::new));
        while (parsed.hasSubcommand()) {
            parsed = parsed.subcommand();
        }
        if (parsed.commandSpec().findOption("--model") != null && parsed.commandSpec().findOption("--split") != null) {
            RunOptions.of(RunOptionFlags.given(parsed));
        }
        if (parsed.commandSpec().name().equals("sim")) {
            Optional<Path> scenario = Optional.ofNullable(parsed.<Path>matchedPositionalValue(0, null))
                    .map(ROOT::resolve).filter(Files::exists);
            ScenarioFile.read(scenario.orElse(SCENARIO), ENVIRONMENT,
                    RunOptionFlags.pairs(parsed.matchedOptionValue("--set", List.<String>of())));
        }
    }

    private static String block(Page page, String language) {
        return page.blocks().stream().filter(block -> block.language().equals(language)).findFirst().orElseThrow()
                .lines().stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private static String line(PageCommand command) {
        return command.exit() + CommandsOfPages.SEPARATOR + String.join(CommandsOfPages.SEPARATOR, command.words());
    }

    private void run(List<String> lines) throws IOException, InterruptedException {
        Path commands = Files.write(folder.resolve("commands"), lines);
        Path output = folder.resolve("output");
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules", "jdk.incubator.vector", "-Dgrapevine.home=" + ROOT, "-cp", classPath,
                CommandsOfPages.class.getName(), commands.toString()).directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertThat(process.waitFor()).as(() -> read(output)).isZero();
    }

    private static String read(Path output) {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
