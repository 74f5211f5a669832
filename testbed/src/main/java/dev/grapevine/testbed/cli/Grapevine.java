package dev.grapevine.testbed.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import org.slf4j.LoggerFactory;

import dev.grapevine.node.cli.DataCommand;
import dev.grapevine.node.cli.DoctorCommand;
import dev.grapevine.node.cli.EvaluateCommand;
import dev.grapevine.node.cli.ExportCommand;
import dev.grapevine.node.cli.GenerateCommand;
import dev.grapevine.node.cli.IdentityCommand;
import dev.grapevine.node.cli.InviteCommand;
import dev.grapevine.node.cli.NodeCommand;
import dev.grapevine.node.cli.PredictCommand;
import dev.grapevine.node.cli.RevokeCommand;
import dev.grapevine.node.cli.TrainCommand;
import dev.grapevine.node.run.GrapevineVersion;
import dev.grapevine.node.terminal.RunOptionFlags;
import dev.grapevine.node.words.Nearest;
import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.sim.cli.SimCommand;

/** The command line: {@code ./grapevine COMMAND …}. */
@Command(name = "grapevine", sortOptions = false, description = "Decentralized peer-to-peer gossip training: equal nodes, no server.", footer = {
        "", "Example: ./grapevine demo"})
public final class Grapevine {

    private static final int EXIT_FAILED = 1;
    private static final int EXIT_MISTAKE = 2;

    private Grapevine() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The whole command line, ready to execute. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Grapevine());
        line.getCommandSpec().version("Grapevine " + GrapevineVersion.text());
        line.addSubcommand(new DemoCommand());
        line.addSubcommand(withRunOptions(new NodeCommand()));
        line.addSubcommand(new InviteCommand());
        line.addSubcommand(new RevokeCommand());
        line.addSubcommand(new IdentityCommand());
        line.addSubcommand(withRunOptions(new DoctorCommand()));
        line.addSubcommand(withRunOptions(new ClusterCommand()));
        line.addSubcommand(new SimCommand());
        line.addSubcommand(withRunOptions(new TrainCommand()));
        line.addSubcommand(new EvaluateCommand());
        line.addSubcommand(new PredictCommand());
        line.addSubcommand(new ExportCommand());
        line.addSubcommand(new GenerateCommand());
        line.addSubcommand(new DataCommand());
        line.addSubcommand(new BenchCommand());
        line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        for (CommandLine command : line.getSubcommands().values()) {
            command.getCommandSpec().mixinStandardHelpOptions(true);
        }
        line.getCommandSpec().mixinStandardHelpOptions(true);
        line.setParameterExceptionHandler(Grapevine::misused);
        line.setExecutionExceptionHandler(Grapevine::failed);
        return line;
    }

    private static CommandLine withRunOptions(Object command) {
        CommandLine line = new CommandLine(command);
        RunOptionFlags.addTo(line.getCommandSpec());
        return line;
    }

    private static int misused(ParameterException mistake, String[] arguments) {
        CommandLine line = mistake.getCommandLine();
        String sentence = mistake.getMessage();
        if (mistake instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().getFirst();
            sentence = "There is no " + (word.startsWith("-") ? "option '" : "command '") + word + "'"
                    + Nearest.hint(word, known(line));
        }
        line.getErr().println(sentence + " (" + line.getCommandSpec().qualifiedName() + " --help says more)");
        return EXIT_MISTAKE;
    }

    private static List<String> known(CommandLine line) {
        List<String> names = new ArrayList<>(line.getSubcommands().keySet());
        line.getCommandSpec().options().forEach(option -> names.addAll(List.of(option.names())));
        return names;
    }

    private static int failed(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        if (failure instanceof UserMistakeException) {
            line.getErr().println(failure.getMessage());
            return EXIT_MISTAKE;
        }
        LoggerFactory.getLogger(Grapevine.class).error("This is a bug in Grapevine", failure);
        line.getErr().println("Failed: " + failure);
        return EXIT_FAILED;
    }
}
