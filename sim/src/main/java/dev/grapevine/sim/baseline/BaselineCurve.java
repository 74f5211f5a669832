package dev.grapevine.sim.baseline;

import java.util.List;
import java.util.Optional;

/**
 * The metrics of a baseline's model over time.
 *
 * @param name   as in the scenario's {@code compare}
 * @param points at the scenario's times of evaluation
 */
public record BaselineCurve(String name, List<Point> points) {

    public static final String HEADER = "name,seconds,stepsPerNode,bytesPerNode,serverBytes,accuracy,loss";

    public BaselineCurve {
        points = List.copyOf(points);
    }

    /**
     * One evaluation.
     *
     * @param seconds      virtual time since the start
     * @param stepsPerNode mean local steps that went into the model
     * @param bytesPerNode mean bytes that a node sent for it
     * @param serverBytes  that the server sent for it; 0 where there is none
     * @param accuracy     on the test rows; NaN where it is no number, as is {@code loss}
     */
    public record Point(double seconds, double stepsPerNode, double bytesPerNode, double serverBytes, double accuracy,
            double loss) {}

    /** The first point of that accuracy or more. */
    public Optional<Point> reached(double accuracy) {
        return points.stream().filter(point -> point.accuracy() >= accuracy).findFirst();
    }

    /** The lines of {@code baselines.csv}, without line ends; NaN is an empty field. */
    public List<String> toCsv() {
        return points.stream()
                .map(point -> String.join(",", name, number(point.seconds), number(point.stepsPerNode),
                        number(point.bytesPerNode), number(point.serverBytes), number(point.accuracy),
                        number(point.loss)))
                .toList();
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.valueOf((float) value) : "";
    }
}
