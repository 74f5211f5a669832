package dev.grapevine.node.driver;

import java.util.Optional;

import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.effect.LimitCounts;
import dev.grapevine.node.history.EventKind;

/**
 * Sentences for users about facts. What happens again and again is told each time that its number doubles. For one event
 * loop.
 */
public final class FactSentences {

    /** A sentence about a fact, which the node's name may stand before. */
    public record Told(EventKind kind, String sentence) {}

    private final LimitCounts limits = new LimitCounts();
    private long badRounds;

    /**
     * The sentence about a fact; empty for one that users are not told.
     *
     * @param self the node's identity
     */
    public Optional<Told> of(Fact fact, String self) {
        return switch (fact) {
            case Fact.Running running -> told(EventKind.STARTED, running.round() == 0
                    ? "starts training"
                    : "takes part from round " + running.round());
            case Fact.RoundDiscarded discarded -> badRound("discarded round " + discarded.round() + ": "
                    + discarded.reason());
            case Fact.RoundSuspect suspect -> badRound((suspect.dropped()
                    ? "discarded round " + suspect.round() + ": "
                    : "published only a part of round " + suspect.round() + ": ") + suspect.why());
            case Fact.WentBack back -> told(EventKind.TRAINING, "went back to its parameters after round "
                    + back.kept() + ": training no longer lowered the loss, which had been much lower");
            case Fact.Clamped clamped -> clamped(clamped);
            case Fact.PeerRefused refused -> told(EventKind.PEER, refused.sentence());
            case Fact.GivenUp givenUp -> told(EventKind.PEER, givenUp.sentence());
            case Fact.PeerFaulted faulted -> told(EventKind.PEER, faulted.peer() + " sent nonsense: "
                    + faulted.what());
            case Fact.BlocksOrphaned orphaned -> told(EventKind.PEER, orphaned.blocks() + " blocks with "
                    + orphaned.peer() + " stay unfinished, because it restarted");
            case Fact.LimitReached reached -> limit(reached, self);
            case Fact.TableFull full -> told(EventKind.PEER, "has no room for further exchanges until some finish: "
                    + full.reservedBlocks() + " blocks are reserved");
            case Fact.RoundInstalled _,Fact.ExchangeFinished _,Fact.ExchangeAbandoned _,Fact.Debited _,Fact.Credited _,Fact.Mixed _ ->
                Optional.empty();
        };
    }

    private static Optional<Told> told(EventKind kind, String sentence) {
        return Optional.of(new Told(kind, sentence));
    }

    /** A value at the end of the range may be clamped at every step. */
    private static Optional<Told> clamped(Fact.Clamped clamped) {
        return Long.highestOneBit(clamped.total()) > clamped.total() - clamped.values()
                ? told(EventKind.TRAINING, "keeps parameters within -64 to 64: " + clamped.total()
                        + " values clamped so far")
                : Optional.empty();
    }

    /** Peers reach limits as often as they like. */
    private Optional<Told> limit(Fact.LimitReached reached, String self) {
        long count = limits.add(reached.limit());
        return !reached.limit().isEveryday() && Long.bitCount(count) == 1
                ? told(EventKind.NOTICE, "reached the limit of " + reached.limit().words()
                        + (count == 1 ? "" : " " + count + " times so far, last")
                        + (reached.peer().text().equals(self) ? "" : " with " + reached.peer()))
                : Optional.empty();
    }

    /** Merges with peers may make every round a bad one. */
    private Optional<Told> badRound(String sentence) {
        badRounds++;
        return Long.bitCount(badRounds) == 1
                ? told(EventKind.TRAINING, sentence
                        + (badRounds == 1 ? "" : " (" + badRounds + " bad rounds so far)"))
                : Optional.empty();
    }
}
