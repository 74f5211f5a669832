package dev.grapevine.node.experiment;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;

import dev.grapevine.node.replica.UserMistakeException;

/** Reads scenario files. Whatever is unknown or out of place is refused with the file's name and the key. */
public final class ScenarioFile {

    private static final List<String> OWN_KEYS = List.of("name", "nodes", "network", "devices", "faults", "expect",
            ComparisonReader.COMPARE, ComparisonReader.SERVER);

    private final Path file;
    private final SettingsFile settings;

    private ScenarioFile(Path file, SettingsFile settings) {
        this.file = file;
        this.settings = settings;
    }

    /**
     * Reads a file.
     *
     * @param environment for {@code ${NAME}}
     * @param changes     {@code key=value} pairs that take precedence over the file
     */
    public static Scenario read(Path file, Map<String, String> environment, Map<String, String> changes) {
        return new ScenarioFile(file, SettingsFile.read(file, environment)).scenario(changes);
    }

    private Scenario scenario(Map<String, String> changes) {
        JsonNode root = settings.root();
        Map<String, String> options = settings.options(OWN_KEYS);
        options.putAll(changes);
        Comparison compare = new ComparisonReader(settings).comparison(options);
        String changedNodes = options.remove("nodes");
        String nodesText = changedNodes != null ? changedNodes : root.path("nodes").asText();
        if (nodesText.isEmpty()) {
            throw mistake("does not say how many nodes there are: 'nodes: 16' for example");
        }
        int nodes = parse("nodes", nodesText, "1 to " + Scenario.MAX_NODES,
                text -> Quantities.wholeNumber(text, 1, Scenario.MAX_NODES));
        String name = root.has("name") ? root.get("name").asText() : file.getFileName().toString();
        return new Scenario(name, RunOptions.of(options), nodes, network(root.path("network")),
                devices(root.path("devices")), faults(root.path("faults"), nodes), expectations(root.path("expect")),
                compare);
    }

    private NetworkConditions network(JsonNode node) {
        checkSection("network", node);
        checkKeys("network", node, List.of("latency", "bandwidth", "loss"));
        return conditions("network.", node);
    }

    private NetworkConditions conditions(String prefix, JsonNode node) {
        Optional<Duration> least = Optional.empty();
        Optional<Duration> most = Optional.empty();
        if (node.has("latency")) {
            String[] ends = node.get("latency").asText().split("\\.\\.", 2);
            least = Optional.of(parse(prefix + "latency", ends[0], "20ms or 20ms..60ms", Quantities::duration));
            most = Optional
                    .of(parse(prefix + "latency", ends[ends.length - 1], "20ms or 20ms..60ms", Quantities::duration));
            if (most.get().compareTo(least.get()) < 0) {
                throw mistake(prefix + "latency is '" + node.get("latency").asText() + "': the larger end comes last");
            }
        }
        OptionalDouble bandwidth = node.has("bandwidth")
                ? OptionalDouble.of(parse(prefix + "bandwidth",
                        node.get("bandwidth").asText(), "1B/s and more, such as 10KB/s or 1MB/s", ScenarioFile::rate))
                : OptionalDouble.empty();
        OptionalDouble loss = node.has("loss")
                ? OptionalDouble.of(parse(prefix + "loss", node.get("loss").asText(),
                        "0 to 1", text -> Quantities.number(text, 0, 1)))
                : OptionalDouble.empty();
        return new NetworkConditions(least, most, bandwidth, loss);
    }

    private static double rate(String text) {
        double rate = Quantities.bytesPerSecond(text);
        if (rate < 1) {
            throw new IllegalArgumentException(text);
        }
        return rate;
    }

    private Devices devices(JsonNode node) {
        checkSection("devices", node);
        checkKeys("devices", node, List.of("gflops", "speed"));
        double gigaflops = node.has("gflops")
                ? parse("devices.gflops", node.get("gflops").asText(), "more than 0",
                        text -> Quantities.number(text, 1e-6, 1e9))
                : Devices.DEFAULT.gigaflops();
        double deviation = node.has("speed")
                ? parse("devices.speed", node.get("speed").asText(), Devices.SPEEDS,
                        Devices::parseSpeed)
                : Devices.DEFAULT.speedDeviation();
        return new Devices(gigaflops, deviation);
    }

    private List<Fault> faults(JsonNode list, int nodes) {
        if (!list.isMissingNode() && !list.isNull() && !list.isArray()) {
            throw mistake("has faults that are no list: allowed are lines such as '- {at: 60s, crash: [3], for: 30s}'");
        }
        List<Fault> faults = new ArrayList<>();
        for (JsonNode node : list) {
            faults.add(fault("faults[" + faults.size() + "]", node, nodes));
        }
        return faults;
    }

    private Fault fault(String where, JsonNode node, int nodes) {
        if (!node.has("at")) {
            throw mistake(where + " does not say when: 'at: 60s' for example");
        }
        Duration at = parse(where + ".at", node.get("at").asText(), "a duration such as 60s", Quantities::duration);
        Optional<Duration> lasts = node.has("for")
                ? Optional.of(parse(where + ".for", node.get("for").asText(),
                        "a duration such as 60s", Quantities::duration))
                : Optional.empty();
        if (node.has("partition")) {
            checkKeys(where, node, List.of("at", "for", "partition"));
            List<List<Integer>> groups = new ArrayList<>();
            if (!node.get("partition").isArray()) {
                throw mistake(where + ".partition is no list of groups: allowed are such as [[0-7], [8-15]]");
            }
            node.get("partition").forEach(group -> groups.add(nodeNumbers(where + ".partition", group, nodes)));
            checkOnce(where + ".partition", groups.stream().flatMap(List::stream).toList());
            return new Fault.Partition(at, lasts, groups);
        }
        if (node.has("crash")) {
            checkKeys(where, node, List.of("at", "for", "crash"));
            return new Fault.Crash(at, lasts, nodeNumbers(where + ".crash", node.get("crash"), nodes));
        }
        if (node.has("freeze")) {
            checkKeys(where, node, List.of("at", "for", "freeze"));
            return new Fault.Freeze(at, lasts, nodeNumbers(where + ".freeze", node.get("freeze"), nodes));
        }
        if (node.has("link")) {
            checkKeys(where, node, List.of("at", "for", "link", "latency", "bandwidth", "loss"));
            List<Integer> ends = nodeNumbers(where + ".link", node.get("link"), nodes);
            if (ends.size() != 2) {
                throw mistake(where + ".link names " + ends.size() + " nodes: a link has 2");
            }
            return new Fault.Link(at, lasts, ends.get(0), ends.get(1), conditions(where + ".", node));
        }
        throw mistake(where + " names no fault: allowed are partition, crash, freeze, link");
    }

    /** {@code [3]}, {@code [0-7, 9]} or {@code 3}. */
    private List<Integer> nodeNumbers(String where, JsonNode node, int nodes) {
        List<Integer> numbers = new ArrayList<>();
        for (JsonNode item : node.isArray() ? node : List.of(node)) {
            String[] ends = item.asText().split("-", 2);
            int first = parse(where, ends[0], "nodes 0 to " + (nodes - 1),
                    text -> Quantities.wholeNumber(text, 0, nodes - 1));
            int last = parse(where, ends[ends.length - 1], "nodes 0 to " + (nodes - 1),
                    text -> Quantities.wholeNumber(text, first, nodes - 1));
            for (int number = first; number <= last; number++) {
                numbers.add(number);
            }
        }
        checkOnce(where, numbers);
        return numbers;
    }

    private void checkOnce(String where, List<Integer> numbers) {
        SortedSet<Integer> known = new TreeSet<>();
        for (int number : numbers) {
            if (!known.add(number)) {
                throw mistake(where + " names node " + number + " twice: allowed is once");
            }
        }
    }

    private List<Expectation> expectations(JsonNode node) {
        checkSection("expect", node);
        List<Expectation> expectations = new ArrayList<>();
        node.properties().forEach(entry -> expectations.add(parse("expect." + entry.getKey(), entry.getValue().asText(),
                "such as '>= 0.95'", text -> Expectation.parse(entry.getKey(), text))));
        return expectations;
    }

    private void checkSection(String where, JsonNode node) {
        if (!node.isMissingNode() && !node.isNull() && !node.isObject()) {
            throw mistake("has no keys under " + where + ": allowed are 'key: value' lines");
        }
    }

    private void checkKeys(String where, JsonNode node, List<String> allowed) {
        node.properties().forEach(entry -> {
            if (!allowed.contains(entry.getKey())) {
                throw mistake("has an unknown key '" + entry.getKey() + "' in " + where
                        + Nearest.hint(entry.getKey(), allowed) + " Allowed are " + String.join(", ", allowed));
            }
        });
    }

    private <T> T parse(String where, String text, String allowed, Function<String, T> parser) {
        try {
            return parser.apply(text.strip());
        } catch (IllegalArgumentException e) {
            throw mistake("has " + where + " = '" + text + "': allowed are " + allowed);
        }
    }

    private UserMistakeException mistake(String what) {
        return settings.mistake(what);
    }
}
