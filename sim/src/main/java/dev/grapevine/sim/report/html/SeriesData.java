package dev.grapevine.sim.report.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

import dev.grapevine.node.result.Sample;
import dev.grapevine.node.result.Spread;

/**
 * A run over time, as columns: at index i of each list is moment i.
 *
 * @param distance      root mean square over the nodes that are up
 * @param bytesMean     sent until then, over all nodes; a silent node counts with its last answer
 * @param averagedTimes when the averaged model was judged
 */
record SeriesData(List<Float> seconds, Band accuracy, Band loss, List<Float> distance, List<Float> bytesMean,
        List<Float> bytesMax, List<Float> averagedTimes, List<Float> averagedAccuracy) {

    /** More moments than this cannot be told apart in a picture, so only some are kept. */
    static final int MOMENTS_MAX = 1000;

    /** A number over the nodes that are up. */
    record Band(List<Float> mean, List<Float> min, List<Float> max) {

        private static Band of(List<Spread> spreads) {
            return new Band(column(spreads, Spread::mean), column(spreads, Spread::min), column(spreads, Spread::max));
        }

        private static List<Float> column(List<Spread> spreads, ToDoubleFunction<Spread> number) {
            return spreads.stream()
                    .map(spread -> spread.mean() == null ? null : PageData.number(number.applyAsDouble(spread)))
                    .toList();
        }
    }

    private record Moment(double seconds, Spread accuracy, Spread loss, double distance, double bytesMean,
            double bytesMax) {}

    static SeriesData of(RunReport report) {
        List<Moment> moments = thinned(moments(report));
        List<RunReport.AveragedAccuracy> averaged = thinned(averaged(report));
        return new SeriesData(column(moments, Moment::seconds),
                Band.of(moments.stream().map(Moment::accuracy).toList()),
                Band.of(moments.stream().map(Moment::loss).toList()), column(moments, Moment::distance),
                column(moments, Moment::bytesMean), column(moments, Moment::bytesMax),
                column(averaged, RunReport.AveragedAccuracy::seconds),
                column(averaged, RunReport.AveragedAccuracy::accuracy));
    }

    /** The moments that are drawn: {@link #MOMENTS_MAX} or fewer, evenly between the first and the last. */
    static <T> List<T> thinned(List<T> all) {
        if (all.size() <= MOMENTS_MAX) {
            return all;
        }
        List<T> some = new ArrayList<>(MOMENTS_MAX);
        for (int i = 0; i < MOMENTS_MAX; i++) {
            some.add(all.get((int) ((long) i * (all.size() - 1) / (MOMENTS_MAX - 1))));
        }
        return some;
    }

    private static <T> List<Float> column(List<T> rows, ToDoubleFunction<T> number) {
        return rows.stream().map(row -> PageData.number(number.applyAsDouble(row))).toList();
    }

    private static List<RunReport.AveragedAccuracy> averaged(RunReport report) {
        Double last = report.summary().averagedModelAccuracy();
        return !report.averagedModel().isEmpty() || last == null
                ? report.averagedModel()
                : List.of(new RunReport.AveragedAccuracy(report.summary().seconds(), last));
    }

    private static List<Moment> moments(RunReport report) {
        List<Sample> samples = report.samples();
        double[] bytes = new double[report.summary().nodes()];
        List<Moment> moments = new ArrayList<>();
        int begin = 0;
        for (int end = 1; end <= samples.size(); end++) {
            if (end == samples.size() || samples.get(end).seconds() != samples.get(begin).seconds()) {
                moments.add(moment(samples.subList(begin, end), bytes));
                begin = end;
            }
        }
        return moments;
    }

    private static Moment moment(List<Sample> samples, double[] bytes) {
        samples.forEach(sample -> bytes[sample.node()] = sample.bytesSent());
        double meanSquare = samples.stream().mapToDouble(Sample::consensusDistance).filter(Double::isFinite)
                .map(distance -> distance * distance).average().orElse(Double.NaN);
        return new Moment(samples.getFirst().seconds(), Spread.of(samples.stream().map(Sample::accuracy).toList()),
                Spread.of(samples.stream().map(Sample::loss).toList()), Math.sqrt(meanSquare),
                Arrays.stream(bytes).average().orElse(0), Arrays.stream(bytes).max().orElse(0));
    }
}
