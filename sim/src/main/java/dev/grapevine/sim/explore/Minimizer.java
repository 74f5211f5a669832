package dev.grapevine.sim.explore;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.node.run.StopRule;
import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.sim.scenario.Fault;
import dev.grapevine.sim.scenario.Scenario;

/**
 * Shrinks a failing scenario as far as it still fails in the same way: the fewest faults by {@link DeltaDebugging},
 * plain weather, few nodes, default options, short faults, an early end. The same scenario and number of tries give the
 * same result.
 */
public final class Minimizer {

    private static final Duration SHORTEST_FAULT = Duration.ofMillis(10);
    private static final Duration EARLIEST_END = Duration.ofMillis(500);
    private static final int NODES_LEAST = 2;

    /**
     * A minimized scenario.
     *
     * @param failure failure of its run
     * @param runs    number of runs that it took
     * @param whole   whether nothing more could be left out; otherwise the tries were used up
     */
    public record Minimal(Scenario scenario, Failure failure, int runs, boolean whole) {}

    private final Function<Scenario, Optional<Failure>> trial;
    private final int triesMost;
    private final Consumer<String> progress;
    /** The scenarios that were tried, and whether each failed as the first did. Looked up, never iterated. */
    private final Map<Scenario, Boolean> tried = new HashMap<>();
    private Failure wanted;
    private Failure latest;
    private Scenario least;
    private int runs;

    /**
     * Makes a minimizer for one scenario.
     *
     * @param trial     runs a scenario; equal scenarios must have equal results
     * @param triesMost most runs that it may take
     * @param progress  receives a description of each part that was left out
     */
    public Minimizer(Function<Scenario, Optional<Failure>> trial, int triesMost, Consumer<String> progress) {
        this.trial = trial;
        this.triesMost = triesMost;
        this.progress = progress;
    }

    /** Minimizes a scenario; empty if its run does not fail. */
    public Optional<Minimal> minimize(Scenario scenario) {
        runs = 1;
        Optional<Failure> failure = trial.apply(scenario);
        if (failure.isEmpty()) {
            return Optional.empty();
        }
        wanted = failure.get();
        latest = wanted;
        least = scenario;
        tried.put(scenario, true);
        progress.accept("It fails: " + wanted.describe());
        Scenario before;
        do {
            before = least;
            minimizeFaults();
            Simplification.ofWeather().forEach(this::leaveOut);
            minimizeNodes();
            Simplification.ofOptions(least).forEach(this::leaveOut);
            endEarly();
            minimizeEachFault();
        } while (!before.equals(least) && runs < triesMost);
        return Optional.of(new Minimal(least, latest, runs, runs < triesMost));
    }

    private void minimizeFaults() {
        Scenario now = least;
        DeltaDebugging.minimize(now.faults(),
                faults -> attempt(() -> withFaults(now, faults), faults.size() + " of " + now.faults().size()
                        + " faults"));
        if (least.faults().stream().anyMatch(Fault.Rolling.class::isInstance)) {
            Scenario rolling = least;
            Scenario apart = withFaults(rolling, FaultEdits.apart(rolling.faults()));
            if (attempt(() -> apart, "single crashes for a rolling restart")) {
                DeltaDebugging.minimize(apart.faults(), faults -> attempt(() -> withFaults(apart, faults),
                        faults.size() + " faults"));
            }
        }
    }

    private void leaveOut(Simplification simplification) {
        Scenario now = least;
        attempt(() -> simplification.change().apply(now), "no " + simplification.name());
    }

    private void minimizeNodes() {
        Scenario all = least;
        int named = FaultEdits.named(all.faults()).size();
        if (named < all.nodes()) {
            attempt(() -> NodeEdits.named(all, Math.max(NODES_LEAST, named + 1)), "the nodes that faults name");
        }
        int tooFew = NODES_LEAST - 1;
        while (least.nodes() - tooFew > 1) {
            int nodes = (least.nodes() + tooFew) / 2;
            Scenario now = least;
            if (!attempt(() -> NodeEdits.first(now, nodes), nodes + " nodes")) {
                tooFew = nodes;
            }
        }
    }

    /** Halves the duration while the run still fails, then searches between the last two. */
    private void endEarly() {
        Optional<Duration> after = least.options().get(ControlOptions.STOP).after();
        if (after.isEmpty()) {
            return;
        }
        shorten(after.get(), EARLIEST_END, end -> {
            Scenario now = least;
            return attempt(() -> now.withOptions(now.options().with(ControlOptions.STOP, new StopRule(Optional.of(end),
                    now.options().get(ControlOptions.STOP).rounds(), now.options().get(ControlOptions.STOP).accuracy(),
                    false)
                    .toString())), "an end after " + show(end));
        });
    }

    private void minimizeEachFault() {
        for (int place = 0; place < least.faults().size(); place++) {
            int here = place;
            change(here, FaultEdits.plain(least.faults().get(here)), "a plain fault " + here);
            DeltaDebugging.minimize(FaultEdits.named(List.of(least.faults().get(here))), kept -> {
                Scenario now = least;
                Optional<Fault> fewer = FaultEdits.renumbered(now.faults().get(here),
                        node -> kept.contains(node) ? node : FaultEdits.GONE);
                return fewer.isPresent() && change(here, fewer.get(), "fewer nodes in fault " + here);
            });
            Fault fault = least.faults().get(here);
            if (fault.lasts().isPresent() && !(fault instanceof Fault.Rolling)) {
                shorten(fault.lasts().get(), SHORTEST_FAULT,
                        lasts -> change(here, FaultEdits.lasting(least.faults().get(here), lasts),
                                show(lasts) + " of fault " + here));
            }
        }
    }

    private boolean change(int place, Fault fault, String what) {
        Scenario now = least;
        return attempt(() -> withFaults(now, FaultEdits.with(now.faults(), place, Optional.of(fault))), what);
    }

    private static void shorten(Duration whole, Duration shortest, Predicate<Duration> attempt) {
        Duration enough = whole;
        while (enough.dividedBy(2).compareTo(shortest) >= 0 && attempt.test(rounded(enough.dividedBy(2)))) {
            enough = rounded(enough.dividedBy(2));
        }
        Duration between = rounded(enough.multipliedBy(3).dividedBy(4));
        if (between.compareTo(shortest) >= 0) {
            attempt.test(between);
        }
    }

    private static Duration rounded(Duration duration) {
        return Duration.ofMillis(Math.max(1, duration.toMillis()));
    }

    private static Scenario withFaults(Scenario scenario, List<Fault> faults) {
        return scenario.withWeather(scenario.weather().withFaults(faults));
    }

    /** Goes on with a smaller scenario if it fails in the same way. Returns whether it does. */
    private boolean attempt(Supplier<Scenario> smaller, String what) {
        Scenario candidate;
        try {
            candidate = smaller.get();
        } catch (UserMistakeException _) {
            // The rest is no valid scenario, for example a graph with edges to missing nodes.
            return false;
        }
        if (candidate.equals(least)) {
            return true;
        }
        Boolean known = tried.get(candidate);
        if (known == null) {
            known = runs < triesMost && fails(candidate);
            tried.put(candidate, known);
        }
        if (known) {
            least = candidate;
            progress.accept("  still with " + what + " (" + runs + " runs)");
        }
        return known;
    }

    private boolean fails(Scenario candidate) {
        runs++;
        Optional<Failure> failure = trial.apply(candidate);
        if (failure.isEmpty() || !failure.get().isLike(wanted)) {
            return false;
        }
        latest = failure.get();
        return true;
    }

    private static String show(Duration duration) {
        return String.format(Locale.ROOT, "%.3g s", duration.toNanos() / 1e9);
    }
}
