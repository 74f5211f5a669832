package dev.grapevine.node.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code grapevine identity}: what a node is, and what it may do. */
@Command(name = "identity", sortOptions = false, subcommands = {IdentityShowCommand.class,
        IdentityGrantCommand.class}, description = "Shows a node's identity, or makes another device an inviter.", footer = {
                "",
                "Examples:", "  ./grapevine identity show", "  ./grapevine identity grant a38vesf4"})
public final class IdentityCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "identity needs another word: allowed are show and grant");
    }
}
