package dev.grapevine.node.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.grapevine.node.words.Nearest;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Options that suit a kind of network or device, under one name. Whatever is given besides wins.
 *
 * @param sets words of options by name, in the order of {@link RunOptions#all}
 * @param why  one sentence without its full stop
 */
public record Preset(String name, Map<String, String> sets, String why) {

    /** Sets nothing. */
    public static final Preset NONE = new Preset("none", Map.of(), "the defaults");

    private static final List<Preset> ALL = List.of(
            new Preset("lan", sets("localSteps", "32", "gossip.fanout", "2"),
                    "messages cost almost nothing, so nodes exchange often, and with two others each time"),
            new Preset("wan", sets("gossip.fanout", "2"),
                    "an exchange takes several times the latency, so two at once make more of the same time"),
            new Preset("cellular", sets("gossip.interval", "2s"),
                    "every byte is paid for: a quarter fewer of them cost half a percent of accuracy"),
            new Preset("tiny-device", sets("batch", "16"),
                    "a step on fewer rows takes less memory and time, so a slow device has rounds to exchange at all"));

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

    /** All but {@link #NONE}. */
    public static List<Preset> all() {
        return ALL;
    }

    /** What may be given, for help and for mistakes. */
    static String allowed() {
        return String.join(", ", names());
    }

    private static List<String> names() {
        return Stream.concat(Stream.of(NONE), ALL.stream()).map(Preset::name).toList();
    }

    /** @throws UserMistakeException if there is none of that name */
    static Preset byName(String name) {
        if (name.equals(NONE.name)) {
            return NONE;
        }
        return ALL.stream().filter(preset -> preset.name.equals(name)).findFirst()
                .orElseThrow(() -> new UserMistakeException("There is no preset '" + name + "'"
                        + Nearest.hint(name, names()) + " Allowed are " + allowed()));
    }
}
