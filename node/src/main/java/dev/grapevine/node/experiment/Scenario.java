package dev.grapevine.node.experiment;

import java.util.List;

/**
 * A whole experiment as a user describes it in one file.
 *
 * @param name    for reports
 * @param options what is learned and how
 * @param nodes   how many nodes take part
 * @param network what every way between two nodes is like; simulation only
 * @param devices how fast nodes compute; simulation only
 * @param faults  what goes wrong, and when
 * @param expect  what has to hold in the end
 */
public record Scenario(String name, RunOptions options, int nodes, NetworkConditions network, Devices devices,
        List<Fault> faults, List<Expectation> expect) {

    public static final int MAX_NODES = 1_000_000;

    public Scenario {
        faults = List.copyOf(faults);
        expect = List.copyOf(expect);
    }

    /** The same experiment with other options. */
    public Scenario withOptions(RunOptions changed) {
        return new Scenario(name, changed, nodes, network, devices, faults, expect);
    }
}
