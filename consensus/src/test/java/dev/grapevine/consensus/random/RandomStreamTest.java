package dev.grapevine.consensus.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class RandomStreamTest {

    private static final int DRAWS = 100_000;

    @Test
    void streamNeverChanges() {
        RandomStream stream = new RandomStream(42);
        assertThat(stream.nextLong()).isEqualTo(0x989b_3f13_0a06_3869L);
        assertThat(stream.nextLong()).isEqualTo(0x290d_b4bf_2570_ded7L);
        assertThat(stream.nextLong()).isEqualTo(0x2a99_0be6_3a01_b2d5L);
        // With seed 0, SplitMix64's own first number.
        assertThat(new RandomStream(0).nextLong()).isEqualTo(0xe220_a839_7b1d_cdafL);
    }

    @Test
    void knownStreamsNeverChange() {
        RandomStream integers = new RandomStream(42);
        assertThat(IntStream.generate(() -> integers.nextInt(1000)).limit(8)).containsExactly(596, 160, 166, 48, 980,
                235, 279, 152);
        assertThat(new RandomStream(42).nextDouble()).isEqualTo(0.5961188718302076);
        RandomStream normals = new RandomStream(42);
        assertThat(normals.nextGaussian()).isEqualTo(0x1.4917f4cf5a8dbp-2);
        assertThat(normals.nextGaussian()).isEqualTo(-0x1.e58371f5ac65cp-2);
        assertThat(normals.nextGaussian()).isEqualTo(0x1.98cf37f75f105p-1);
        int[] elements = IntStream.range(0, 10).toArray();
        new RandomStream(42).shuffle(elements);
        assertThat(elements).containsExactly(2, 3, 6, 4, 7, 9, 0, 8, 1, 5);
    }

    @Test
    void forksNeverChange() {
        RandomStream rounds = new RandomStream(42).fork("rounds");
        assertThat(rounds.seed()).isEqualTo(0xc657_b782_29af_50b9L);
        assertThat(rounds.nextLong()).isEqualTo(0xdabd_0218_aa0e_f2b5L);
        RandomStream round7 = new RandomStream(42).fork("round", 7);
        assertThat(round7.seed()).isEqualTo(0x93db_1553_77d8_2c32L);
        assertThat(round7.nextLong()).isEqualTo(0xdb4f_e071_0bdc_1aa2L);
    }

    @Test
    void integersAreUniform() {
        RandomStream stream = new RandomStream(1);
        assertUniform(10, stream::nextInt);
        assertUniform(7, stream::nextInt);
        assertUniform(64, bound -> (int) (stream.nextLong() & 63));
        assertUniform(64, bound -> (int) (stream.nextLong() >>> 58));
        assertUniform(16, bound -> (int) (stream.nextDouble() * bound));
    }

    @Test
    void firstDrawsOfNeighbouringSeedsAndForksAreUniformToo() {
        int[] next = {0};
        assertUniform(16, bound -> new RandomStream(next[0]++).nextInt(bound));
        RandomStream parent = new RandomStream(9);
        assertUniform(16, bound -> parent.fork("node", next[0]++).nextInt(bound));
        assertUniform(16, bound -> parent.fork("node" + next[0]++).nextInt(bound));
    }

    @Test
    void theUniformityCheckNoticesABias() {
        RandomStream stream = new RandomStream(1);
        int[] counts = counts(10, bound -> Math.min(stream.nextInt(bound), stream.nextInt(100) + 1));
        assertThat(largestDeviationInSigmas(counts)).isGreaterThan(4);
    }

    @Test
    void probabilitiesAreKept() {
        RandomStream stream = new RandomStream(2);
        for (double probability : new double[]{0, 0.01, 0.5, 0.9, 1}) {
            int hits = 0;
            for (int i = 0; i < DRAWS; i++) {
                hits += stream.nextBoolean(probability) ? 1 : 0;
            }
            double sigma = Math.sqrt(DRAWS * probability * (1 - probability));
            assertThat((double) hits).isEqualTo(DRAWS * probability, within(4 * sigma + 1e-9));
        }
    }

    @Test
    void normalsAreNormal() {
        RandomStream stream = new RandomStream(3);
        double sum = 0;
        double squares = 0;
        int beyondTwo = 0;
        for (int i = 0; i < DRAWS; i++) {
            double value = stream.nextGaussian();
            sum += value;
            squares += value * value;
            beyondTwo += Math.abs(value) > 2 ? 1 : 0;
        }
        assertThat(sum / DRAWS).isEqualTo(0, within(4 / Math.sqrt(DRAWS)));
        assertThat(squares / DRAWS).isEqualTo(1, within(4 * Math.sqrt(2.0 / DRAWS)));
        double expected = 0.0455 * DRAWS;
        assertThat((double) beyondTwo).isEqualTo(expected, within(4 * Math.sqrt(expected)));
    }

    @Test
    void shufflesAreUniform() {
        RandomStream stream = new RandomStream(4);
        int[] counts = new int[24];
        for (int i = 0; i < DRAWS; i++) {
            int[] elements = {0, 1, 2, 3};
            stream.shuffle(elements);
            counts[rank(elements)]++;
        }
        assertThat(largestDeviationInSigmas(counts)).isLessThan(4);
    }

    /** The number of a permutation of four. */
    private static int rank(int[] elements) {
        int rank = 0;
        for (int i = 0; i < elements.length; i++) {
            int smallerBehind = 0;
            for (int j = i + 1; j < elements.length; j++) {
                smallerBehind += elements[j] < elements[i] ? 1 : 0;
            }
            rank = rank * (elements.length - i) + smallerBehind;
        }
        return rank;
    }

    @Test
    void drawsStayWithinTheirBounds() {
        RandomStream stream = new RandomStream(5);
        for (int i = 0; i < 1000; i++) {
            assertThat(stream.nextInt(1)).isZero();
            assertThat(stream.nextInt(Integer.MAX_VALUE)).isNotNegative();
            assertThat(stream.nextDouble()).isGreaterThanOrEqualTo(0).isLessThan(1);
        }
        assertThatThrownBy(() -> stream.nextInt(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> stream.nextInt(-3)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertUniform(int bound, ToIntFunction<Integer> draw) {
        assertThat(largestDeviationInSigmas(counts(bound, draw))).isLessThan(4);
    }

    private static int[] counts(int bound, ToIntFunction<Integer> draw) {
        int[] counts = new int[bound];
        for (int i = 0; i < DRAWS; i++) {
            counts[draw.applyAsInt(bound)]++;
        }
        return counts;
    }

    private static double largestDeviationInSigmas(int[] counts) {
        double total = Arrays.stream(counts).sum();
        double expected = total / counts.length;
        double sigma = Math.sqrt(expected * (1 - 1.0 / counts.length));
        return Arrays.stream(counts).mapToDouble(count -> Math.abs(count - expected) / sigma).max().orElseThrow();
    }
}
