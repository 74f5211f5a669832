package dev.grapevine.consensus.merge;

import java.util.List;

/** The merge rules by name. */
public final class MergeRules {

    public static final String DEFAULT = "average";

    private static final List<MergeRule> ALL = List.of(new Average());

    private MergeRules() {}

    public static List<String> names() {
        return ALL.stream().map(MergeRule::name).toList();
    }

    /** The rule of that name. */
    public static MergeRule byName(String name) {
        return ALL.stream().filter(rule -> rule.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + name + "' is no merge rule: allowed are " + String.join(", ", names())));
    }
}
