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
import org.openjdk.jmh.annotations.TearDown;

/** The products of {@code bench gemm} under JMH, for those who want to look closer; see {@link JmhMain}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class GemmJmh {

    @Param({"32x256x784", "784x256x32", "128x256x784", "32x10x784", "512x512x512"})
    private String shape;

    private GemmWorkload workload;

    @Setup(Level.Trial)
    public void prepare() {
        workload = new GemmWorkload(GemmShape.ALL.stream().filter(each -> each.toString().equals(shape)).findFirst()
                .orElseThrow());
    }

    @TearDown(Level.Trial)
    public void release() {
        workload.close();
    }

    @Benchmark
    public void grapevine() {
        workload.byGrapevine();
    }

    @Benchmark
    public void ojalgo() {
        workload.byOjalgo();
    }
}
