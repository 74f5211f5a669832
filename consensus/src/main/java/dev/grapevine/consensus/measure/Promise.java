package dev.grapevine.consensus.measure;

import java.util.Optional;
import java.util.OptionalDouble;

import dev.grapevine.consensus.coding.DeltaCodec;
import dev.grapevine.consensus.compress.Compressor;
import dev.grapevine.consensus.link.ConsensusStep;
import dev.grapevine.consensus.parameters.Blocks;

/**
 * The contraction that theory guarantees while no node trains and nothing fails. Let λ be the factor by which one
 * exchange of a random pair of neighbours that average exactly multiplies the expected sum V of squared distances to
 * the mean (S. Boyd et al., "Randomized Gossip Algorithms", 2006), and X² the most that any two replicas keep of
 * their squared difference. Then one exchange takes at least {@code share} (1 − λ) (V − X² / (2 (1 − λ))) from V, in
 * expectation: a pair that averages takes half of its squared difference, which is (1 − λ) V in the mean over pairs.
 *
 * @param share   the part of the distance beyond the residue that an exchange removes
 * @param memory  where links remember: the part of what a memory lacks that an exchange over its link adds to it.
 * Replicas come together no sooner than memories follow them
 * @param residue the difference to others that replicas keep
 */
public record Promise(double share, OptionalDouble memory, Residue residue) {

    /** A contraction of that much, or more. */
    private static final double LOSES_LITTLE = 0.5;

    /**
     * The squared difference to others that a block of a replica keeps; between two, the root of X² is the sum of their
     * roots.
     */
    @FunctionalInterface
    public interface Residue {

        /** No residue. */
        Residue NONE = (_, _, _) -> 0;

        /** Its square, in units². */
        double of(int[] units, int offset, int length);
    }

    /** @throws IllegalArgumentException if a part is not one */
    public Promise {
        if (!(share > 0 && share <= 1) || !memory.stream().allMatch(part -> part > 0 && part <= 1)) {
            throw new IllegalArgumentException("A share of " + share + ", a memory of " + memory
                    + ": each is more than 0 and at most 1");
        }
    }

    /** The promise of pairs that exchange with a codec. */
    public static Promise ofPairs(DeltaCodec codec, Blocks blocks) {
        return new Promise(codec.share(blocks.length(0)), OptionalDouble.empty(), codec::residue);
    }

    /**
     * The promise of nodes that push blocks to others, and hear no answer.
     *
     * <p>The receiver moves by w = 1/2 of the difference between values of the same age, and the sender stays. With d
     * = u + e what is read of the difference u, and as many pushes in one direction as in the other, a push takes w
     * ‹u, d› − w² ‖d‖² = (‖u‖² − ‖e‖²) / 4 of the sum of squared distances, half of what a pair that averages takes;
     * where ages differ, w (1 − w) ≤ 1/4 is less for as long as that takes to pass. Differences are not written, so
     * that what a codec keeps of them is no more than it promises.
     *
     * <p>Source: F. Fagnani, S. Zampieri, "Asymmetric Randomized Gossip Algorithms for Consensus", IFAC World
     * Congress 2008.
     *
     * @param windowBlocks the largest number of blocks in a push
     */
    public static Promise ofPushes(DeltaCodec codec, Blocks blocks, int windowBlocks) {
        double pushed = Math.min(1, (double) windowBlocks / blocks.count());
        return new Promise(codec.share(blocks.length(0)) * pushed / 2, OptionalDouble.empty(), codec::residue);
    }

    /**
     * The promise of neighbours that exchange over links with memories.
     *
     * <p>A reference follows with the part δ of what it lacks each time that its link is used, which is as if it
     * became the replica itself with probability δ. Until then, n times with E n = 1/δ and E n² = (2 − δ)/δ², both
     * ends move by γ of the same old difference, so that the new one is 1 − 2γn of it, and of its square 1 − 4γ/δ +
     * 4γ² (2 − δ)/δ² is left. An exchange takes δ times what that takes. Compression leaves nothing, since what is
     * compressed vanishes with disagreement.
     *
     * <p>Source: A. Koloskova, S. Stich, M. Jaggi, "Decentralized Stochastic Optimization and Gossip Algorithms with
     * Compressed Communication", ICML 2019, theorem 2: linear contraction by both the spectral gap and δ, for a γ
     * that is far smaller than {@link ConsensusStep}'s. So nothing is promised of compressors that lose more than
     * half of a vector or have no δ at all: with a γ that large, of several links of a node each moves it by what the
     * others have made obsolete, and it is for experiments to tell whether that ends well.
     *
     * @return empty where nothing is promised
     */
    public static Optional<Promise> ofLinks(Compressor compressor, Blocks blocks) {
        int length = blocks.length(0);
        double kept = compressor.contraction(length);
        double step = ConsensusStep.of(compressor, length);
        double share = 4 * step * (1 - step * (2 - kept) / kept);
        return kept >= LOSES_LITTLE && share > 0
                ? Optional.of(new Promise(share, OptionalDouble.of(kept), Residue.NONE))
                : Optional.empty();
    }
}
