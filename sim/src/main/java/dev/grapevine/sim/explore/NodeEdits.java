package dev.grapevine.sim.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

import dev.grapevine.sim.scenario.Fault;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.sim.scenario.Sites;
import dev.grapevine.sim.scenario.Weather;

/** The same scenarios with fewer nodes, without the faults and options of removed nodes. */
final class NodeEdits {

    private NodeEdits() {}

    /** The scenario with the first nodes only. */
    static Scenario first(Scenario scenario, int nodes) {
        return renumbered(scenario, nodes, node -> node < nodes ? node : FaultEdits.GONE);
    }

    /** The scenario with the nodes that faults name, renumbered, and others up to the given number. */
    static Scenario named(Scenario scenario, int least) {
        List<Integer> named = FaultEdits.named(scenario.faults());
        int nodes = Math.min(scenario.nodes(), Math.max(named.size(), least));
        return renumbered(scenario, nodes, named::indexOf);
    }

    private static Scenario renumbered(Scenario scenario, int nodes, IntUnaryOperator number) {
        Weather weather = scenario.weather();
        List<Fault> faults = weather.faults().stream().map(fault -> FaultEdits.renumbered(fault, number))
                .flatMap(Optional::stream).toList();
        List<Sites.Site> sites = new ArrayList<>();
        for (Sites.Site site : weather.sites().groups()) {
            List<Integer> left = site.nodes().stream().map(number::applyAsInt)
                    .filter(node -> node != FaultEdits.GONE).toList();
            if (!left.isEmpty()) {
                sites.add(new Sites.Site(site.name(), left));
            }
        }
        Sites left = sites.isEmpty() ? Sites.NONE : new Sites(sites, weather.sites().between());
        return new Scenario(scenario.name(), scenario.options(), nodes, new Weather(weather.network(), left,
                weather.devices(), weather.membership(), weather.churn(), faults), scenario.expect(),
                scenario.compare());
    }
}
