package dev.grapevine.gossip.core;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.consensus.delta.BlockCoding;
import dev.grapevine.consensus.delta.DeltaCodecs;
import dev.grapevine.consensus.delta.DisagreementScale;
import dev.grapevine.consensus.delta.RandomPeerCoding;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.parameters.Strategies;
import dev.grapevine.gossip.peers.PeerId;

/** How blocks travel between a node and each of its peers. */
interface Codings {

    /** What the plan's strategy needs. */
    static Codings of(RunPlan plan, PublishedParameters replica, DisagreementScale scale) {
        return plan.strategy().equals(Strategies.CHOCO)
                ? new Links(plan, replica)
                : forAnyPeer(new RandomPeerCoding(DeltaCodecs.byName(plan.compression()), replica, scale));
    }

    private static Codings forAnyPeer(BlockCoding coding) {
        return _ -> coding;
    }

    /** The coding with a peer. */
    BlockCoding with(PeerId peer);

    /** Whether exchanges between two nodes may be started by the first of them. */
    default boolean isStartedBy(PeerId self, PeerId peer) {
        return true;
    }

    /** The peer's incarnation is dead, and with it whatever it remembered. */
    default void forget(PeerId peer) {}

    /** Writes what the same incarnation needs to go on. */
    default void save(Output out) {}

    default void restore(Input in) {}
}
