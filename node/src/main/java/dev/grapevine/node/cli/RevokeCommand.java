package dev.grapevine.node.cli;

import java.io.PrintWriter;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code grapevine revoke}: refuses a device from now on. */
@Command(name = "revoke", sortOptions = false, description = "Refuses a device from now on, in the whole run. If it is an inviter, also all devices that it let in.", footer = {
        "", "Example, with the first letters of an identity that the dashboard shows:",
        "  ./grapevine revoke a38vesf4"})
public final class RevokeCommand extends RunningNodeCommand {

    @Parameters(index = "0", paramLabel = "ID", description = "identity of the device, 4 or more of its first letters, or its name")
    private String id;

    @Override
    void ask(RunningNode node, PrintWriter out) throws NoAnswerException {
        out.println(printable(node.post("/revoke?peer=" + peer(node, id)).path("message").asText()));
    }
}
