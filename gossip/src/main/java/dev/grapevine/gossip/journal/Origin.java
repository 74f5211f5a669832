package dev.grapevine.gossip.journal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.random.RandomStream;
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
     *
     * @param kept what was kept by {@link Effect.Persist}, by name
     */
    record FromSnapshot(RunPlan plan, byte[] snapshot, SortedMap<String, byte[]> kept) implements Origin {

        public FromSnapshot {
            kept = Collections.unmodifiableSortedMap(new TreeMap<>(kept));
        }
    }

    /**
     * The protocol at its beginning.
     *
     * @param rooms  the ways of talking that the node knows
     * @param random all of the node's randomness
     * @throws IllegalArgumentException if a snapshot does not fit its plan
     */
    default PeerProtocol protocol(PeerId self, long incarnation, Rooms rooms, RandomStream random) {
        return switch (this) {
            case LooksForRun looks -> PeerProtocol.looking(self, incarnation, rooms, looks.parameters(),
                    looks.insisted(), random);
            case KnowsRun knows -> PeerProtocol.knowing(self, incarnation, rooms, knows.plan(), random);
            case FromSnapshot from -> PeerProtocol.restore(from.snapshot(), from.kept(), self, incarnation, rooms,
                    from.plan(), random);
        };
    }
}
