package dev.grapevine.sim.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

import dev.grapevine.node.run.RunSetup;
import dev.grapevine.node.run.SettingsFile;
import dev.grapevine.node.words.Quantities;

/** Reads what a scenario file says of faults. */
final class FaultReader {

    private final ScenarioSection section;
    private final int nodes;
    private final Map<String, Supplier<Fault>> kinds = new LinkedHashMap<>();

    private FaultReader(ScenarioSection section, int nodes) {
        this.section = section;
        this.nodes = nodes;
        kinds.put("partition", this::partition);
        kinds.put("crash", this::crash);
        kinds.put("freeze", this::freeze);
        kinds.put("link", this::link);
        kinds.put("suspect", this::suspect);
        kinds.put("attack", this::attack);
        kinds.put("options", this::ownOptions);
        kinds.put("rolling", this::rolling);
        kinds.put("leave", this::leave);
        kinds.put("join", this::join);
    }

    /** All faults of a list. */
    static List<Fault> faults(SettingsFile file, JsonNode list, int nodes) {
        if (!list.isMissingNode() && !list.isNull() && !list.isArray()) {
            throw file.mistake("has faults that are no list: allowed are lines such as "
                    + "'- {at: 60s, crash: [3], for: 30s}'");
        }
        List<Fault> faults = new ArrayList<>();
        for (JsonNode node : list) {
            String where = "faults[" + faults.size() + "]";
            if (!node.has("at")) {
                throw file.mistake(where + " does not say when: 'at: 60s' for example");
            }
            faults.add(new FaultReader(new ScenarioSection(file, where, node), nodes).fault());
        }
        return faults;
    }

    private Fault fault() {
        return kinds.entrySet().stream().filter(kind -> section.has(kind.getKey())).findFirst()
                .orElseThrow(() -> section.mistake(section + " names no fault: allowed are "
                        + String.join(", ", kinds.keySet())))
                .getValue().get();
    }

    private void allow(String... keys) {
        section.allowing(Stream.concat(Stream.of("at", "for"), Stream.of(keys)).toList());
    }

    private Duration at() {
        return section.needDuration("at");
    }

    private Optional<Duration> lasts() {
        return section.findDuration("for");
    }

    private Fault partition() {
        allow("partition", "flapping");
        Optional<Flapping> flapping = Optional.empty();
        if (section.has("flapping")) {
            ScenarioSection times = section.section("flapping").allowing(List.of("on", "off"));
            flapping = Optional.of(new Flapping(atLeastASecond(times, "on"), atLeastASecond(times, "off")));
        }
        return new Fault.Partition(at(), lasts(), shape(), flapping);
    }

    private static Duration atLeastASecond(ScenarioSection times, String key) {
        return times.need(key, "durations of 1s and more", text -> {
            Duration duration = Quantities.duration(text);
            if (duration.compareTo(Flapping.LEAST) < 0) {
                throw new IllegalArgumentException(text);
            }
            return duration;
        });
    }

    private PartitionShape shape() {
        ScenarioSection shape = section.section("partition");
        if (section.hasList("partition")) {
            List<List<Integer>> groups = new ArrayList<>();
            section.elements("partition").forEach(group -> groups.add(group.nodeNumbers(nodes)));
            shape.once(groups.stream().flatMap(List::stream).toList());
            return new PartitionShape.Groups(groups);
        }
        if (section.hasObject("partition")) {
            if (shape.has("isolate")) {
                return new PartitionShape.Isolate(shape.allowing(List.of("isolate")).nodeNumbers("isolate", nodes));
            }
            shape.allowing(List.of("from", "to", "isolate"));
            return new PartitionShape.OneWay(shape.nodeNumbers("from", nodes), shape.nodeNumbers("to", nodes));
        }
        return section.need("partition",
                "groups such as [[0-7], [8-15]], halves, random:2 and more groups up to nodes, {isolate: [3, 4]} and "
                        + "{from: [0-3], to: [4-7]}",
                this::randomShape);
    }

    private PartitionShape randomShape(String text) {
        if (text.equals("halves")) {
            return PartitionShape.Random.HALVES;
        }
        if (text.startsWith("random:")) {
            return new PartitionShape.Random(
                    Quantities.wholeNumber(text.substring("random:".length()), 2, Math.max(2, nodes)));
        }
        throw new IllegalArgumentException(text);
    }

    private Fault crash() {
        allow("crash", "torn");
        boolean torn = section.find("torn", "true and false", FaultReader::truth).orElse(false);
        return new Fault.Crash(at(), lasts(), section.nodeNumbers("crash", nodes), torn);
    }

    static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private Fault freeze() {
        allow("freeze");
        return new Fault.Freeze(at(), lasts(), section.nodeNumbers("freeze", nodes));
    }

    private Fault link() {
        allow(Stream.concat(Stream.of("link"), NetworkReader.CONDITIONS.stream()).toArray(String[]::new));
        List<Integer> ends = section.nodeNumbers("link", nodes);
        if (ends.size() != 2) {
            throw section.mistake(section.name("link") + " names " + ends.size() + " nodes: a link has 2");
        }
        return new Fault.Link(at(), lasts(), ends.get(0), ends.get(1), NetworkReader.conditions(section));
    }

    private Fault suspect() {
        allow("suspect");
        ScenarioSection who = section.section("suspect").allowing(List.of("of", "by"));
        return new Fault.Suspect(at(), lasts(), who.nodeNumbers("of", nodes), who.nodeNumbers("by", nodes));
    }

    private Fault attack() {
        allow("attack", "nodes");
        AttackKind kind = section.need("attack", String.join(", ", AttackKind.names()), AttackKind::parse);
        return new Fault.Attack(at(), lasts(), kind, section.nodeNumbers("nodes", nodes));
    }

    private Fault ownOptions() {
        allow("options", "nodes");
        Map<String, String> options = section.options("options");
        if (options.isEmpty()) {
            throw section.mistake(section.name("options") + " names no option: allowed are "
                    + String.join(", ", RunSetup.ownOptions()));
        }
        Fault.OwnOptions fault = new Fault.OwnOptions(at(), lasts(), options, section.nodeNumbers("nodes", nodes));
        for (String name : options.keySet()) {
            if (!RunSetup.ownOptions().contains(name)) {
                throw section.mistake("has " + section.name("options") + "." + name
                        + ", which all nodes of a run share: allowed are " + String.join(", ", RunSetup.ownOptions()));
            }
            if (!fault.isAlways() && !RunSetup.learningOptions().contains(name)) {
                throw section.mistake("has " + section.name("options") + "." + name
                        + ", which a node has for life: allowed later than 'at: 0s', or with 'for', are "
                        + String.join(", ", RunSetup.learningOptions()));
            }
        }
        return fault;
    }

    private Fault leave() {
        allow("leave");
        return new Fault.Leave(at(), lasts(), section.nodeNumbers("leave", nodes));
    }

    private Fault join() {
        section.allowing(List.of("at", "join"));
        return new Fault.Join(at(), section.nodeNumbers("join", nodes));
    }

    private Fault rolling() {
        section.allowing(List.of("at", "rolling", "down", "every"));
        return new Fault.Rolling(at(), section.nodeNumbers("rolling", nodes), section.needDuration("down"),
                section.needDuration("every"));
    }
}
