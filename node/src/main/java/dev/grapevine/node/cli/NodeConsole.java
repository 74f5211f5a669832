package dev.grapevine.node.cli;

import java.io.PrintWriter;
import java.util.Locale;

import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.node.driver.FactSentences;
import dev.grapevine.node.driver.NodeListener;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.words.PeerNames;
import dev.grapevine.node.words.Quantities;

/** Prints a node's news to its terminal. */
final class NodeConsole implements NodeListener {

    private final PrintWriter out;
    private final FactSentences facts = new FactSentences();
    private String peer = "";
    private String name = "";
    private PeerNames names = new PeerNames();

    NodeConsole(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void peerNames(PeerNames known) {
        names = known;
    }

    @Override
    public void listening(NodeStatus status, String dashboard) {
        peer = status.peer();
        name = status.name();
        say("is up (life " + status.incarnation() + "), dashboard " + dashboard);
    }

    @Override
    public void fact(Fact fact) {
        facts.of(fact, peer).ifPresent(told -> say(told.sentence()));
    }

    @Override
    public void notice(String sentence) {
        say(sentence);
    }

    @Override
    public void evaluated(NodeStatus status) {
        say(String.format(Locale.ROOT, "round %d · accuracy %.4f · loss %.4f · peers %d · exchanges %d · sent %s",
                status.rounds(), status.accuracy(), status.judgedLoss(), status.peers().size(), status.exchanges(),
                Quantities.showBytes(status.bytesSent())));
    }

    private void say(String what) {
        // Some of the text comes from peers, which must not control the terminal.
        out.println((name.isEmpty() ? "" : name + ": ") + names.in(what).replaceAll("\\p{C}", "?"));
        out.flush();
    }
}
