package dev.grapevine.node.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.grapevine.gossip.strategy.ChosenStrategy;
import dev.grapevine.node.words.Nearest;
import dev.grapevine.node.words.UserMistakeException;

/**
 * The options of a run, each checked: the task, training, gossip and control. The same for {@code node}, {@code cluster},
 * {@code sim} and {@code train}. Each option is declared once, in the class of its theme. Immutable.
 */
public final class RunOptions {

    /** Maximum number of nodes in a run. */
    public static final int MAX_NODES = 1_000_000;

    private static final List<Option<?>> ALL = Stream
            .of(TaskOptions.ALL, TrainingOptions.ALL, GossipOptions.ALL, ControlOptions.ALL).flatMap(List::stream)
            .toList();

    private final Map<String, String> given;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Preset preset;
    private final ChosenStrategy strategy;

    private RunOptions(Map<String, String> given) {
        this.given = new LinkedHashMap<>(given);
        for (String name : given.keySet()) {
            if (byName(name).isEmpty()) {
                throw new UserMistakeException("There is no option '" + name + "'" + Nearest.hint(name, names())
                        + " Allowed are " + String.join(", ", names()));
            }
        }
        Option<Preset> presets = ControlOptions.PRESET;
        preset = presets.parse(given.getOrDefault(presets.name(), presets.defaultText()));
        for (Option<?> option : ALL) {
            values.put(option.name(), option.parse(text(option)));
        }
        strategy = GossipOptions.chosenStrategy(this);
    }

    /** Checks the given options; all others take their defaults. */
    public static RunOptions of(Map<String, String> given) {
        return new RunOptions(given);
    }

    /** All options, in the order of help. */
    public static List<Option<?>> all() {
        return ALL;
    }

    /** Names of all options. */
    public static List<String> names() {
        return ALL.stream().<String>map(Option::name).toList();
    }

    /** Option of that name. */
    public static Optional<Option<?>> byName(String name) {
        return ALL.stream().filter(option -> option.name().equals(name)).findFirst();
    }

    /** Value of an option. */
    @SuppressWarnings("unchecked") // Each value was parsed by the option of its name.
    public <T> T get(Option<T> option) {
        return (T) values.get(option.name());
    }

    /** The strategy with its compression. */
    public ChosenStrategy strategy() {
        return strategy;
    }

    /** Options that users gave explicitly, as texts. */
    public Map<String, String> given() {
        return new LinkedHashMap<>(given);
    }

    public boolean isGiven(Option<?> option) {
        return given.containsKey(option.name());
    }

    /** Whether the user or the preset set it. */
    boolean isChosen(Option<?> option) {
        return isGiven(option) || preset.sets().containsKey(option.name());
    }

    /** Value of an option as text: the user's, the preset's or the default. */
    public String text(Option<?> option) {
        return given.getOrDefault(option.name(), preset.sets().getOrDefault(option.name(), option.defaultText()));
    }

    /** Options that the preset sets, as a sentence without the full stop; empty without a preset. */
    public Optional<String> presetSentence() {
        if (preset.equals(Preset.NONE)) {
            return Optional.empty();
        }
        List<String> sets = new ArrayList<>();
        preset.sets().forEach((name, text) -> {
            if (!given.containsKey(name)) {
                sets.add(name + "=" + text);
            }
        });
        return Optional.of("Preset " + preset.name() + " sets " + (sets.isEmpty()
                ? "nothing besides the options given"
                : String.join(", ", sets)));
    }

    /** Copy with some options changed. */
    public RunOptions with(Map<String, String> changes) {
        Map<String, String> changed = new LinkedHashMap<>(given);
        changed.putAll(changes);
        return new RunOptions(changed);
    }

    /** Copy with one option changed. */
    public RunOptions with(Option<?> option, String text) {
        return with(Map.of(option.name(), text));
    }

    /** All given options, as {@code --name value} words for a command line. */
    public List<String> asArguments() {
        List<String> arguments = new ArrayList<>();
        given.forEach((name, text) -> {
            arguments.add("--" + name);
            arguments.add(text);
        });
        return arguments;
    }

    /** Whether the same options were given, with the same texts. */
    @Override
    public boolean equals(Object other) {
        return other instanceof RunOptions options && given.equals(options.given);
    }

    @Override
    public int hashCode() {
        return given.hashCode();
    }

    @Override
    public String toString() {
        return given.toString();
    }
}
