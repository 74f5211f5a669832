package dev.grapevine.sim.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import dev.grapevine.node.words.Quantities;
import dev.grapevine.sim.scenario.Sites.Site;

/** Reads what a scenario file says of the ways between nodes. */
final class NetworkReader {

    /** The keys of a set of conditions. */
    static final List<String> CONDITIONS = List.of("latency", "bandwidth", "loss", "bursts", "duplicate", "reorder");

    private static final String RATES = "1B/s and more, such as 10KB/s or 1MB/s";

    private NetworkReader() {}

    /** The conditions of the whole network. */
    static NetworkConditions network(ScenarioSection section) {
        section.allowing(CONDITIONS);
        if (!section.hasObject("bandwidth")) {
            return conditions(section);
        }
        ScenarioSection ways = section.section("bandwidth").allowing(List.of("up", "down"));
        return conditions(section, rate(ways, "up"), rate(ways, "down"));
    }

    /** Conditions of single links, which have one bandwidth. Other keys are not looked at. */
    static NetworkConditions conditions(ScenarioSection section) {
        return conditions(section, rate(section, "bandwidth"), OptionalDouble.empty());
    }

    private static NetworkConditions conditions(ScenarioSection section, OptionalDouble out, OptionalDouble in) {
        Optional<LossBursts> bursts = section.has("bursts")
                ? Optional.of(bursts(section.section("bursts").allowing(List.of("loss", "every", "lasts"))))
                : Optional.empty();
        Optional<Reordering> reorder = section.has("reorder")
                ? Optional.of(reordering(section.section("reorder").allowing(List.of("share", "by"))))
                : Optional.empty();
        return new NetworkConditions(section.find("latency", Latency.ALLOWED, Latency::parse), out, in,
                section.findNumber("loss", 0, 1), bursts, section.findNumber("duplicate", 0, 1), reorder);
    }

    private static LossBursts bursts(ScenarioSection section) {
        Duration every = section.needLength("every");
        Duration lasts = section.need("lasts", "durations from 1ms to less than every",
                text -> new LossBursts(0, every, Quantities.duration(text)).lasts());
        return new LossBursts(section.needNumber("loss", 0, 1), every, lasts);
    }

    private static Reordering reordering(ScenarioSection section) {
        return new Reordering(section.needNumber("share", 0, 1), section.needDuration("by"));
    }

    private static OptionalDouble rate(ScenarioSection section, String key) {
        return section.find(key, RATES, text -> {
            double rate = Quantities.bytesPerSecond(text);
            if (rate < 1) {
                throw new IllegalArgumentException(text);
            }
            return rate;
        }).map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    /** Places and the lines between them. */
    static Sites sites(ScenarioSection section, int nodes) {
        section.allowing(List.of("groups", "between"));
        if (section.keys().isEmpty()) {
            return Sites.NONE;
        }
        ScenarioSection groups = section.section("groups");
        List<Site> sites = new ArrayList<>();
        List<Integer> all = new ArrayList<>();
        for (String name : groups.allowing(groups.keys()).keys()) {
            List<Integer> numbers = groups.nodeNumbers(name, nodes);
            sites.add(new Site(name, numbers));
            all.addAll(numbers);
        }
        if (sites.isEmpty()) {
            throw groups.mistake("names no sites: allowed are such as 'groups: {north: [0-7], south: [8-15]}'");
        }
        groups.once(all);
        return new Sites(sites, conditions(section.section("between").allowing(CONDITIONS)));
    }
}
