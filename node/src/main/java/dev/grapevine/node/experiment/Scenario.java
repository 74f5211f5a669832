package dev.grapevine.node.experiment;

import java.util.List;

import dev.grapevine.gossip.peers.Overlays;
import dev.grapevine.node.replica.UserMistakeException;

/**
 * A whole experiment as a user describes it in one file.
 *
 * @param name    for reports
 * @param options what is learned and how
 * @param nodes   how many nodes take part
 * @param weather everything around them
 * @param expect  what has to hold in the end
 */
public record Scenario(String name, RunOptions options, int nodes, Weather weather, List<Expectation> expect) {

    public static final int MAX_NODES = 1_000_000;

    public Scenario {
        expect = List.copyOf(expect);
        checkOverlay(options.get(RunOptions.OVERLAY), nodes);
    }

    private static void checkOverlay(String overlay, int nodes) {
        int least = Overlays.leastNodes(overlay);
        if (least > nodes) {
            throw new UserMistakeException("gossip.overlay is '" + overlay + "', which has a node " + (least - 1)
                    + ", but nodes is " + nodes + ": allowed are nodes 0 to " + (nodes - 1));
        }
    }

    /** The same experiment with other options. */
    public Scenario withOptions(RunOptions changed) {
        return new Scenario(name, changed, nodes, weather, expect);
    }

    /** The same experiment in other weather. */
    public Scenario withWeather(Weather changed) {
        return new Scenario(name, options, nodes, changed, expect);
    }

    /** What every way between two nodes is like. */
    public NetworkConditions network() {
        return weather.network();
    }

    /** What nodes run on. */
    public Devices devices() {
        return weather.devices();
    }

    /** What goes wrong, and when. */
    public List<Fault> faults() {
        return weather.faults();
    }
}
