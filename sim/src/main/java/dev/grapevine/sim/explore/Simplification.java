package dev.grapevine.sim.explore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;

import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.node.run.Option;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.TaskOptions;
import dev.grapevine.node.run.TrainingOptions;
import dev.grapevine.sim.scenario.Churn;
import dev.grapevine.sim.scenario.Devices;
import dev.grapevine.sim.scenario.MembershipConditions;
import dev.grapevine.sim.scenario.NetworkConditions;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.sim.scenario.Sites;
import dev.grapevine.sim.scenario.Speed;
import dev.grapevine.sim.scenario.Weather;

/**
 * One step that simplifies a scenario.
 *
 * @param name   the part that it leaves out, for users
 * @param change the simpler scenario, or the same one if there is nothing to leave out
 */
record Simplification(String name, UnaryOperator<Scenario> change) {

    /** Options that stay: they define the task of a scenario and its speed. */
    private static final List<Option<?>> ESSENTIAL = List.of(TaskOptions.DATA, ControlOptions.SEED, ControlOptions.STOP,
            TrainingOptions.LOCAL_STEPS, TrainingOptions.BATCH, TrainingOptions.LEARNING_RATE, TaskOptions.MODEL,
            ControlOptions.EVALUATE, TaskOptions.SCHEMA);

    /** Steps for the weather without its faults, largest effect first. */
    static List<Simplification> ofWeather() {
        List<Simplification> all = new ArrayList<>();
        all.add(weather("all weather but faults", weather -> new Weather(NetworkConditions.USUAL, Sites.NONE,
                plain(weather.devices()), MembershipConditions.DEFAULT, Optional.empty(), weather.faults())));
        all.add(weather("churn", weather -> withChurn(weather, Optional.empty())));
        all.add(weather("sites", weather -> withSites(weather, Sites.NONE)));
        all.add(weather("conditions between sites",
                weather -> withSites(weather, new Sites(weather.sites().groups(), NetworkConditions.USUAL))));
        all.add(network("bursts", n -> new NetworkConditions(n.latency(), n.bytesPerSecondOut(), n.bytesPerSecondIn(),
                n.loss(), Optional.empty(), n.duplicate(), n.reorder())));
        all.add(network("duplicates", n -> new NetworkConditions(n.latency(), n.bytesPerSecondOut(),
                n.bytesPerSecondIn(), n.loss(), n.bursts(), OptionalDouble.empty(), n.reorder())));
        all.add(network("reordering", n -> new NetworkConditions(n.latency(), n.bytesPerSecondOut(),
                n.bytesPerSecondIn(), n.loss(), n.bursts(), n.duplicate(), Optional.empty())));
        all.add(network("loss", n -> new NetworkConditions(n.latency(), n.bytesPerSecondOut(), n.bytesPerSecondIn(),
                OptionalDouble.empty(), n.bursts(), n.duplicate(), n.reorder())));
        all.add(network("the way in", n -> new NetworkConditions(n.latency(), n.bytesPerSecondOut(),
                OptionalDouble.empty(), n.loss(), n.bursts(), n.duplicate(), n.reorder())));
        all.add(network("bandwidth", n -> new NetworkConditions(n.latency(), OptionalDouble.empty(),
                n.bytesPerSecondIn(), n.loss(), n.bursts(), n.duplicate(), n.reorder())));
        all.add(network("latency", n -> new NetworkConditions(Optional.empty(), n.bytesPerSecondOut(),
                n.bytesPerSecondIn(), n.loss(), n.bursts(), n.duplicate(), n.reorder())));
        all.add(weather("sleep", weather -> weather.withDevices(new Devices(weather.devices().gigaflops(),
                weather.devices().speed(), Optional.empty(), weather.devices().drift()))));
        all.add(weather("drift", weather -> weather.withDevices(new Devices(weather.devices().gigaflops(),
                weather.devices().speed(), weather.devices().duty(), 0))));
        all.add(weather("differences of speed", weather -> weather.withDevices(new Devices(
                weather.devices().gigaflops(), new Speed.Constant(), weather.devices().duty(),
                weather.devices().drift()))));
        all.add(weather("membership", weather -> withMembership(weather, MembershipConditions.DEFAULT)));
        all.add(weather("suspicion", weather -> withMembership(weather,
                new MembershipConditions(weather.membership().discovery(), weather.membership().detection(), 0,
                        weather.membership().view()))));
        return all;
    }

    /** Steps that reset given options to their defaults: all at once first, then each. */
    static List<Simplification> ofOptions(Scenario scenario) {
        List<Simplification> all = new ArrayList<>();
        List<String> plain = scenario.options().given().keySet().stream()
                .filter(name -> ESSENTIAL.stream().noneMatch(option -> option.name().equals(name))).toList();
        all.add(new Simplification("all options", some -> without(some, plain)));
        plain.forEach(name -> all.add(new Simplification(name, some -> without(some, List.of(name)))));
        return all;
    }

    private static Scenario without(Scenario scenario, List<String> names) {
        Map<String, String> given = new LinkedHashMap<>(scenario.options().given());
        given.keySet().removeAll(names);
        return scenario.withOptions(RunOptions.of(given));
    }

    private static Simplification weather(String name, UnaryOperator<Weather> change) {
        return new Simplification(name, scenario -> scenario.withWeather(change.apply(scenario.weather())));
    }

    private static Simplification network(String name, UnaryOperator<NetworkConditions> change) {
        return weather(name, weather -> weather.withNetwork(change.apply(weather.network())));
    }

    private static Devices plain(Devices devices) {
        return new Devices(devices.gigaflops(), new Speed.Constant(), Optional.empty(), 0);
    }

    private static Weather withChurn(Weather weather, Optional<Churn> churn) {
        return new Weather(weather.network(), weather.sites(), weather.devices(), weather.membership(), churn,
                weather.faults());
    }

    private static Weather withSites(Weather weather, Sites sites) {
        return new Weather(weather.network(), sites, weather.devices(), weather.membership(), weather.churn(),
                weather.faults());
    }

    private static Weather withMembership(Weather weather, MembershipConditions membership) {
        return new Weather(weather.network(), weather.sites(), weather.devices(), membership, weather.churn(),
                weather.faults());
    }
}
