package dev.grapevine.node.cli;

import java.io.PrintWriter;
import java.util.Locale;

import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.effect.LimitCounts;
import dev.grapevine.node.driver.NodeListener;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.words.PeerNames;
import dev.grapevine.node.words.Quantities;

/** Prints a node's news to its terminal. */
final class NodeConsole implements NodeListener {

    private final PrintWriter out;
    private String peer = "";
    private String name = "";
    private PeerNames names = new PeerNames();
    private long badRounds;
    private final LimitCounts limits = new LimitCounts();

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
        switch (fact) {
            case Fact.Running running -> say(running.round() == 0
                    ? "starts training"
                    : "takes part from round " + running.round());
            case Fact.RoundDiscarded discarded -> sayOfBadRound("discarded round " + discarded.round() + ": "
                    + discarded.reason());
            case Fact.RoundSuspect suspect -> sayOfBadRound((suspect.dropped()
                    ? "discarded round " + suspect.round() + ": "
                    : "published only a part of round " + suspect.round() + ": ") + suspect.why());
            case Fact.WentBack back -> say("went back to its parameters after round " + back.kept()
                    + ": training no longer lowered the loss, which had been much lower");
            case Fact.Clamped clamped -> {
                // Reported each time the number doubles: a value at the end of the range may be clamped at every step.
                if (Long.highestOneBit(clamped.total()) > clamped.total() - clamped.values()) {
                    say("keeps parameters within -64 to 64: " + clamped.total() + " values clamped so far");
                }
            }
            case Fact.PeerRefused refused -> say(refused.sentence());
            case Fact.GivenUp givenUp -> say(givenUp.sentence());
            case Fact.PeerFaulted faulted -> say(faulted.peer() + " sent nonsense: " + faulted.what());
            case Fact.BlocksOrphaned orphaned -> say(orphaned.blocks() + " blocks with " + orphaned.peer()
                    + " stay unfinished, because it restarted");
            case Fact.LimitReached reached -> sayOfLimit(reached);
            case Fact.TableFull full -> say("has no room for further exchanges until some finish: "
                    + full.reservedBlocks() + " blocks are reserved");
            case Fact.RoundInstalled _,Fact.ExchangeFinished _,Fact.ExchangeAbandoned _,Fact.Debited _,Fact.Credited _,Fact.Mixed _ ->
                {
                }
        }
    }

    /** Reports a limit that was reached, each time the number doubles: peers reach limits as often as they like. */
    private void sayOfLimit(Fact.LimitReached reached) {
        long count = limits.add(reached.limit());
        if (!reached.limit().isEveryday() && Long.bitCount(count) == 1) {
            say("reached the limit of " + reached.limit().words()
                    + (count == 1 ? "" : " " + count + " times so far, last")
                    + (reached.peer().text().equals(peer) ? "" : " with " + reached.peer()));
        }
    }

    /** Reports a bad round, each time the number doubles: merges with peers may make every round a bad one. */
    private void sayOfBadRound(String sentence) {
        badRounds++;
        if (Long.bitCount(badRounds) == 1) {
            say(sentence + (badRounds == 1 ? "" : " (" + badRounds + " bad rounds so far)"));
        }
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
