package dev.grapevine.gossip.strategy.link;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import dev.grapevine.consensus.compress.Compressor;
import dev.grapevine.consensus.compress.Compressors;
import dev.grapevine.consensus.link.ConsensusStep;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.message.MessageType;
import dev.grapevine.gossip.strategy.Promise;
import dev.grapevine.gossip.strategy.Strategy;
import dev.grapevine.gossip.strategy.StrategyContext;
import dev.grapevine.gossip.strategy.StrategyRoom;
import dev.grapevine.gossip.strategy.pairwise.PairwiseRoom;
import dev.grapevine.gossip.strategy.pairwise.PairwiseStrategy;

/**
 * Exchanges between neighbours that remember what they told each other: the strategy {@code choco}. It is spoken in the
 * words of pairwise exchanges; only what they carry is other.
 */
public final class LinkRoom implements StrategyRoom {

    /** A contraction of that much, or more. */
    private static final double LOSES_LITTLE = 0.5;

    @Override
    public int kind() {
        return 21;
    }

    @Override
    public String name() {
        return "choco";
    }

    @Override
    public List<MessageType<?>> messages() {
        return List.of();
    }

    @Override
    public String timerWords(int what, long sequence) {
        throw new IllegalArgumentException("Its conversations are pairwise exchanges");
    }

    @Override
    public boolean compresses(String compression) {
        try {
            Compressors.byName(compression);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public String allowedCompressions() {
        return Compressors.ALLOWED;
    }

    @Override
    public List<String> compressionExamples() {
        return Compressors.EXAMPLES;
    }

    @Override
    public boolean needsNeighboursThatStay() {
        return true;
    }

    /**
     * A reference follows with the part δ of what it lacks each time that its link is used, which is as if it became the replica
     * itself with probability δ. Until then, n times with E n = 1/δ and E n² = (2 − δ)/δ², both ends move by γ of the same old difference, so
     * that the new one is 1 − 2γn of it, and of its square 1 − 4γ/δ + 4γ² (2 − δ)/δ² is left. An exchange takes δ times what that
     * takes. Compression leaves nothing, since what is compressed vanishes with disagreement.
     *
     * <p>Source: A. Koloskova, S. Stich, M. Jaggi, "Decentralized Stochastic Optimization and Gossip Algorithms with Compressed
     * Communication", ICML 2019, theorem 2: linear contraction by both the spectral gap and δ, for a γ that is far smaller than
     * {@link ConsensusStep}'s. So nothing is promised of compressors that lose more than half of a vector or have no δ at all:
     * with a γ that large, of several links of a node each moves it by what the others have made obsolete, and it is for
     * experiments to tell whether that ends well. Nor where a node has more neighbours than memories, which begin again then.
     */
    @Override
    public Optional<Promise> promise(RunPlan plan, int neighboursMost) {
        int length = plan.blocks().length(0);
        Compressor compressor = Compressors.byName(plan.compression());
        double kept = compressor.contraction(length);
        double step = ConsensusStep.of(compressor, length);
        double share = 4 * step * (1 - step * (2 - kept) / kept);
        return kept >= LOSES_LITTLE && share > 0 && neighboursMost <= Links.LINKS_MAX
                ? Optional.of(new Promise(share, OptionalDouble.of(kept), Promise.Residue.NONE))
                : Optional.empty();
    }

    @Override
    public Strategy begin(StrategyContext context) {
        return new PairwiseStrategy(new PairwiseRoom(),
                new Links(context.plan(), context.replica().published()), context);
    }
}
