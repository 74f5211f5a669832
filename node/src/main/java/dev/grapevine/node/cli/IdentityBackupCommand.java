package dev.grapevine.node.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.security.SecurityFolder;
import dev.grapevine.node.spare.RecoveryPhrase;

/** {@code grapevine identity backup}: the phrase that brings a node back. The node need not run. */
@Command(name = "backup", sortOptions = false, mixinStandardHelpOptions = true, description = "Prints a phrase of words that brings this node back on another device. The node need not run.", footer = {
        "", "Example: ./grapevine identity backup --dir grapevine-7001",
        "Whoever has the phrase can be this node: keep it on paper, and give it to nobody."})
public final class IdentityBackupCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--dir", paramLabel = "DIR", description = "the node's folder. Default: this folder, or the one folder grapevine-* here")
    private Path directory;

    @Override
    public Integer call() {
        SecurityFolder security = SecurityFolder.open(NodeFolders.ofNode(Optional.ofNullable(directory)));
        DeviceKey key = NodeFolders.key(security);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter advice = spec.commandLine().getErr();
        advice.println("The key of the node " + key.peer() + ". Whoever has this phrase can be this node, and read the"
                + " copies that peers keep for it" + (security.authorityKey().isPresent()
                        ? ", with the key of the run's authority in them: that is the whole run"
                        : "")
                + ". Write it down on paper, and give it to nobody.");
        advice.flush();
        out.println(RecoveryPhrase.of(key));
        out.flush();
        advice.println("To bring the node back on another device: ./grapevine identity restore --join HOST:PORT, with"
                + " the address of any node of the run. Copies are kept if the node runs with --replicas.");
        advice.flush();
        return 0;
    }
}
