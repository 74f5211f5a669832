package dev.grapevine.sim.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.grapevine.node.result.RunSummary;
import dev.grapevine.sim.check.LawBrokenException;
import dev.grapevine.sim.check.Laws;
import dev.grapevine.sim.report.SimulationRun;
import dev.grapevine.sim.scenario.Scenario;
import dev.grapevine.sim.world.LivenessOutcome;
import dev.grapevine.sim.world.Moment;

/**
 * Runs scenarios and says what was wrong with them, if anything was: a law, an exception, an expectation of the scenario or
 * a check of one's own.
 */
public final class Trial {

    /** A further condition on a run; throws if it does not hold. */
    @FunctionalInterface
    public interface Check {

        /** No further condition. */
        Check NONE = (_, _, _) -> {};

        /** Models are made of numbers, all the time. */
        Check NUMBERS = (_, moments, _) -> moments.forEach(Trial::checkNumbers);

        /**
         * Looks at a run that is over.
         *
         * @param moments all times at which nodes were judged
         */
        void check(Scenario scenario, List<Moment> moments, RunSummary summary);
    }

    /**
     * The outcome of a run.
     *
     * @param summary empty if it broke off
     * @param calm    what the calm act came to; empty if there was none, or it broke off
     */
    public record Result(Scenario scenario, Optional<Failure> failure, Optional<RunSummary> summary,
            Optional<LivenessOutcome> calm) {}

    private final int threads;
    private final boolean calm;
    private final Check check;

    /**
     * @param threads to compute with; changes nothing but the time it takes
     * @param calm    whether a calm act follows, in which replicas have to come together
     */
    public Trial(int threads, boolean calm, Check check) {
        this.threads = threads;
        this.calm = calm;
        this.check = check;
    }

    private static void checkNumbers(Moment moment) {
        for (Moment.NodeView node : moment.nodes()) {
            if (node.served() != null && !Double.isFinite(node.served().loss())) {
                throw new LawBrokenException(Laws.NUMBERS,
                        "After " + moment.seconds() + " s node " + node.number() + " has a loss of "
                                + node.served().loss());
            }
        }
    }

    /** Runs a scenario. */
    public Result run(Scenario scenario) {
        Optional<RunSummary> summary = Optional.empty();
        Optional<LivenessOutcome> end = Optional.empty();
        try {
            List<Moment> moments = new ArrayList<>();
            SimulationRun run = new SimulationRun(scenario);
            if (calm) {
                run.thenCalm();
            }
            summary = Optional.of(run.run(threads, Optional.empty(), moments::add));
            end = run.calm();
            check.check(scenario, moments, summary.get());
            return new Result(scenario, Failure.of(summary.get()), summary, end);
        } catch (RuntimeException | AssertionError e) {
            return new Result(scenario, Optional.of(Failure.of(e)), summary, end);
        }
    }
}
