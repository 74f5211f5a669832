package dev.grapevine.consensus.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ojalgo.matrix.store.MatrixStore;

class MixingMatrixTest {

    private static final int TRIALS = 20_000;

    @Test
    void matrixContractsAsTheoryPredicts() {
        for (int nodes = 2; nodes <= 30; nodes++) {
            double contraction = MixingMatrix.ofOneRandomPair(nodes).expectedContraction();
            assertThat(contraction).as("%s nodes", nodes).isEqualTo(1 - 1.0 / (nodes - 1), within(1e-12));
        }
    }

    @Test
    void matrixIsSymmetricAndDoublyStochastic() {
        for (int nodes = 2; nodes <= 30; nodes++) {
            MatrixStore<Double> weights = MixingMatrix.ofOneRandomPair(nodes).weights();
            for (int row = 0; row < nodes; row++) {
                double sum = 0;
                for (int column = 0; column < nodes; column++) {
                    assertThat(weights.doubleValue(row, column)).isNotNegative()
                            .isEqualTo(weights.doubleValue(column, row));
                    sum += weights.doubleValue(row, column);
                }
                assertThat(sum).isEqualTo(1, within(1e-12));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 8, 20})
    void averagingRandomPairsContractsLikeThat(int nodes) {
        double expected = MixingMatrix.ofOneRandomPair(nodes).expectedContraction();
        assertThat(isWithinThreeSigma(measure(nodes, false), expected)).isTrue();
    }

    @Test
    void averagingNeighboursDoesNotContractLikeThat() {
        double expected = MixingMatrix.ofOneRandomPair(8).expectedContraction();
        assertThat(isWithinThreeSigma(measure(8, true), expected)).isFalse();
    }

    /** Mean and its standard error. */
    private record Measured(double mean, double standardError) {}

    private static boolean isWithinThreeSigma(Measured measured, double expected) {
        return Math.abs(measured.mean - expected) <= 3 * measured.standardError + 1e-12;
    }

    /** The share of the squared distance to the mean that is left after one pair of a ramp of values has averaged. */
    private static Measured measure(int nodes, boolean onlyNeighbours) {
        SplittableRandom random = new SplittableRandom(nodes);
        double sum = 0;
        double sumOfSquares = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            double[] values = new double[nodes];
            for (int i = 0; i < nodes; i++) {
                values[i] = i;
            }
            double before = squaredDistance(values);
            int one = random.nextInt(nodes);
            int other = onlyNeighbours ? (one + 1) % nodes : (one + 1 + random.nextInt(nodes - 1)) % nodes;
            values[one] = values[other] = (values[one] + values[other]) / 2;
            double left = squaredDistance(values) / before;
            sum += left;
            sumOfSquares += left * left;
        }
        double mean = sum / TRIALS;
        double variance = Math.max(0, sumOfSquares / TRIALS - mean * mean);
        return new Measured(mean, Math.sqrt(variance / TRIALS));
    }

    private static double squaredDistance(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return squares;
    }

    @Test
    void singleNodeHasNoPair() {
        assertThatThrownBy(() -> MixingMatrix.ofOneRandomPair(1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A pair of 1 nodes: there must be at least 2");
    }
}
