package dev.grapevine.sim.scenario;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import dev.grapevine.node.words.Quantities;

/** Writes a scenario as the YAML that {@link ScenarioFile} reads back to an equal one. */
public final class ScenarioText {

    private static final YAMLMapper YAML = YAMLMapper.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS).build();

    private final ObjectNode root = YAML.createObjectNode();

    private ScenarioText() {}

    /** The text of a scenario, with resolved paths of data. */
    public static String of(Scenario scenario) {
        ScenarioText text = new ScenarioText();
        text.root.put("name", scenario.name());
        text.root.put("nodes", scenario.nodes());
        scenario.options().given().forEach(text.root::put);
        text.weather(scenario.weather());
        if (!scenario.expect().isEmpty()) {
            ObjectNode expect = text.root.putObject("expect");
            scenario.expect().forEach(expected -> expect.put(expected.name(),
                    expected.operator() + " " + expected.bound()));
        }
        text.compare(scenario.compare());
        try {
            return YAML.writeValueAsString(text.root);
        } catch (JacksonException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void compare(Comparison compare) {
        if (!compare.methods().isEmpty()) {
            ArrayNode methods = root.putArray(ComparisonReader.COMPARE);
            compare.methods().forEach(method -> methods.add(method.toString()));
        }
        if (compare.serverBytesPerSecond().isPresent()) {
            rate(root.putObject(ComparisonReader.SERVER), "bandwidth", compare.serverBytesPerSecond());
        }
    }

    private void weather(Weather weather) {
        network(weather.network());
        sites(weather.sites());
        devices(weather.devices());
        membership(weather.membership());
        weather.churn().ifPresent(this::churn);
        if (!weather.faults().isEmpty()) {
            ArrayNode list = root.putArray("faults");
            weather.faults().forEach(fault -> fault(list.addObject(), fault));
        }
    }

    private void network(NetworkConditions conditions) {
        if (conditions.equals(NetworkConditions.USUAL)) {
            return;
        }
        ObjectNode network = root.putObject("network");
        conditions(network, conditions);
        if (conditions.bytesPerSecondIn().isPresent()) {
            ObjectNode ways = network.putObject("bandwidth");
            rate(ways, "up", conditions.bytesPerSecondOut());
            rate(ways, "down", conditions.bytesPerSecondIn());
        }
    }

    private static void conditions(ObjectNode node, NetworkConditions conditions) {
        conditions.latency().ifPresent(latency -> node.put("latency", latency.toString()));
        rate(node, "bandwidth", conditions.bytesPerSecondOut());
        conditions.loss().ifPresent(loss -> node.put("loss", loss));
        conditions.bursts().ifPresent(bursts -> node.putObject("bursts").put("loss", bursts.loss())
                .put("every", Quantities.exact(bursts.every())).put("lasts", Quantities.exact(bursts.lasts())));
        conditions.duplicate().ifPresent(share -> node.put("duplicate", share));
        conditions.reorder().ifPresent(reorder -> node.putObject("reorder").put("share", reorder.share()).put("by",
                Quantities.exact(reorder.by())));
    }

    private static void rate(ObjectNode node, String key, OptionalDouble bytesPerSecond) {
        bytesPerSecond.ifPresent(rate -> node.put(key, Quantities.exactRate(rate)));
    }

    private void sites(Sites sites) {
        if (sites.equals(Sites.NONE)) {
            return;
        }
        ObjectNode node = root.putObject("sites");
        ObjectNode groups = node.putObject("groups");
        sites.groups().forEach(site -> nodes(groups.putArray(site.name()), site.nodes()));
        conditions(node.putObject("between"), sites.between());
    }

    private void devices(Devices devices) {
        ObjectNode node = root.putObject("devices");
        node.put("gflops", devices.gigaflops()).put("speed", devices.speed().toString()).put("drift", devices.drift());
        devices.duty().ifPresent(duty -> node.putObject("duty").put("period", Quantities.exact(duty.period()))
                .put("awake", duty.awake()).put("phase", duty.together() ? "together" : "own"));
    }

    private void membership(MembershipConditions membership) {
        ObjectNode node = root.putObject("membership");
        node.put("discovery", Quantities.exact(membership.discovery()))
                .put("detection", Quantities.exact(membership.detection())).put("suspicion", membership.suspicion());
        membership.view().ifPresent(view -> node.put("view", view));
    }

    private void churn(Churn churn) {
        ObjectNode node = root.putObject("churn");
        node.put("session", Quantities.exact(churn.session())).put("away", Quantities.exact(churn.away()))
                .put("from", Quantities.exact(churn.from())).put("nodes", churn.nodes())
                .put("leaving", churn.leaving());
        churn.until().ifPresent(until -> node.put("until", Quantities.exact(until)));
    }

    private static void fault(ObjectNode node, Fault fault) {
        node.put("at", Quantities.exact(fault.at()));
        switch (fault) {
            case Fault.Partition partition -> partition(node, partition);
            case Fault.Crash crash -> nodes(node.put("torn", crash.torn()).putArray("crash"), crash.nodes());
            case Fault.Freeze freeze -> nodes(node.putArray("freeze"), freeze.nodes());
            case Fault.Leave leave -> nodes(node.putArray("leave"), leave.nodes());
            case Fault.Join join -> nodes(node.putArray("join"), join.nodes());
            case Fault.Link link -> {
                nodes(node.putArray("link"), List.of(link.first()));
                nodes(node.withArray("link"), List.of(link.second()));
                conditions(node, link.conditions());
            }
            case Fault.Suspect suspect -> {
                ObjectNode who = node.putObject("suspect");
                nodes(who.putArray("of"), suspect.of());
                nodes(who.putArray("by"), suspect.by());
            }
            case Fault.Attack attack ->
                nodes(node.put("attack", attack.kind().text()).putArray("nodes"), attack.nodes());
            case Fault.OwnOptions own -> {
                own.options().forEach(node.putObject("options")::put);
                nodes(node.putArray("nodes"), own.nodes());
            }
            case Fault.Rolling rolling -> nodes(node.put("down", Quantities.exact(rolling.down()))
                    .put("every", Quantities.exact(rolling.every())).putArray("rolling"), rolling.nodes());
        }
        if (!(fault instanceof Fault.Rolling)) {
            fault.lasts().ifPresent(lasts -> node.put("for", Quantities.exact(lasts)));
        }
    }

    private static void partition(ObjectNode node, Fault.Partition partition) {
        switch (partition.shape()) {
            case PartitionShape.Groups groups -> {
                ArrayNode list = node.putArray("partition");
                groups.groups().forEach(group -> nodes(list.addArray(), group));
            }
            case PartitionShape.OneWay oneWay -> {
                ObjectNode ways = node.putObject("partition");
                nodes(ways.putArray("from"), oneWay.from());
                nodes(ways.putArray("to"), oneWay.to());
            }
            case PartitionShape.Random random -> node.put("partition", "random:" + random.groups());
            case PartitionShape.Isolate isolate ->
                nodes(node.putObject("partition").putArray("isolate"), isolate.nodes());
        }
        Optional<Flapping> flapping = partition.flapping();
        flapping.ifPresent(times -> node.putObject("flapping").put("on", Quantities.exact(times.on())).put("off",
                Quantities.exact(times.off())));
    }

    /** The list with consecutive numbers written as ranges. */
    private static void nodes(ArrayNode list, List<Integer> numbers) {
        int first = 0;
        while (first < numbers.size()) {
            int last = first;
            while (last + 1 < numbers.size() && numbers.get(last + 1) == numbers.get(last) + 1) {
                last++;
            }
            if (last == first) {
                list.add(numbers.get(first));
            } else {
                list.add(numbers.get(first) + "-" + numbers.get(last));
            }
            first = last + 1;
        }
    }
}
