package dev.grapevine.sim.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.result.RunFolder;
import dev.grapevine.sim.TinyScenario;
import dev.grapevine.sim.report.SimulationRun;

/** All baselines of a scenario, as its run makes them. */
class BaselineRunTest {

    private static final String ALL = """
            nodes: 5
            split: dirichlet:0.3
            model: mlp:64
            network: {latency: 20ms..60ms, bandwidth: 50KB/s, loss: 0.1}
            devices: {gflops: 0.0004, speed: lognormal:0.5}
            compare: [fedavg, parameter-server, allreduce, centralised]
            faults:
              - {at: 5s, partition: [[0-2], [3-4]], for: 5s}
              - {at: 12s, crash: [1], for: 3s}
            stop: {after: 20s}
            seed:""";

    @TempDir
    Path folder;

    private List<BaselineCurve> curves(String lines, int threads) {
        SimulationRun run = new SimulationRun(TinyScenario.read(folder, lines));
        run.run(threads, Optional.empty(), _ -> {});
        run.compare(threads, Optional.empty(), _ -> {});
        return run.baselines();
    }

    @Test
    void curves_ofASeed_areTheSameForAnyThreads() {
        List<BaselineCurve> curves = curves(ALL + " 1\n", 1);
        assertThat(curves(ALL + " 1\n", 2)).isEqualTo(curves);
        assertThat(curves(ALL + " 2\n", 2)).isNotEqualTo(curves);
    }

    @Test
    void curves_ofAllBaselines_learnAndNeverRunBackwards() {
        List<BaselineCurve> curves = curves(ALL + " 1\n", 2);
        assertThat(curves).extracting(BaselineCurve::name).containsExactly("fedavg", "parameter-server", "allreduce",
                "centralised");
        for (BaselineCurve curve : curves) {
            List<BaselineCurve.Point> points = curve.points();
            assertThat(points).hasSize(10);
            assertThat(points.getLast().seconds()).isEqualTo(20);
            assertThat(points.getLast().accuracy()).as(curve.name()).isGreaterThan(0.9);
            for (int i = 1; i < points.size(); i++) {
                assertThat(points.get(i).stepsPerNode()).isGreaterThanOrEqualTo(points.get(i - 1).stepsPerNode());
                assertThat(points.get(i).bytesPerNode()).isGreaterThanOrEqualTo(points.get(i - 1).bytesPerNode());
                assertThat(points.get(i).serverBytes()).isGreaterThanOrEqualTo(points.get(i - 1).serverBytes());
            }
        }
    }

    @Test
    void baseline_endsAtTheAccuracyOfTheStopRule() {
        SimulationRun run = new SimulationRun(
                TinyScenario.read(folder, ALL.replace("{after: 20s}", "{accuracy: 0.9}") + " 1\n"));
        double seconds = run.run(2, Optional.empty(), _ -> {}).seconds();
        run.compare(2, Optional.empty(), _ -> {});
        List<BaselineCurve> curves = run.baselines();
        assertThat(curves).anyMatch(curve -> curve.reached(0.9).isPresent());
        for (BaselineCurve curve : curves) {
            List<BaselineCurve.Point> points = curve.points();
            assertThat(points.subList(0, points.size() - 1)).allMatch(point -> point.accuracy() < 0.9);
            assertThat(curve.reached(0.9).isPresent() || points.getLast().seconds() == 4 * seconds)
                    .as("it ends there, or after four times the time that gossip took").isTrue();
        }
    }

    @Test
    void curveFile_isWritten_andRemovedByTheNextRun() throws IOException {
        Path out = folder.resolve("out");
        Path table = out.resolve("baselines.csv");
        SimulationRun run = new SimulationRun(TinyScenario.read(folder, ALL + " 1\n"));
        List<BaselineCurve> seen = new ArrayList<>();
        try (RunFolder written = RunFolder.create(out)) {
            run.run(2, Optional.of(written), _ -> {});
            assertThat(table).doesNotExist();
            run.compare(2, Optional.of(written), seen::add);
        }
        assertThat(Files.readAllLines(table)).hasSize(1 + 4 * 10)
                .startsWith("name,seconds,stepsPerNode,bytesPerNode,serverBytes,accuracy,loss")
                .anyMatch(line -> line.startsWith("centralised,20.0,") && line.split(",")[3].equals("0.0"));
        assertThat(seen).hasSize(4 * 10);
        RunFolder.create(out).close();
        assertThat(table).doesNotExist();
    }

    @Test
    void nan_isWrittenAsAnEmptyField() {
        BaselineCurve curve = new BaselineCurve("fedavg",
                List.of(new BaselineCurve.Point(2, 3, 4, 5, Double.NaN, Double.POSITIVE_INFINITY)));
        assertThat(curve.toCsv()).containsExactly("fedavg,2.0,3.0,4.0,5.0,,");
    }
}
