package dev.grapevine.sim.report.html;

import java.util.List;

/** How another way to learn the same went over time. */
public record ComparedCurve(String name, List<Point> points) {

    public ComparedCurve {
        points = List.copyOf(points);
    }

    /**
     * One moment; NaN where something is not known.
     *
     * @param seconds      since the start
     * @param stepsPerNode mean local steps
     * @param bytesPerNode mean bytes sent
     */
    public record Point(double seconds, double stepsPerNode, double bytesPerNode, double accuracy, double loss) {}
}
