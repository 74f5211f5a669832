package dev.grapevine.sim.report.html;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.grapevine.node.replica.data.schema.Task;
import dev.grapevine.node.result.RunSummary;
import dev.grapevine.node.result.Sample;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.RunSetup;
import dev.grapevine.node.run.TaskOptions;
import dev.grapevine.sim.baseline.BaselineCurve;
import dev.grapevine.sim.measure.TalkCounts;
import dev.grapevine.sim.measure.TimeBreakdown;

/**
 * The content of a report. Unknown parts are empty, and their sections are left out.
 *
 * @param summary       how it ended
 * @param subject       what was learned
 * @param samples       all nodes at all moments, earlier moments first
 * @param faults        what went wrong, and when
 * @param averagedModel how good the mean of all replicas was over time
 * @param baselines     other ways to learn the same
 * @param talks         exchanges by pair of nodes
 * @param times         what each node did with its time; at index i node i
 * @param theory        what theory expects beside what was measured
 * @param laws          what was watched and held, a sentence each
 * @param provenance    where the run comes from
 */
public record RunReport(RunSummary summary, Subject subject, List<Sample> samples, List<FaultSpan> faults,
        List<AveragedAccuracy> averagedModel, List<BaselineCurve> baselines, Optional<TalkCounts> talks,
        List<TimeBreakdown> times, List<TheoryPair> theory, List<String> laws, Provenance provenance) {

    private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9_./:=,+@%-]+");

    public RunReport {
        Objects.requireNonNull(summary, "summary");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(talks, "talks");
        Objects.requireNonNull(provenance, "provenance");
        samples = List.copyOf(samples);
        faults = List.copyOf(faults);
        averagedModel = List.copyOf(averagedModel);
        baselines = List.copyOf(baselines);
        times = List.copyOf(times);
        theory = List.copyOf(theory);
        laws = List.copyOf(laws);
    }

    /**
     * The subject of a run, in the words of its options.
     *
     * @param measure what accuracy is called: {@code accuracy}, or {@code R²} for a regression
     */
    public record Subject(String data, String split, String model, String measure) {

        /** The subject of a run, from its setup. */
        public static Subject of(RunSetup setup) {
            RunOptions options = setup.options();
            return new Subject(options.text(TaskOptions.DATA), options.text(TaskOptions.SPLIT),
                    options.text(TaskOptions.MODEL), setup.schema().task() == Task.CLASSIFY ? "accuracy" : "R²");
        }
    }

    /**
     * Accuracy of the mean of all replicas at a moment.
     *
     * @param seconds since the start of the run
     */
    public record AveragedAccuracy(double seconds, double accuracy) {}

    /**
     * One number of theory beside its measurement.
     *
     * @param name     what it is
     * @param expected by theory
     * @param measured in this run
     * @param sentence where the expectation comes from, and what a difference means
     */
    public record TheoryPair(String name, double expected, double measured, String sentence) {}

    /**
     * The origin of a run.
     *
     * @param scenario the text that described it; empty if there is none
     * @param command  what to type to see it again; empty if nothing brings it back
     */
    public record Provenance(String scenario, String command) {

        public static final Provenance UNKNOWN = new Provenance("", "");

        /**
         * A run that was started by a command.
         *
         * @param scenario the file that describes it; empty if the command says all
         * @param command  its words, as its program got them
         */
        public static Provenance of(Optional<Path> scenario, List<String> command) {
            String words = command.stream().map(Provenance::quoted).collect(Collectors.joining(" "));
            return new Provenance(scenario.map(Provenance::read).orElse(""), words);
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The command, quoted for a shell. */
        private static String quoted(String word) {
            return PLAIN_WORD.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
        }
    }
}
