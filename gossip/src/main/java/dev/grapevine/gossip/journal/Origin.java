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

/** What a node's protocol begins with, apart from who it is. */
public sealed interface Origin {

    /**
     * Nothing but settings: the node looks for its run.
     *
     * @param insisted terms that the user gave explicitly, in the order in which they are compared
     */
    record LooksForRun(ProtocolParameters parameters, Map<String, String> insisted) implements Origin {

        public LooksForRun {
            insisted = Collections.unmodifiableMap(new LinkedHashMap<>(insisted));
        }
    }

    /** A run that the node knows from the start. */
    record KnowsRun(RunPlan plan) implements Origin {}

    /**
     * A snapshot, as {@link PeerProtocol#save} gives it: of an earlier life, or in the middle of this one.
     */
    record FromSnapshot(RunPlan plan, byte[] snapshot) implements Origin {}

    /**
     * The protocol at its beginning.
     *
     * @param rooms  the ways of talking that the node knows
     * @param random all of the node's randomness
     * @throws IllegalArgumentException if a snapshot does not fit its plan
     */
    default PeerProtocol protocol(NodeLife life, Rooms rooms, RandomStream random) {
        return switch (this) {
            case LooksForRun looks -> PeerProtocol.looking(life, rooms, looks.parameters(),
                    looks.insisted(), random);
            case KnowsRun knows -> PeerProtocol.knowing(life, rooms, knows.plan(), random);
            case FromSnapshot from -> PeerProtocol.restore(life, rooms, from.plan(), from.snapshot(), random);
        };
    }
}
