package dev.grapevine.gossip.journal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.random.RandomStream;
import dev.grapevine.gossip.wire.FrameCodec;

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

    /** A cut, as {@link PeerProtocol#save} gives it: of an earlier life, or in the middle of this one. */
    record FromCut(RunPlan plan, byte[] cut) implements Origin {}

    /**
     * The protocol at its beginning.
     *
     * @param frames not shared with another thread
     * @param random all of the node's randomness
     * @throws IllegalArgumentException if a cut does not fit its plan
     */
    default PeerProtocol protocol(PeerId self, long incarnation, FrameCodec frames, RandomStream random) {
        return switch (this) {
            case LooksForRun looks -> new PeerProtocol(self, incarnation, frames, looks.parameters(), looks.insisted(),
                    random);
            case KnowsRun knows -> new PeerProtocol(self, incarnation, frames, knows.plan(), random);
            case FromCut from -> PeerProtocol.restore(from.cut(), self, incarnation, frames, from.plan(), random);
        };
    }
}
