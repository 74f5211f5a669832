package dev.grapevine.node.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

import picocli.CommandLine;

import dev.grapevine.node.terminal.RunOptionFlags;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Result of a command.
 *
 * @param code exit code of the program: 2 for a user's mistake
 */
record CommandRun(int code, String out, String errors) {

    private static final int MISTAKE = 2;

    /** Runs a command with run options as its flags. */
    static CommandRun of(Object command, String... arguments) {
        CommandLine line = new CommandLine(command);
        RunOptionFlags.addTo(line.getCommandSpec());
        return of(line, arguments);
    }

    /** Runs a command that declares all its flags itself. */
    static CommandRun alone(Object command, String... arguments) {
        return of(new CommandLine(command), arguments);
    }

    private static CommandRun of(CommandLine line, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter errors = new StringWriter();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(errors, true));
        line.setExecutionExceptionHandler((failure, failed, parsed) -> {
            if (failure instanceof UserMistakeException) {
                failed.getErr().println(failure.getMessage());
                return MISTAKE;
            }
            throw failure;
        });
        return new CommandRun(line.execute(arguments), out.toString(), errors.toString().strip());
    }
}
