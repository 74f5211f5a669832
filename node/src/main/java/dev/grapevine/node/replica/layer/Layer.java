package dev.grapevine.node.replica.layer;

import java.util.Locale;

import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.consensus.random.RandomStream;

/**
 * One layer of a network: maps a batch of rows to another. All parameters of a network are in one flat array; a layer
 * knows the offsets of its own from {@link #declare}. The state it keeps from {@link #forward} is only for the
 * following {@link #backward}, so one instance serves many replicas. Not thread-safe.
 */
public interface Layer {

    /** Input features per row. */
    int inputs();

    /** Output features per row. */
    int outputs();

    /** Adds the layer's tensors to the layout, under names that start with {@code prefix}, and keeps their offsets. */
    void declare(Layout.Builder layout, String prefix);

    /** Number of the layer's parameters. */
    default long parameters() {
        return 0;
    }

    /** Prefix of its tensors' names, combined with its number. */
    default String name() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** Number of values kept for each row of a batch, besides inputs and outputs. */
    default long values() {
        return 0;
    }

    /**
     * Allocates the buffers for computing. Called once, before any method except {@link #declare} and those that tell
     * the layer's size, so that sizes are known without allocation.
     *
     * @param batchMax maximum number of rows per batch
     */
    default void prepare(int batchMax) {}

    /** Draws initial values of the layer's parameters. */
    void initialise(float[] parameters, RandomStream random);

    /**
     * Floating-point operations for one row, forward and backward together.
     *
     * @param inputGradientWanted whether {@link #backward} computes the gradient with respect to the input
     */
    long operationsPerRow(boolean inputGradientWanted);

    /** Whether {@link #startStep} has an effect. */
    default boolean drawsAtRandom() {
        return false;
    }

    /**
     * Marks the next {@link #forward} as a training step and provides its randomness. Without it, layers draw nothing.
     */
    default void startStep(RandomStream random) {}

    /**
     * @param input  {@code batch} rows of {@link #inputs()}
     * @param output receives {@code batch} rows of {@link #outputs()}
     */
    void forward(float[] parameters, float[] input, float[] output, int batch);

    /**
     * @param input          same as for {@link #forward}
     * @param output         result of {@link #forward}
     * @param outputGradient gradient of the loss with respect to {@code output}; may be overwritten
     * @param inputGradient  receives the gradient with respect to {@code input}; null if it is not needed
     * @param gradient       receives the gradient with respect to the layer's parameters, at their offsets in the flat
     *                       array
     */
    void backward(float[] parameters, float[] input, float[] output, float[] outputGradient, float[] inputGradient,
            float[] gradient, int batch);
}
