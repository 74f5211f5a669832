package dev.grapevine.sim.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

import dev.grapevine.node.result.Expectation;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.SettingsFile;
import dev.grapevine.node.words.Quantities;

/** Reads scenario files. Unknown or misplaced keys are refused, with the file's name and the key. */
public final class ScenarioFile {

    private static final List<String> OWN_KEYS = Stream
            .concat(Stream.of("name", "nodes", "expect", ComparisonReader.COMPARE, ComparisonReader.SERVER),
                    WeatherReader.KEYS.stream())
            .toList();

    private final Path file;
    private final SettingsFile settings;
    private final JsonNode root;

    private ScenarioFile(Path file, SettingsFile settings) {
        this.file = file;
        this.settings = settings;
        this.root = settings.root();
    }

    /**
     * Reads a file.
     *
     * @param environment values for {@code ${NAME}}
     * @param changes     {@code key=value} pairs that take precedence over the file, such as {@code network.loss=0.1}
     */
    public static Scenario read(Path file, Map<String, String> environment, Map<String, String> changes) {
        return new ScenarioFile(file, SettingsFile.read(file, environment)).scenario(changes);
    }

    private Scenario scenario(Map<String, String> changes) {
        Map<String, String> options = settings.options(OWN_KEYS);
        changes.forEach((key, value) -> {
            if (OWN_KEYS.contains(key.split("\\.")[0])) {
                settings.change(key, value);
            } else {
                options.put(key, value);
            }
        });
        Comparison compare = new ComparisonReader(settings).comparison();
        int nodes = nodes();
        String name = root.has("name") ? root.get("name").asText() : file.getFileName().toString();
        return new Scenario(name, RunOptions.of(options), nodes, new WeatherReader(settings, nodes).weather(),
                expectations(), compare);
    }

    private int nodes() {
        String text = root.path("nodes").asText();
        if (text.isEmpty()) {
            throw settings.mistake("does not say how many nodes there are: 'nodes: 16' for example");
        }
        try {
            return Quantities.wholeNumber(text.strip(), 1, RunOptions.MAX_NODES);
        } catch (IllegalArgumentException e) {
            throw settings.mistake("has nodes = '" + text + "': allowed are 1 to " + RunOptions.MAX_NODES);
        }
    }

    private List<Expectation> expectations() {
        ScenarioSection section = new ScenarioSection(settings, "expect", root.path("expect"));
        List<Expectation> expectations = new ArrayList<>();
        for (String name : section.allowing(section.keys()).keys()) {
            expectations.add(section.need(name, "such as '>= 0.95'", text -> Expectation.parse(name, text)));
        }
        return expectations;
    }
}
