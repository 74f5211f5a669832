package dev.grapevine.consensus.mixing;

import java.util.List;

/** The merge rules by name. */
public final class MixingRules {

    public static final String DEFAULT = "average";

    private static final List<MixingRule> ALL = List.of(new Average());

    private MixingRules() {}

    public static List<String> names() {
        return ALL.stream().map(MixingRule::name).toList();
    }

    /** The rule of that name. */
    public static MixingRule byName(String name) {
        return ALL.stream().filter(rule -> rule.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + name + "' is no merge rule: allowed are " + String.join(", ", names())));
    }
}
