package dev.grapevine.node.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code grapevine identity}: what a node is, and what it may do. */
@Command(name = "identity", sortOptions = false, subcommands = {IdentityShowCommand.class,
        IdentityGrantCommand.class, IdentityBackupCommand.class,
        IdentityRestoreCommand.class}, description = "Shows a node's identity, makes another device an inviter, or brings a lost node back.", footer = {
                "",
                "Examples:", "  ./grapevine identity show", "  ./grapevine identity grant a38vesf4",
                "  ./grapevine identity backup", "  ./grapevine identity restore --join 192.0.2.7:7001"})
public final class IdentityCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(),
                "identity needs another word: allowed are show, grant, backup and restore");
    }
}
