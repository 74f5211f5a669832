package dev.grapevine.node.cli;

import java.io.PrintWriter;
import java.util.Locale;

import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.effect.LimitCounts;
import dev.grapevine.node.driver.NodeListener;
import dev.grapevine.node.driver.PeerNames;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.words.Quantities;

/** What a node says in its terminal. */
final class NodeConsole implements NodeListener {

    private final PrintWriter out;
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
        name = status.name();
        say("is up (life " + status.incarnation() + "), dashboard " + dashboard);
    }

    @Override
    public void fact(Fact fact) {
        switch (fact) {
            case Fact.Running running -> say(running.round() == 0
                    ? "starts training"
                    : "takes part from round " + running.round());
            case Fact.RoundDiscarded discarded -> sayOfBadRound("threw round " + discarded.round() + " away: "
                    + discarded.reason());
            case Fact.RoundSuspect suspect -> sayOfBadRound((suspect.dropped()
                    ? "threw round " + suspect.round() + " away: "
                    : "took only a part of round " + suspect.round() + ": ") + suspect.why());
            case Fact.WentBack back -> say("went back to the parameters it had after round " + back.kept()
                    + ": training no longer lowered the loss, which had been far lower");
            case Fact.Clamped clamped -> {
                // As often as their number doubles: a value that lies at the end may be pushed on at every step.
                if (Long.highestOneBit(clamped.total()) > clamped.total() - clamped.values()) {
                    say("keeps parameters within -64 to 64: " + clamped.total() + " values were clamped so far");
                }
            }
            case Fact.PeerRefused refused -> say(refused.sentence());
            case Fact.GivenUp givenUp -> say(givenUp.sentence());
            case Fact.PeerFaulted faulted -> say(faulted.peer() + " sent nonsense: " + faulted.what());
            case Fact.BlocksOrphaned orphaned -> say(orphaned.blocks() + " blocks with " + orphaned.peer()
                    + " stay half done, since it restarted");
            case Fact.LimitReached reached -> sayOfLimit(reached);
            case Fact.TableFull full -> say("has room for no further exchange until some are over: "
                    + full.reservedBlocks() + " blocks are reserved");
            case Fact.RoundInstalled _,Fact.ExchangeFinished _,Fact.ExchangeAbandoned _,Fact.Debited _,Fact.Credited _,Fact.Mixed _ ->
                {
                }
        }
    }

    /** As often as their number doubles: peers reach limits as often as they like. */
    private void sayOfLimit(Fact.LimitReached reached) {
        long count = limits.add(reached.limit());
        if (!reached.limit().isEveryday() && Long.bitCount(count) == 1) {
            say("reached the limit of " + reached.limit().words()
                    + (count == 1 ? "" : " " + count + " times so far, last")
                    + (reached.peer().text().equals(peer) ? "" : " with " + reached.peer()));
        }
    }

    /** As often as their number doubles: what peers have made of a replica may make each round a bad one. */
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
        // Some of it is what peers say, which has no business with the terminal.
        out.println(name + ": " + names.in(what).replaceAll("\\p{C}", "?"));
        out.flush();
    }
}
