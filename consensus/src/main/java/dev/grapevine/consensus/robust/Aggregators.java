package dev.grapevine.consensus.robust;

import java.util.List;

/** The aggregators by name. */
public final class Aggregators {

    private static final List<Aggregator> ALL = List.of(new Mean(), new Median());

    private Aggregators() {}

    public static List<String> names() {
        return ALL.stream().map(Aggregator::name).toList();
    }

    /**
     * The aggregator of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Aggregator byName(String name) {
        return ALL.stream().filter(aggregator -> aggregator.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is no aggregator: allowed are "
                        + String.join(", ", names())));
    }
}
