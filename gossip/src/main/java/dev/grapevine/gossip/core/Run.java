package dev.grapevine.gossip.core;

import java.util.Optional;

import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.pace.Pacer;
import dev.grapevine.gossip.parameters.FlowParameters;
import dev.grapevine.gossip.peers.KnownShares;
import dev.grapevine.gossip.peers.PeerChoice;
import dev.grapevine.gossip.replica.Replica;

/** The parts that a node has once it knows the run's charter. */
final class Run {

    final RunPlan plan;
    final long charterFingerprint;
    final Replica replica;
    final Rounds rounds;
    final KnownShares shares;
    final PeerChoice overlay;
    /** Empty if nothing limits what the node sends. */
    final Optional<Pacer> pacer;

    /** A run at its very beginning. */
    Run(RunPlan plan, long seed) {
        this.plan = plan;
        this.charterFingerprint = plan.charter().fingerprint();
        Blocks blocks = plan.blocks();
        this.replica = new Replica(new PublishedParameters(blocks, plan.initialParameters()),
                plan.parameters().serveDecay(), plan.mergeRule());
        this.rounds = new Rounds(plan.parameters().localSteps(), seed, plan.initialParameters());
        this.shares = new KnownShares(plan.classShares());
        this.overlay = plan.parameters().flow().overlay().choice(shares);
        long bytesPerSecond = plan.parameters().flow().bytesPerSecondMax();
        this.pacer = bytesPerSecond == FlowParameters.UNLIMITED
                ? Optional.empty()
                : Optional.of(new Pacer(bytesPerSecond));
    }
}
