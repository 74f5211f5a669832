package dev.grapevine.gossip.journal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.core.NodeLife;
import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.room.Rooms;

/** Starting point of a node's protocol, except for its identity. */
public sealed interface Origin {

    /**
     * Settings only: the node looks for its run.
     *
     * @param pinned terms that the user gave explicitly, in the order in which they are compared
     */
    record LooksForRun(ProtocolParameters parameters, Map<String, String> pinned) implements Origin {

        public LooksForRun {
            pinned = Collections.unmodifiableMap(new LinkedHashMap<>(pinned));
        }
    }

    /** Run that is known from the start. */
    record KnowsRun(RunPlan plan) implements Origin {}

    /** Snapshot from {@link PeerProtocol#save}, of an earlier life or of this one. */
    record FromSnapshot(RunPlan plan, byte[] snapshot) implements Origin {}

    /**
     * Creates the protocol in this state.
     *
     * @param rooms  message families that the node knows
     * @param random source of all the node's randomness
     * @throws IllegalArgumentException if a snapshot does not fit its plan
     */
    default PeerProtocol protocol(NodeLife life, Rooms rooms, RandomStream random) {
        return switch (this) {
            case LooksForRun looks -> PeerProtocol.looking(life, rooms, looks.parameters(),
                    looks.pinned(), random);
            case KnowsRun knows -> PeerProtocol.knowing(life, rooms, knows.plan(), random);
            case FromSnapshot from -> PeerProtocol.restore(life, rooms, from.plan(), from.snapshot(), random);
        };
    }
}
