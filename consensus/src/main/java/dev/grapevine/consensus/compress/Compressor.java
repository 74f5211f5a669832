package dev.grapevine.consensus.compress;

/**
 * A lossy operator on vectors. It is used where both ends of a link keep a reference, so that the vector is the
 * change since, as in CHOCO-SGD.
 *
 * <p>Source of the contract: A. Koloskova, S. Stich, M. Jaggi, "Decentralized Stochastic Optimization and Gossip
 * Algorithms with Compressed Communication", ICML 2019, Assumption 1 (equation 7): E‖C(v) − v‖² ≤ (1 − δ)‖v‖².
 *
 * <p>Both ends compute with the same operations in the same order, so that they read the same floats on every machine.
 * Values have to be finite and at most {@link #MAGNITUDE_MAX}; magnitudes below {@link #MAGNITUDE_MIN} may be
 * taken for 0.
 *
 * <p>{@code payload} arrays are read and written from {@code payloadOffset} on; their room is the caller's business
 * and is checked. Implementations hold working memory: each is for one thread at a time. They allocate nothing once
 * they have met the longest vector.
 */
public interface Compressor {

    /** The largest magnitude of a value. */
    float MAGNITUDE_MAX = 0x1p30f;

    /** The least magnitude that is distinguished from 0. */
    float MAGNITUDE_MIN = 0x1p-60f;

    /** The name that users write, such as {@code topk:0.01}. */
    String name();

    /** Bytes that a vector takes at most: known before it is encoded. */
    int bytesMax(int length);

    /**
     * Writes a vector and replaces it by the vector that the other side will read.
     *
     * @param values  {@code length} of them from {@code offset} on
     * @param seed    of random choices; the other side has to know it
     * @param payload with room for {@link #bytesMax}; nothing beyond is written
     * @return bytes written
     */
    int encode(float[] values, int offset, int length, int seed, byte[] payload, int payloadOffset);

    /**
     * Reads a vector.
     *
     * @param payloadBytes of any number
     * @param target       receives {@code length} elements from index 0 on; undefined where the answer is false
     * @return false when no honest peer sends this
     */
    boolean decode(byte[] payload, int payloadOffset, int payloadBytes, int length, int seed, float[] target);

    /**
     * The δ with E‖C(v) − v‖² ≤ (1 − δ)‖v‖² for all v of that length, the mean being over seeds, but for rounding of
     * floats. Not positive where there is no such bound but that of the variance, 1 − δ: only operators that are
     * {@link #isUnbiased} have that.
     */
    double contraction(int length);

    /** Whether the mean of C(v) over all seeds is v. Only tests ask: they hold C to it. */
    default boolean isUnbiased() {
        return false;
    }

    /** Whether C(v) depends on the seed. Only tests ask: they average over seeds. */
    default boolean isRandom() {
        return false;
    }
}
