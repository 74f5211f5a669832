package dev.grapevine.sim.scenario;

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

import dev.grapevine.node.run.SettingsFile;
import dev.grapevine.node.words.Nearest;
import dev.grapevine.node.words.Quantities;
import dev.grapevine.node.words.UserMistakeException;

/** A place in a scenario file. Every mistake in it is told with the file's name and the key. */
final class ScenarioSection {

    private static final String DURATIONS = "a duration such as 60s";
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final SettingsFile file;
    private final String where;
    private final JsonNode node;

    /**
     * @param where how to name the place
     * @param node  what stands there; missing and null mean nothing
     */
    ScenarioSection(SettingsFile file, String where, JsonNode node) {
        this.file = file;
        this.where = where;
        this.node = node;
    }

    /** Refuses what is no object, and keys other than these. */
    ScenarioSection allowing(List<String> keys) {
        if (!node.isMissingNode() && !node.isNull() && !node.isObject()) {
            throw mistake("has no keys under " + where + ": allowed are 'key: value' lines");
        }
        for (String key : keys()) {
            if (!keys.contains(key)) {
                throw mistake("has an unknown key '" + key + "' in " + where + Nearest.hint(key, keys)
                        + " Allowed are " + String.join(", ", keys));
            }
        }
        return this;
    }

    List<String> keys() {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    boolean has(String key) {
        return node.has(key);
    }

    /** Whether there is an object under the key. */
    boolean hasObject(String key) {
        return node.path(key).isObject();
    }

    /** Whether there is a list under the key. */
    boolean hasList(String key) {
        return node.path(key).isArray();
    }

    String name(String key) {
        return where + "." + key;
    }

    /** The run options under a key, by name. */
    Map<String, String> options(String key) {
        section(key).allowing(section(key).keys());
        return file.options(node.path(key));
    }

    /** The value of a key. */
    ScenarioSection section(String key) {
        return new ScenarioSection(file, name(key), node.path(key));
    }

    /** The elements of the list under a key, each named by its place in it. */
    List<ScenarioSection> elements(String key) {
        List<ScenarioSection> elements = new ArrayList<>();
        node.path(key).forEach(element -> elements.add(new ScenarioSection(file, name(key), element)));
        return elements;
    }

    /** The value of a key that has to be there. */
    <T> T need(String key, String allowed, Function<String, T> parser) {
        if (!has(key)) {
            throw mistake("does not say " + name(key) + ": allowed are " + allowed);
        }
        return parse(name(key), node.get(key).asText(), allowed, parser);
    }

    <T> Optional<T> find(String key, String allowed, Function<String, T> parser) {
        return has(key) ? Optional.of(need(key, allowed, parser)) : Optional.empty();
    }

    OptionalDouble findNumber(String key, double least, double most) {
        return find(key, plain(least) + " to " + plain(most), text -> Quantities.number(text, least, most))
                .map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    double needNumber(String key, double least, double most) {
        return need(key, plain(least) + " to " + plain(most), text -> Quantities.number(text, least, most));
    }

    Optional<Duration> findDuration(String key) {
        return find(key, DURATIONS, Quantities::duration);
    }

    Duration needDuration(String key) {
        return need(key, DURATIONS, Quantities::duration);
    }

    /** One that may not be 0. */
    Duration needLength(String key) {
        return need(key, DURATIONS + ", 1ms and more", ScenarioSection::length);
    }

    /** One that may not be 0. */
    Optional<Duration> findLength(String key) {
        return find(key, DURATIONS + ", 1ms and more", ScenarioSection::length);
    }

    private static Duration length(String text) {
        Duration duration = Quantities.duration(text);
        if (duration.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(text);
        }
        return duration;
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) ? String.valueOf((long) bound) : String.valueOf(bound);
    }

    /** The nodes under a key: {@code [3]}, {@code [0-7, 9]} or {@code 3}. */
    List<Integer> nodeNumbers(String key, int nodes) {
        return new ScenarioSection(file, name(key), node.path(key)).nodeNumbers(nodes);
    }

    /** The nodes that this section names. */
    List<Integer> nodeNumbers(int nodes) {
        String allowed = "nodes 0 to " + (nodes - 1);
        List<Integer> numbers = new ArrayList<>();
        for (JsonNode item : node.isArray() ? node : List.of(node)) {
            String[] ends = item.asText().split("-", 2);
            int first = parse(where, ends[0], allowed, text -> Quantities.wholeNumber(text, 0, nodes - 1));
            int last = parse(where, ends[ends.length - 1], allowed,
                    text -> Quantities.wholeNumber(text, first, nodes - 1));
            for (int number = first; number <= last; number++) {
                numbers.add(number);
            }
        }
        return once(numbers);
    }

    /** Refuses numbers that are there twice. */
    List<Integer> once(List<Integer> numbers) {
        SortedSet<Integer> known = new TreeSet<>();
        for (int number : numbers) {
            if (!known.add(number)) {
                throw mistake(where + " names node " + number + " twice: allowed is once");
            }
        }
        return numbers;
    }

    private <T> T parse(String place, String text, String allowed, Function<String, T> parser) {
        try {
            return parser.apply(text.strip());
        } catch (IllegalArgumentException e) {
            throw mistake("has " + place + " = '" + text + "': allowed are " + allowed);
        }
    }

    /** Name of a place, for messages. */
    @Override
    public String toString() {
        return where;
    }

    UserMistakeException mistake(String what) {
        return file.mistake(what);
    }
}
