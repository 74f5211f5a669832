package dev.grapevine.testbed.bench;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Ten steps of the workloads of {@code bench train} under JMH, on random images; see {@link JmhMain}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TrainJmh {

    private static final int STEPS = 10;

    @Param({"softmax", "mlp:256,128"})
    private String model;

    @Param({"32", "128"})
    private int batch;

    private TrainWorkload workload;

    @Setup(Level.Trial)
    public void prepare() {
        workload = TrainWorkload.onRandomImages(model, batch);
    }

    @Benchmark
    public void tenSteps() {
        workload.train(STEPS);
    }
}
