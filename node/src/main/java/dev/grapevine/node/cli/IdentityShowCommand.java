package dev.grapevine.node.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.node.security.CertificateChain;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.security.SecurityFolder;
import dev.grapevine.node.store.IdentityFile;
import dev.grapevine.node.words.Quotes;

/** {@code grapevine identity show}: what a node's folder says of it, whether the node runs or not. */
@Command(name = "show", sortOptions = false, mixinStandardHelpOptions = true, description = "Shows a node's identity, name, lives and certificate. The node need not run.", footer = {
        "", "Example: ./grapevine identity show --dir grapevine-7001"})
public final class IdentityShowCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--dir", paramLabel = "DIR", description = "the node's folder. Default: this folder, or the one folder grapevine-* here")
    private Path directory;

    @Override
    public Integer call() {
        Path folder = NodeFolders.ofNode(Optional.ofNullable(directory));
        SecurityFolder security = SecurityFolder.open(folder);
        DeviceKey key = NodeFolders.key(security);
        Optional<IdentityFile> identity = IdentityFile.readIn(folder);
        PrintWriter out = spec.commandLine().getOut();
        out.println("identity     " + key.peer());
        out.println("name         " + identity.flatMap(IdentityFile::name).filter(name -> !name.isEmpty())
                .map(Quotes::printable).orElse("none"));
        out.println("life         " + identity.map(known -> "" + Incarnations.shown(known.incarnation()))
                .orElse("none yet"));
        out.println("authority    " + (security.authorityKey().isPresent()
                ? "this node has the key of the run's authority: keep a copy of " + security.path()
                : "its key is not here"));
        out.println("certificate  " + security.chain().map(IdentityShowCommand::words)
                .orElse("none: the node is in no run with invitations"));
        out.flush();
        return 0;
    }

    private static String words(CertificateChain chain) {
        return (chain.isInviter() ? "inviter" : "member")
                + chain.inviter().map(inviter -> ", let in by " + inviter).orElse("")
                + (Instant.now().isAfter(chain.ends()) ? ", ended at " : ", until ") + chain.ends();
    }
}
