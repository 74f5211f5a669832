package dev.grapevine.sim.baseline;

/**
 * Another way to learn from the same rows than gossip, in virtual time: a plain model of costs around real training. Not
 * for several threads at once.
 */
public sealed interface Baseline permits FederatedAveraging, ParameterServer, RingAllReduce, Centralised {

    /**
     * Does all that is done by then.
     *
     * @param nanos virtual time since the start; never less than before
     */
    void advanceTo(long nanos);

    /** The model as it is now; not to be changed. */
    float[] parameters();

    /** Cost of the model so far. */
    Cost cost();

    /**
     * The cost of a model.
     *
     * @param updates      of the model
     * @param stepsPerNode mean over the nodes of the local steps that went into the model
     * @param bytesPerNode mean over the nodes of the bytes that they sent
     * @param serverBytes  that the server sent; 0 where there is none
     */
    record Cost(long updates, double stepsPerNode, double bytesPerNode, long serverBytes) {}
}
