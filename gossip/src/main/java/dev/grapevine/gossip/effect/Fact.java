package dev.grapevine.gossip.effect;

import dev.grapevine.gossip.peers.PeerId;

/** What the protocol reports: statistics, logs and dashboards read these and never the protocol's insides. */
public sealed interface Fact {

    /** The run's charter is known and training starts. */
    record Running(long round) implements Fact {}

    /** A round's training is in the replica. */
    record RoundInstalled(long round, int steps, double loss) implements Fact {}

    /** A round's training was thrown away. */
    record RoundDiscarded(long round, String reason) implements Fact {}

    /** This side's increment of a block is applied. */
    record BlockMerged(PeerId peer, long sequence, int block, boolean initiated) implements Fact {}

    /** All blocks of an exchange are done on this side. */
    record ExchangeFinished(PeerId peer, long sequence, boolean initiated) implements Fact {}

    /** An exchange was given up before any block was requested, or after some were done. */
    record ExchangeAbandoned(PeerId peer, long sequence, String reason) implements Fact {}

    /** A peer cannot take part in this run; the sentence says why. */
    record PeerRefused(PeerId peer, String sentence) implements Fact {}

    /** A peer sent what no honest peer sends. */
    record PeerFaulted(PeerId peer, String what) implements Fact {}

    /** The other side of unfinished blocks is dead. */
    record BlocksOrphaned(PeerId peer, int blocks) implements Fact {}

    /** The table of unfinished blocks is full: no exchange is started or accepted until some finish. */
    record TableFull(int unfinishedBlocks) implements Fact {}
}
