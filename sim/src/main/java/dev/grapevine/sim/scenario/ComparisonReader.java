package dev.grapevine.sim.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;

import dev.grapevine.node.run.SettingsFile;
import dev.grapevine.node.words.Nearest;
import dev.grapevine.node.words.Quantities;

/** Reads the comparisons of a scenario file: {@code compare} and {@code server}. */
final class ComparisonReader {

    static final String COMPARE = "compare";
    static final String SERVER = "server";

    private static final String BANDWIDTH = "bandwidth";
    private static final String SERVER_BANDWIDTH = SERVER + "." + BANDWIDTH;

    private final SettingsFile settings;

    ComparisonReader(SettingsFile settings) {
        this.settings = settings;
    }

    Comparison comparison() {
        String methods = words(settings.root().path(COMPARE));
        String bandwidth = bandwidth(settings.root().path(SERVER));
        return new Comparison(parse(COMPARE, methods, Comparison.ALLOWED, Comparison::parseMethods),
                bandwidth.isEmpty()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(parse(SERVER_BANDWIDTH, bandwidth,
                                "1B/s and more, such as 10KB/s or 1MB/s", ComparisonReader::rate)));
    }

    /** A list, or words separated by commas. */
    private static String words(JsonNode node) {
        List<String> words = new ArrayList<>();
        node.forEach(word -> words.add(word.asText()));
        return node.isArray() ? String.join(",", words) : node.asText();
    }

    private String bandwidth(JsonNode server) {
        if (!server.isMissingNode() && !server.isNull() && !server.isObject()) {
            throw settings.mistake("has no keys under " + SERVER + ": allowed is 'bandwidth: 10MB/s' for example");
        }
        server.properties().forEach(entry -> {
            if (!entry.getKey().equals(BANDWIDTH)) {
                throw settings.mistake("has an unknown key '" + entry.getKey() + "' in " + SERVER
                        + Nearest.hint(entry.getKey(), List.of(BANDWIDTH)) + " Allowed is " + BANDWIDTH);
            }
        });
        return server.path(BANDWIDTH).asText();
    }

    private static double rate(String text) {
        double rate = Quantities.bytesPerSecond(text);
        if (rate < 1) {
            throw new IllegalArgumentException(text);
        }
        return rate;
    }

    private <T> T parse(String name, String text, String allowed, Function<String, T> parser) {
        try {
            return parser.apply(text.strip());
        } catch (IllegalArgumentException e) {
            throw settings.mistake("has " + name + " = '" + text + "': allowed are " + allowed);
        }
    }
}
