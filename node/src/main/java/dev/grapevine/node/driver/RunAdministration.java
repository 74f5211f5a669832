package dev.grapevine.node.driver;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.http.RunAdmin;
import dev.grapevine.node.security.InvitationCode;
import dev.grapevine.node.security.Invitations;
import dev.grapevine.node.security.QrText;
import dev.grapevine.node.words.UserMistakeException;

/** The actions of an operator for the run of a node. For one event loop. */
final class RunAdministration implements RunAdmin {

    private final SecuredRun run;
    private final BooleanSupplier hasRun;

    /** @param hasRun whether the run has been founded */
    RunAdministration(SecuredRun run, BooleanSupplier hasRun) {
        this.run = run;
        this.hasRun = hasRun;
    }

    /** Work that writes to the folder. */
    @FunctionalInterface
    private interface Work<T> {
        T run() throws IOException;
    }

    private static <T> T onDisk(Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new UserMistakeException("The folder of this node cannot be written, so nothing was done: "
                    + e.getMessage(), e);
        }
    }

    @Override
    public Invitation invite() {
        InvitationCode code = onDisk(run::invite);
        return new Invitation(code.text(), Instant.now().plus(Invitations.LIFE),
                String.join("\n", QrText.lines(code.text())),
                run.inviterSentence().map(sentence -> sentence + ".").stream().toList());
    }

    @Override
    public String revoke(String peer) {
        onDisk(() -> {
            run.revoke(peerOf(peer));
            return null;
        });
        return "Revoked " + peer + ": no node lets it in any more, nor those that it has let in";
    }

    @Override
    public String grant(String peer) {
        run.grant(peerOf(peer));
        return peer + " is an inviter now: it can let devices in and revoke them";
    }

    @Override
    public String found() {
        if (hasRun.getAsBoolean()) {
            throw new UserMistakeException("The run of this node has been founded: nothing is awaited");
        }
        run.foundNow();
        return "Founds the run with the nodes that are there";
    }

    private static PeerId peerOf(String text) {
        try {
            return new PeerId(text);
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException("'" + text + "' is no identity of a node: allowed are identities as"
                    + " './grapevine identity show' prints them", e);
        }
    }
}
