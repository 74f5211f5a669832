package dev.grapevine.node.replica.optimizer;

/** Turns gradients into steps. Keeps what it needs between steps. Not for several threads at once. */
public interface Optimizer {

    /**
     * A round begins: what earlier rounds led to has been merged with what peers sent.
     *
     * @param start the parameters from which the round starts; not changed, and not kept
     */
    default void startRound(float[] start) {}

    /**
     * Changes the parameters by one step.
     *
     * @param rateFactor what the learning rate is multiplied by in this step
     */
    void step(float[] parameters, float[] gradient, double rateFactor);

    /** Whose state {@link #state} is: one kind's state means nothing to another. */
    String kind();

    /** What it keeps between steps, for a checkpoint: a copy. */
    float[] state();

    /**
     * Takes over a saved state of the same kind.
     *
     * @throws IllegalArgumentException if its length is not that of {@link #state}; nothing has changed then
     */
    void restore(float[] state);

    /** Forgets what it kept, after training diverged. */
    void reset();
}
