package dev.grapevine.sim.report.html;

import dev.grapevine.sim.baseline.BaselineCurve;

import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * All that the page's scripts know, as one JSON object. Text is ready to be shown; numbers are where axes and sorting need
 * them. A section that is null is left out.
 *
 * @param mode    {@code sim} or {@code cluster}
 * @param measure what accuracy is called
 * @param seconds how long the run was
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PageData(String mode, String measure, double seconds, Headline headline, List<FaultData> faults,
        SeriesData series, List<CurveData> baselines, TalkData talks, TimeData times, NodeData nodes,
        List<TheoryData> theory, String scenario, String command, String version, String traceHash) {

    static PageData of(RunReport report) {
        RunReport.Provenance provenance = report.provenance();
        return new PageData(report.summary().mode(), report.subject().measure(), report.summary().seconds(),
                Headline.of(report), FaultData.of(report), SeriesData.of(report),
                report.baselines().stream().map(CurveData::of).toList(),
                report.talks().filter(talks -> talks.total() > 0).map(TalkData::of).orElse(null),
                TimeData.of(report), NodeData.of(report), report.theory().stream().map(TheoryData::of).toList(),
                orNull(provenance.scenario()), orNull(provenance.command()), report.summary().version(),
                report.summary().traceHash());
    }

    private static String orNull(String text) {
        return text.isBlank() ? null : text.strip();
    }

    /** Short enough for a page of many; null, which JSON has, for what is no number. */
    static Float number(double value) {
        return Double.isFinite(value) ? (float) value : null;
    }

    /**
     * A fault to be shaded.
     *
     * @param letter by which the chart and the list below it refer to each other
     * @param end    of the run, if the fault did not end before
     */
    record FaultData(String letter, String kind, String what, Float begin, Float end, String when) {

        private static final int LETTERS = 26;

        static List<FaultData> of(RunReport report) {
            List<FaultSpan> faults = report.faults();
            return Stream.iterate(0, i -> i < faults.size(), i -> i + 1)
                    .map(i -> of(i, faults.get(i), report.summary().seconds())).toList();
        }

        private static FaultData of(int number, FaultSpan span, double runSeconds) {
            String letter = (number < LETTERS ? "" : String.valueOf((char) ('A' + number / LETTERS - 1)))
                    + (char) ('A' + number % LETTERS);
            String begin = Texts.duration(span.beginSeconds());
            String when = span.endSeconds().isPresent()
                    ? begin + " to " + Texts.duration(span.endSeconds().getAsDouble())
                    : begin + " to the end";
            double end = Math.min(runSeconds, span.endSeconds().orElse(runSeconds));
            return new FaultData(letter, span.kind(), span.what(), number(span.beginSeconds()), number(end), when);
        }
    }

    /** A baseline, as columns. */
    record CurveData(String name, List<Float> seconds, List<Float> bytes, List<Float> accuracy, List<Float> loss) {

        static CurveData of(BaselineCurve curve) {
            List<BaselineCurve.Point> points = SeriesData.thinned(curve.points());
            return new CurveData(curve.name(), points.stream().map(p -> number(p.seconds())).toList(),
                    points.stream().map(p -> number(p.bytesPerNode())).toList(),
                    points.stream().map(p -> number(p.accuracy())).toList(),
                    points.stream().map(p -> number(p.loss())).toList());
        }
    }

    /** One number of theory beside its measurement. */
    record TheoryData(String name, String expected, String measured, String ratio, String sentence) {

        static TheoryData of(RunReport.TheoryPair pair) {
            return new TheoryData(pair.name(), Texts.significant(pair.expected()), Texts.significant(pair.measured()),
                    Texts.significant(pair.measured() / pair.expected()), pair.sentence());
        }
    }
}
