package dev.grapevine.consensus.compress;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import com.sun.management.ThreadMXBean;

/**
 * Compressors allocate nothing once they have met the longest vector. Shown without the Vector API, whose vectors are
 * objects until the compiler has been there.
 */
class CompressorAllocationTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final List<String> NAMES = Compressors.EXAMPLES;
    private static final int LENGTH = 1500;
    private static final int CALLS = 20;

    @ParameterizedTest
    @FieldSource("NAMES")
    void nothingIsAllocatedAfterTheFirstCall(String name) {
        assertThat(bytesPerCall(Compressors.scalarByName(name), false)).isLessThan(LENGTH / 8);
    }

    @Test
    void allocationOfACopyIsNoticed() {
        assertThat(bytesPerCall(Compressors.scalarByName("sign"), true)).isGreaterThan(LENGTH / 8);
    }

    private static long bytesPerCall(Compressor compressor, boolean isCopying) {
        float[] values = Vectors.normal(LENGTH, 1);
        byte[] payload = new byte[compressor.bytesMax(LENGTH)];
        float[] read = new float[LENGTH];
        long start = 0;
        for (int call = 0; call <= CALLS; call++) {
            if (call == 1) {
                start = THREADS.getThreadAllocatedBytes(Thread.currentThread().threadId());
            }
            int bytes = compressor.encode(values, 0, LENGTH, call, payload, 0);
            byte[] received = isCopying ? payload.clone() : payload;
            assertThatIsTrue(compressor.decode(received, 0, bytes, LENGTH, call, read));
        }
        return (THREADS.getThreadAllocatedBytes(Thread.currentThread().threadId()) - start) / CALLS;
    }

    /** Without the objects of an assertion. */
    private static void assertThatIsTrue(boolean isRead) {
        if (!isRead) {
            throw new AssertionError("honest bytes were refused");
        }
    }
}
