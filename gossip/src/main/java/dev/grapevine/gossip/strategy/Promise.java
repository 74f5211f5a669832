package dev.grapevine.gossip.strategy;

import java.util.OptionalDouble;

/**
 * What theory promises of replicas where nobody trains and nothing goes wrong. Let λ be the factor by which one exchange of
 * a random pair of neighbours that average exactly multiplies the expected sum V of squared distances to the mean (S. Boyd
 * et al., "Randomized Gossip Algorithms", 2006), and X² the most that any two replicas keep of their squared difference.
 * Then one exchange takes at least {@code share} (1 − λ) (V − X² / (2 (1 − λ))) from V, in expectation: a pair that averages takes
 * half of its squared difference, which is (1 − λ) V in the mean over pairs.
 *
 * @param share   of what is beyond the residue, what an exchange takes away in place of all of it
 * @param memory  where links remember: the part of what a memory lacks that an exchange over its link adds to it. Replicas
 *                come together no sooner than memories follow them
 * @param residue what replicas keep of their difference to others
 */
public record Promise(double share, OptionalDouble memory, Residue residue) {

    /** What a block of a replica keeps of its difference to others; between two, the root of X² is the sum of their roots. */
    @FunctionalInterface
    public interface Residue {

        /** Nothing. */
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
}
