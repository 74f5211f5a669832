package dev.grapevine.node.replica.optimizer;

/** Turns gradients into steps. Keeps what it needs between steps. Not for several threads at once. */
public interface Optimizer {

    /** Changes the parameters by one step. */
    void step(float[] parameters, float[] gradient);

    /** What it keeps between steps, for a checkpoint: arrays to be read, not changed. */
    float[] state();

    /** Takes over a saved state of the same length. */
    void restore(float[] state);

    /** Forgets what it kept, after training diverged. */
    void reset();
}
