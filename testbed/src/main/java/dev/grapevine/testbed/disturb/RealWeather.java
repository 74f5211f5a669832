package dev.grapevine.testbed.disturb;

import java.util.Optional;

import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.sim.scenario.Churn;
import dev.grapevine.sim.scenario.Devices;
import dev.grapevine.sim.scenario.Fault;
import dev.grapevine.sim.scenario.MembershipConditions;
import dev.grapevine.sim.scenario.NetworkConditions;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.sim.scenario.Sites;
import dev.grapevine.sim.scenario.Weather;

/** The part of a scenario's weather that real processes can be exposed to. */
public final class RealWeather {

    private static final String CLUSTER = ": with real processes, allowed are network's latency and bandwidth, churn with "
            + "until, and the faults partition, crash, freeze, link, rolling and options with 'at: 0s'";

    private RealWeather() {}

    /** Refuses weather that can only be simulated. */
    public static void check(Scenario scenario) {
        if (scenario.options().get(ControlOptions.EVALUATE).nodes().isPresent()) {
            throw new UserMistakeException("evaluate is '" + scenario.options().text(ControlOptions.EVALUATE)
                    + "', but real processes all judge themselves: allowed are every and on");
        }
        Weather weather = scenario.weather();
        refuse(weather.network(), "network");
        refuseIf(!weather.sites().equals(Sites.NONE), "sites");
        refuseIf(!weather.devices().equals(Devices.DEFAULT), "devices");
        refuseIf(!weather.membership().equals(MembershipConditions.DEFAULT), "membership");
        refuseIf(weather.churn().flatMap(Churn::until).isEmpty() && weather.churn().isPresent(),
                "churn without until");
        refuseIf(weather.churn().filter(churn -> churn.leaving() > 0).isPresent(), "churn.leaving");
        for (int i = 0; i < weather.faults().size(); i++) {
            check(weather.faults().get(i), "faults[" + i + "]");
        }
    }

    private static void check(Fault fault, String where) {
        switch (fault) {
            case Fault.Partition partition -> refuseIf(partition.flapping().isPresent() && partition.lasts().isEmpty(),
                    where + ".flapping without for");
            case Fault.Crash crash -> refuseIf(crash.torn(), where + ".torn");
            case Fault.Link link -> refuse(link.conditions(), where);
            case Fault.Suspect _ -> refuseIf(true, where + ".suspect");
            case Fault.Attack _ -> refuseIf(true, where + ".attack");
            case Fault.OwnOptions own ->
                refuseIf(!own.isAlways(), where + ".options later than 'at: 0s', or with 'for'");
            case Fault.Leave _ -> refuseIf(true, where + ".leave");
            case Fault.Join _ -> refuseIf(true, where + ".join");
            case Fault.Freeze _,Fault.Rolling _ -> {
            }
        }
    }

    private static void refuse(NetworkConditions conditions, String where) {
        refuseIf(conditions.loss().isPresent(), where + ".loss");
        refuseIf(conditions.bytesPerSecondIn().isPresent(), where + ".bandwidth.down");
        refuseIf(conditions.bursts().isPresent(), where + ".bursts");
        refuseIf(conditions.duplicate().isPresent(), where + ".duplicate");
        refuseIf(conditions.reorder().isPresent(), where + ".reorder");
    }

    private static void refuseIf(boolean given, String what) {
        if (given) {
            throw new UserMistakeException("The scenario has " + what + CLUSTER);
        }
    }

    /** Conditions of the links between nodes; empty if no proxies are needed. */
    public static Optional<NetworkConditions> ways(Weather weather) {
        boolean changed = weather.faults().stream()
                .anyMatch(fault -> fault instanceof Fault.Partition || fault instanceof Fault.Link);
        return changed || !weather.network().equals(NetworkConditions.USUAL)
                ? Optional.of(weather.network())
                : Optional.empty();
    }
}
