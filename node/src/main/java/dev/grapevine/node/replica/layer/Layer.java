package dev.grapevine.node.replica.layer;

import java.util.Locale;

import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.consensus.random.RandomStream;

/**
 * One step from a batch of rows to another. All parameters of a network lie in one flat array; a layer knows where its
 * own are from {@link #declare}. What it keeps from {@link #forward} is for the {@link #backward} that follows and nothing
 * else, so one instance serves many replicas, but not several threads at once.
 */
public interface Layer {

    /** Features per row that come in. */
    int inputs();

    /** Features per row that go out. */
    int outputs();

    /** Adds the layer's tensors to the layout, under names that start with {@code prefix}, and remembers where. */
    void declare(Layout.Builder layout, String prefix);

    /** How many parameters the layer has of its own. */
    default long parameters() {
        return 0;
    }

    /** What its tensors are called after, together with its number. */
    default String name() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** How many values the layer keeps for each row of a batch, besides what comes in and what goes out. */
    default long values() {
        return 0;
    }

    /**
     * Allocates what the layer needs to compute; called once, before anything else but {@link #declare}, so that it can
     * be asked how large it would be without being so.
     *
     * @param batchMax the most rows given at once
     */
    default void prepare(int batchMax) {}

    /** Draws initial values for the layer's own parameters. */
    void initialise(float[] parameters, RandomStream random);

    /**
     * Floating-point operations for one row, forward and backward together.
     *
     * @param inputGradientWanted whether {@link #backward} has to give one
     */
    long operationsPerRow(boolean inputGradientWanted);

    /** Whether {@link #startStep} has an effect. */
    default boolean drawsAtRandom() {
        return false;
    }

    /**
     * The next {@link #forward} is a training step: layers that draw at random do so from here. Without this, they draw
     * nothing.
     */
    default void startStep(RandomStream random) {}

    /**
     * @param input  {@code batch} rows of {@link #inputs()}
     * @param output receives {@code batch} rows of {@link #outputs()}
     */
    void forward(float[] parameters, float[] input, float[] output, int batch);

    /**
     * @param input          as it was given to {@link #forward}
     * @param output         as it came from there
     * @param outputGradient of the loss by {@code output}; may be overwritten
     * @param inputGradient  receives the gradient by {@code input}; null if nobody wants it
     * @param gradient       receives the gradient by the layer's own parameters, at their places in the flat array
     */
    void backward(float[] parameters, float[] input, float[] output, float[] outputGradient, float[] inputGradient,
            float[] gradient, int batch);
}
