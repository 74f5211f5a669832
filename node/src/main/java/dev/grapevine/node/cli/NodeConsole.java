package dev.grapevine.node.cli;

import java.io.PrintWriter;
import java.util.Locale;

import org.slf4j.event.Level;

import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.node.driver.FactSentences;
import dev.grapevine.node.driver.NodeDriver;
import dev.grapevine.node.driver.NodeListener;
import dev.grapevine.node.history.EventKind;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.log.NodeLog;
import dev.grapevine.node.words.PeerNames;
import dev.grapevine.node.words.Quantities;

/** Tells a node's news in its log. */
final class NodeConsole implements NodeListener {

    private final FactSentences facts = new FactSentences();
    private final NodeLog log;
    private String peer = "";
    private String name = "";
    private PeerNames names = new PeerNames();

    NodeConsole(NodeLog log) {
        this.log = log;
    }

    @Override
    public void peerNames(PeerNames known) {
        names = known;
    }

    @Override
    public void listening(NodeStatus status, String dashboard) {
        peer = status.peer();
        name = status.name();
        say(Level.INFO, "listening", "is up (life " + status.incarnation() + "), dashboard " + dashboard);
    }

    @Override
    public void fact(Fact fact) {
        facts.of(fact, peer).ifPresent(told -> say(level(fact), event(fact), told.sentence()));
    }

    private static Level level(Fact fact) {
        return switch (fact) {
            case Fact.Running _,Fact.GivenUp _,Fact.BlocksOrphaned _ -> Level.INFO;
            default -> Level.WARN;
        };
    }

    /** The name of a fact in the log, for programs, such as {@code round-discarded}. */
    private static String event(Fact fact) {
        return fact.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    @Override
    public void notice(String sentence) {
        say(Level.INFO, "notice", sentence);
    }

    @Override
    public void event(EventKind kind, String sentence) {
        boolean isGrave = kind == EventKind.DISK || kind == EventKind.TRAINING || kind == EventKind.ALONE;
        say(isGrave ? Level.WARN : Level.INFO, kind.word(), sentence);
    }

    @Override
    public void evaluated(NodeStatus status) {
        say(Level.INFO, "evaluated",
                String.format(Locale.ROOT, "round %d · accuracy %.4f · loss %.4f · peers %d · exchanges %d · sent %s",
                        status.rounds(), status.accuracy(), status.judgedLoss(), status.peers().size(),
                        status.exchanges(),
                        Quantities.showBytes(status.bytesSent())));
    }

    private void say(Level level, String event, String what) {
        // Some of the text comes from peers, which must not control the terminal.
        log.say(level, event, name, names.in(what).replaceAll("\\p{C}", "?"));
    }

    /**
     * Tells how the node has ended.
     *
     * @param errors receives the sentence if it ended in failure, as from any command
     * @return the same end
     */
    NodeDriver.Exit ended(NodeDriver.Exit exit, PrintWriter errors) {
        Level level = exit.code() == 0 ? Level.INFO : Level.ERROR;
        if (exit.sentence().isEmpty()) {
            log.write(level, "ended", name, "has ended");
        } else if (exit.code() == 0) {
            log.say(level, "ended", "", exit.sentence());
        } else {
            errors.println(exit.sentence());
            log.write(level, "ended", name, exit.sentence());
        }
        return exit;
    }
}
