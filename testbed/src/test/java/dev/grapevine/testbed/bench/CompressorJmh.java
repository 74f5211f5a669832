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

/** The compressors of {@code bench codec} under JMH; see {@link CodecJmh}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CompressorJmh {

    @Param({"float32", "bf16", "int8", "int4", "qsgd:64", "sign", "topk:0.1", "topk:0.01", "randomk:0.1",
            "powergossip:4", "dct:4"})
    private String compressor;

    private CodecWorkload.Leg leg;

    @Setup(Level.Trial)
    public void prepare() {
        leg = new CodecWorkload().vector(compressor, false).getFirst();
    }

    @Benchmark
    public void encode() {
        leg.encode().run();
    }

    @Benchmark
    public void decode() {
        leg.decode().run();
    }
}
