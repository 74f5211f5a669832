package dev.grapevine.node.result;

import java.util.ArrayList;
import java.util.List;

/** Records when the mean accuracy over the nodes first reached each of the usual targets. */
public final class TargetTracker {

    private static final double[] LEVELS = {0.80, 0.85, 0.90, 0.95, 0.97, 0.98};

    /**
     * Target accuracy that was reached.
     *
     * @param accuracy         the target
     * @param seconds          since the start
     * @param stepsPerNode     mean local steps
     * @param bytesSentPerNode mean bytes sent
     */
    public record Target(double accuracy, double seconds, double stepsPerNode, double bytesSentPerNode) {}

    private final List<Target> reached = new ArrayList<>();

    /** Adds a measurement; NaN is ignored. */
    public void observe(double meanAccuracy, double seconds, double stepsPerNode, double bytesSentPerNode) {
        while (reached.size() < LEVELS.length && meanAccuracy >= LEVELS[reached.size()]) {
            reached.add(new Target(LEVELS[reached.size()], seconds, stepsPerNode, bytesSentPerNode));
        }
    }

    /** Targets reached so far, lowest first. */
    public List<Target> reached() {
        return List.copyOf(reached);
    }
}
