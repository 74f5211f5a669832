package dev.grapevine.gossip.strategy.pairwise;

import dev.grapevine.consensus.coding.BlockCoding;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.peers.PeerId;

/** How blocks travel between a node and each of its peers. */
public interface Codings {

    /** The coding with a peer. */
    BlockCoding with(PeerId peer);

    /** Bytes that no request for a block of that length exceeds, whoever sends it. */
    default int requestBytesMax(int length) {
        // A place and a value for each parameter, and a checksum, a number of updates or a scale besides.
        return 8 * length + 64;
    }

    /** Whether exchanges between two nodes may be started by the first of them. */
    default boolean isStartedBy(PeerId self, PeerId peer) {
        return true;
    }

    /** Whether exchanges with a peer that is no neighbour make sense. */
    default boolean needsNeighbours() {
        return false;
    }

    /** Whether there is room for what has to be remembered of a peer. */
    default boolean hasRoom(PeerId peer) {
        return true;
    }

    /** The peer's incarnation is dead, and with it whatever it remembered. */
    default void forget(PeerId peer) {}

    /** Writes what the same incarnation needs to go on. */
    default void save(StateWriter out) {}

    /** The inverse of {@link #save}. */
    default void restore(StateReader in) {}
}
