package dev.grapevine.sim.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.grapevine.gossip.peers.Overlay;
import dev.grapevine.node.result.Expectation;
import dev.grapevine.node.run.GossipOptions;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.words.UserMistakeException;

/**
 * A whole experiment as a user describes it in one file.
 *
 * @param name    for reports
 * @param options what is learned and how
 * @param nodes   how many nodes take part
 * @param weather everything around them
 * @param expect  what has to hold in the end
 * @param compare what the run is compared with; simulation only
 */
public record Scenario(String name, RunOptions options, int nodes, Weather weather, List<Expectation> expect,
        Comparison compare) {

    public Scenario {
        expect = List.copyOf(expect);
        checkOverlay(options.get(GossipOptions.OVERLAY), nodes);
    }

    /** One that is compared with nothing. */
    public Scenario(String name, RunOptions options, int nodes, Weather weather, List<Expectation> expect) {
        this(name, options, nodes, weather, expect, Comparison.NONE);
    }

    private static void checkOverlay(Overlay overlay, int nodes) {
        int least = overlay.leastNodes();
        if (least > nodes) {
            throw new UserMistakeException("gossip.overlay is '" + overlay + "', which has a node " + (least - 1)
                    + ", but nodes is " + nodes + ": allowed are nodes 0 to " + (nodes - 1));
        }
    }

    /** The same experiment with other options. */
    public Scenario withOptions(RunOptions changed) {
        return new Scenario(name, changed, nodes, weather, expect, compare);
    }

    /** The same experiment in other weather. */
    public Scenario withWeather(Weather changed) {
        return new Scenario(name, options, nodes, changed, expect, compare);
    }

    /**
     * The options of one node that is started as a process, with its own from the start. An option that any node has of
     * its own is given to every node, so that none adopts it from the founder of the run.
     */
    public RunOptions optionsOf(int node) {
        Map<String, String> own = new LinkedHashMap<>();
        for (Fault fault : faults()) {
            if (fault instanceof Fault.OwnOptions some) {
                some.options().forEach((name, text) -> {
                    own.putIfAbsent(name, options.text(RunOptions.byName(name).orElseThrow()));
                    if (some.at().isZero() && some.nodes().contains(node)) {
                        own.put(name, text);
                    }
                });
            }
        }
        return options.with(own);
    }

    /** Conditions of every link. */
    public NetworkConditions network() {
        return weather.network();
    }

    /** Devices of the nodes. */
    public Devices devices() {
        return weather.devices();
    }

    /** Faults and their times. */
    public List<Fault> faults() {
        return weather.faults();
    }
}
