package dev.grapevine.node.replica.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.consensus.random.RandomStream;

class DirichletTest {

    private static final int DRAWS = 40_000;

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1, 2.5, 40})
    void gammaSamplesHaveCorrectMoments(double shape) {
        RandomStream random = new RandomStream(1);
        double[] draws = new double[DRAWS];
        Arrays.setAll(draws, i -> StrictMath.exp(Dirichlet.logGamma(shape, random)));
        double mean = Arrays.stream(draws).average().orElseThrow();
        double variance = Arrays.stream(draws).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
        assertThat(mean).isCloseTo(shape, within(0.03 * shape));
        assertThat(variance).isCloseTo(shape, within(0.06 * shape));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.1, 1, 1000})
    void proportionsHaveCorrectMoments(double alpha) {
        int count = 4;
        RandomStream random = new RandomStream(2);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < DRAWS; i++) {
            double[] proportions = Dirichlet.draw(alpha, count, random);
            assertThat(Arrays.stream(proportions).sum()).isCloseTo(1, within(1e-12));
            sum += proportions[1];
            squares += proportions[1] * proportions[1];
        }
        double mean = sum / DRAWS;
        double expected = 0.25 * 0.75 / (count * alpha + 1);
        assertThat(mean).isCloseTo(0.25, within(0.01));
        assertThat(squares / DRAWS - mean * mean).isCloseTo(expected, within(0.05 * expected));
    }
}
