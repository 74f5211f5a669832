package dev.grapevine.node.cli;

import java.io.PrintWriter;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code grapevine identity grant}: makes a device another inviter. */
@Command(name = "grant", sortOptions = false, mixinStandardHelpOptions = true, description = "Makes a device of the run another inviter. Only the node with the run's authority key can do it.", footer = {
        "", "Example: ./grapevine identity grant a38vesf4"})
public final class IdentityGrantCommand extends RunningNodeCommand {

    @Parameters(index = "0", paramLabel = "ID", description = "identity of the device, 4 or more of its first letters, or its name")
    private String id;

    @Override
    void ask(RunningNode node, PrintWriter out) throws NoAnswerException {
        out.println(printable(node.post("/grant?peer=" + peer(node, id)).path("message").asText()));
    }
}
