package dev.grapevine.gossip.core;

import java.util.Optional;

import dev.grapevine.consensus.delta.DisagreementScale;
import dev.grapevine.consensus.merge.MergeRule;
import dev.grapevine.consensus.merge.MergeRules;
import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.consensus.parameters.ServedAverage;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.pace.Pacer;
import dev.grapevine.gossip.pace.TokenAccount;
import dev.grapevine.gossip.parameters.FlowParameters;
import dev.grapevine.gossip.peers.KnownShares;
import dev.grapevine.gossip.peers.Overlays;
import dev.grapevine.gossip.peers.PeerChoice;

/** What a node has once it knows the run's charter: replica, codings, merge rule. */
final class RunState {

    final RunPlan plan;
    final long charterFingerprint;
    final PublishedParameters replica;
    final ServedAverage served;
    final Codings codings;
    final MergeRule mergeRule;
    final DisagreementScale scale;
    final Rounds rounds;
    final KnownShares shares;
    final PeerChoice overlay;
    /** Empty if exchanges are started after each round. */
    final Optional<TokenAccount> tokens;
    /** Empty if nothing limits what the node sends. */
    final Optional<Pacer> pacer;
    /** Scratch for the differences of one block. */
    final int[] differences;

    RunState(RunPlan plan, PublishedParameters replica, Rounds rounds) {
        this.plan = plan;
        this.charterFingerprint = plan.charter().fingerprint();
        this.replica = replica;
        this.rounds = rounds;
        this.shares = new KnownShares(plan.classShares());
        this.overlay = Overlays.byName(plan.parameters().flow().overlay(), shares);
        this.served = new ServedAverage(plan.parameters().serveDecay(), replica);
        long bytesPerSecond = plan.parameters().flow().bytesPerSecondMax();
        this.pacer = bytesPerSecond == FlowParameters.UNLIMITED
                ? Optional.empty()
                : Optional.of(new Pacer(bytesPerSecond));
        this.tokens = plan.parameters().flow().tokens().map(TokenAccount::new);
        this.mergeRule = MergeRules.byName(plan.mergeRule());
        this.scale = new DisagreementScale(replica.blocks().count());
        this.codings = Codings.of(plan, replica, scale);
        this.differences = new int[replica.blocks().length(0)];
    }

    /** A run at its very beginning. */
    static RunState begin(RunPlan plan, long seed) {
        Blocks blocks = new Blocks(plan.initialParameters().length, plan.parameters().blockSize());
        return new RunState(plan, new PublishedParameters(blocks, plan.initialParameters()),
                new Rounds(plan.parameters().localSteps(), seed, blocks));
    }
}
