package dev.grapevine.sim.scenario;

import java.util.List;
import java.util.Optional;

/**
 * Everything around the nodes of a scenario.
 *
 * @param network    what every way between two nodes is like
 * @param sites      places that are joined by lines of their own
 * @param devices    what nodes run on
 * @param membership how well nodes know which peers are live
 * @param churn      nodes that come and go; empty if all stay
 * @param faults     what goes wrong, and when
 */
public record Weather(NetworkConditions network, Sites sites, Devices devices, MembershipConditions membership,
        Optional<Churn> churn, List<Fault> faults) {

    /** The weather in which nothing is slow and nothing goes wrong. */
    public static final Weather FAIR = new Weather(NetworkConditions.USUAL, Sites.NONE, Devices.DEFAULT,
            MembershipConditions.DEFAULT, Optional.empty(), List.of());

    public Weather {
        faults = List.copyOf(faults);
    }

    /** The same with another network. */
    public Weather withNetwork(NetworkConditions other) {
        return new Weather(other, sites, devices, membership, churn, faults);
    }

    /** The same with other devices. */
    public Weather withDevices(Devices other) {
        return new Weather(network, sites, other, membership, churn, faults);
    }

    /** The same with other faults. */
    public Weather withFaults(List<Fault> other) {
        return new Weather(network, sites, devices, membership, churn, other);
    }
}
