package dev.grapevine.node.replica.optimizer;

/** Turns gradients into parameter steps; may keep state between steps. Not thread-safe. */
public interface Optimizer {

    /**
     * Starts a local round. The parameters may have changed since the last step by merges with peers.
     *
     * @param start parameters at the start of the round; neither changed nor kept
     */
    default void startRound(float[] start) {}

    /**
     * Updates the parameters by one step.
     *
     * @param rateFactor multiplier of the learning rate in this step
     */
    void step(float[] parameters, float[] gradient, double rateFactor);

    /** Kind of {@link #state}; states of different kinds are incompatible. */
    String kind();

    /** Copy of the state between steps, for a checkpoint. */
    float[] state();

    /**
     * Restores a saved state of the same kind.
     *
     * @throws IllegalArgumentException if its length is not that of {@link #state}; nothing has changed then
     */
    void restore(float[] state);

    /** Clears the state, after training diverged. */
    void reset();
}
