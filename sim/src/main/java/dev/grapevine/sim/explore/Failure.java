package dev.grapevine.sim.explore;

import java.util.Arrays;
import java.util.Optional;

import dev.grapevine.node.result.Expectation;
import dev.grapevine.node.result.RunSummary;
import dev.grapevine.sim.check.LawBrokenException;

/**
 * The failure of a run.
 *
 * @param what the law's sentence, the expectation, or the class of an exception and where it was thrown
 * @param how  details of this time
 */
public record Failure(Kind kind, String what, String how) {

    /** Kinds of failures. */
    public enum Kind {
        LAW, EXCEPTION, EXPECTATION
    }

    private static final String OURS = "dev.grapevine.";

    /** The failure of a run, from the exception that it threw. */
    public static Failure of(Throwable thrown) {
        if (thrown instanceof LawBrokenException broken) {
            return new Failure(Kind.LAW, broken.law(), broken.getMessage());
        }
        String where = Arrays.stream(thrown.getStackTrace()).filter(frame -> frame.getClassName().startsWith(OURS))
                .findFirst().map(frame -> " in " + simple(frame.getClassName()) + "." + frame.getMethodName())
                .orElse("");
        return new Failure(Kind.EXCEPTION, thrown.getClass().getSimpleName() + where,
                String.valueOf(thrown.getMessage()));
    }

    /** The first expectation that does not hold, if there is one. */
    public static Optional<Failure> of(RunSummary summary) {
        return summary.expectations().stream().filter(outcome -> !outcome.holds()).findFirst()
                .map(Failure::of);
    }

    private static Failure of(Expectation.Outcome outcome) {
        return new Failure(Kind.EXPECTATION, outcome.name(), "it is " + outcome.value());
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    /** Whether another run failed in the same way. */
    public boolean isLike(Failure other) {
        return kind == other.kind && what.equals(other.what);
    }

    /** The failure in one line. */
    public String describe() {
        return switch (kind) {
            case LAW -> how;
            case EXCEPTION -> what + ": " + how;
            case EXPECTATION -> "Does not hold: " + what + ", " + how;
        };
    }
}
