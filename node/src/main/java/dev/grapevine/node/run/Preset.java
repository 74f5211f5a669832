package dev.grapevine.node.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.grapevine.node.words.Nearest;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Named set of options for a kind of network or device. Options given explicitly take precedence.
 *
 * @param sets values of options by name, in the order of {@link RunOptions#all}
 * @param why  reason, in one sentence without the full stop
 */
public record Preset(String name, Map<String, String> sets, String why) {

    /** Sets nothing. */
    public static final Preset NONE = new Preset("none", Map.of(), "the defaults");

    private static final List<Preset> ALL = List.of(
            new Preset("lan", sets("localSteps", "32", "gossip.fanout", "2"),
                    "messages are almost free, so nodes exchange often, and with two peers each time"),
            new Preset("wan", sets("gossip.fanout", "2"),
                    "an exchange takes several round trips, so two at once make better use of the time"),
            new Preset("cellular", sets("gossip.interval", "2s"),
                    "every byte is paid for: a quarter fewer of them cost half a percent of accuracy"),
            new Preset("tiny-device", sets("batch", "16"),
                    "a step on fewer rows takes less memory and time, so even a slow device finishes rounds to exchange"));

    public Preset {
        sets = Collections.unmodifiableMap(new LinkedHashMap<>(sets));
    }

    private static Map<String, String> sets(String... namesAndTexts) {
        Map<String, String> sets = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            sets.put(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        return sets;
    }

    /** All presets except {@link #NONE}. */
    public static List<Preset> all() {
        return ALL;
    }

    /** Description of allowed values, for help and errors. */
    static String allowed() {
        return String.join(", ", names());
    }

    private static List<String> names() {
        return Stream.concat(Stream.of(NONE), ALL.stream()).map(Preset::name).toList();
    }

    /** @throws UserMistakeException if there is no preset of that name */
    static Preset byName(String name) {
        if (name.equals(NONE.name)) {
            return NONE;
        }
        return ALL.stream().filter(preset -> preset.name.equals(name)).findFirst()
                .orElseThrow(() -> new UserMistakeException("There is no preset '" + name + "'"
                        + Nearest.hint(name, names()) + " Allowed are " + allowed()));
    }
}
