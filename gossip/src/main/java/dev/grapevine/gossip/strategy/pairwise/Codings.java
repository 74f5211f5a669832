package dev.grapevine.gossip.strategy.pairwise;

import dev.grapevine.consensus.coding.BlockCoding;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.peers.PeerId;

/** The coding of blocks between a node and each of its peers. */
public interface Codings {

    /** The coding with a peer. */
    BlockCoding with(PeerId peer);

    /** The most bytes of an honest request for a block of that length. */
    default int requestBytesMax(int length) {
        // A position and a value for each parameter, besides a checksum, a number of updates or a scale.
        return 8 * length + 64;
    }

    /** Whether the first of two nodes may start exchanges between them. */
    default boolean isStartedBy(PeerId self, PeerId peer) {
        return true;
    }

    /** Whether exchanges make sense with neighbours only. */
    default boolean needsNeighbours() {
        return false;
    }

    /** Whether there is room for the memory of a peer. */
    default boolean hasRoom(PeerId peer) {
        return true;
    }

    /** The peer's incarnation is dead, and with it the memory on its side. */
    default void forget(PeerId peer) {}

    /** Writes the state with which the same incarnation goes on. */
    default void save(StateWriter out) {}

    /** The inverse of {@link #save}. */
    default void restore(StateReader in) {}
}
