package dev.grapevine.sim.report.html;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

import dev.grapevine.sim.scenario.Fault;

/**
 * A fault as a stretch of time.
 *
 * @param kind         what it is in a word, such as {@code partition}
 * @param what         what it is in a few words
 * @param beginSeconds since the start of the run
 * @param endSeconds   empty if it never ended
 */
public record FaultSpan(String kind, String what, double beginSeconds, OptionalDouble endSeconds) {

    /** The span of a fault as its scenario plans it. */
    public static FaultSpan of(Fault fault) {
        double begin = fault.at().toNanos() / 1e9;
        OptionalDouble end = fault.lasts().map(lasts -> OptionalDouble.of(begin + lasts.toNanos() / 1e9))
                .orElse(OptionalDouble.empty());
        return new FaultSpan(fault.getClass().getSimpleName().toLowerCase(Locale.ROOT), fault.describe(),
                begin, end);
    }

    /** The spans of a scenario's faults that began before the run was over. */
    public static List<FaultSpan> of(List<Fault> faults, double endSeconds) {
        return faults.stream().map(FaultSpan::of).filter(span -> span.beginSeconds() < endSeconds).toList();
    }
}
