package dev.grapevine.testbed.bench;

import java.util.List;
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

/**
 * The codecs of {@code bench codec} under JMH, for those who want to look closer; see {@link JmhMain}. One operation goes
 * through 2 MiB of float32; it should allocate nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CodecJmh {

    @Param({"modular:3", "modular:8", "bf16", "float32", "int8", "randomk:0.1", "topk:0.1"})
    private String codec;

    private List<CodecWorkload.Leg> legs;

    @Setup(Level.Trial)
    public void prepare() {
        legs = new CodecWorkload().exchange(codec, false);
    }

    @Benchmark
    public void encodeValues() {
        legs.getFirst().encode().run();
    }

    @Benchmark
    public void decodeValues() {
        legs.getFirst().decode().run();
    }

    @Benchmark
    public void encodeDifference() {
        legs.getLast().encode().run();
    }

    @Benchmark
    public void decodeDifference() {
        legs.getLast().decode().run();
    }
}
