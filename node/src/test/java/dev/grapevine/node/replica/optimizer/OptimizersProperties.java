package dev.grapevine.node.replica.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.testing.RandomFloats;

/** All optimizers follow their formulas, continue from a saved state, and have no denormal numbers. */
class OptimizersProperties {

    private static final int PARAMETERS = 37;
    private static final int ROUNDS = 6;
    private static final double NEAR = 2e-4;

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of(Optimizers.names());
    }

    private static OptimizerSettings settings(float momentum, float weightDecay) {
        return new OptimizerSettings(PARAMETERS, 0.05f, momentum, 0.99f, weightDecay);
    }

    /** Maximum difference after some rounds between which parameters are mixed with those of peers. */
    private static double difference(Optimizer optimizer, ExactOptimizer exact, int stepsPerRound, boolean mixing,
            long seed) {
        RandomStream random = new RandomStream(seed);
        float[] parameters = RandomFloats.normal(PARAMETERS, random);
        double[] exactParameters = new double[PARAMETERS];
        for (int i = 0; i < PARAMETERS; i++) {
            exactParameters[i] = parameters[i];
        }
        Schedule schedule = new Schedule.Cosine(100, 5, 0.1);
        long step = 0;
        for (int round = 0; round < ROUNDS; round++) {
            optimizer.startRound(parameters);
            exact.startRound(exactParameters);
            for (int i = 0; i < stepsPerRound; i++) {
                float[] gradient = RandomFloats.normal(PARAMETERS, random);
                optimizer.step(parameters, gradient, schedule.factor(step));
                exact.step(exactParameters, gradient, schedule.factor(step));
                step++;
            }
            float[] others = RandomFloats.normal(PARAMETERS, random);
            for (int i = 0; mixing && i < PARAMETERS; i++) {
                parameters[i] = 0.5f * (parameters[i] + others[i]);
                exactParameters[i] = 0.5 * (exactParameters[i] + others[i]);
            }
        }
        double greatest = 0;
        for (int i = 0; i < PARAMETERS; i++) {
            greatest = Math.max(greatest, Math.abs(parameters[i] - exactParameters[i]));
        }
        return greatest;
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void optimizersFollowTheirFormulas(@ForAll("names") String name, @ForAll @FloatRange(max = 0.95f) float momentum,
            @ForAll @FloatRange(max = 0.1f) float weightDecay, @ForAll @IntRange(min = 1, max = 10) int stepsPerRound,
            @ForAll boolean mixing, @ForAll long seed) {
        OptimizerSettings settings = settings(momentum, weightDecay);
        assertThat(difference(Optimizers.create(name, settings), ExactOptimizer.of(name, settings), stepsPerRound,
                mixing, seed)).isLessThan(NEAR);
    }

    /** Mutation of the law above: no optimizer passes for another one. */
    @Example
    void optimizersDifferFromOneAnother() {
        OptimizerSettings settings = settings(0.9f, 0.1f);
        for (String name : Optimizers.names()) {
            for (String other : Optimizers.names()) {
                double difference = difference(Optimizers.create(name, settings), ExactOptimizer.of(other, settings), 5,
                        true, 1);
                assertThat(difference < NEAR).as("%s as %s", name, other).isEqualTo(name.equals(other));
            }
        }
    }

    /** Uses the end of its own steps instead of the merged parameters. */
    private static final class DeafMomentum implements Optimizer {
        private final QuasiGlobalMomentum inner = new QuasiGlobalMomentum(PARAMETERS, 0.05f, 0.9f, 0);
        private float[] own;

        @Override
        public void startRound(float[] start) {
            inner.startRound(own == null ? start : own);
        }

        @Override
        public void step(float[] parameters, float[] gradient, double rateFactor) {
            inner.step(parameters, gradient, rateFactor);
            own = parameters.clone();
        }

        @Override
        public String kind() {
            return inner.kind();
        }

        @Override
        public float[] state() {
            return inner.state();
        }

        @Override
        public void restore(float[] state) {
            inner.restore(state);
        }

        @Override
        public void reset() {
            inner.reset();
        }
    }

    @Example
    void quasiGlobalMomentumIgnoringPeersIsDetected() {
        ExactOptimizer exact = ExactOptimizer.of("qgm", settings(0.9f, 0));
        assertThat(difference(new DeafMomentum(), exact, 5, false, 1)).as("no peers to ignore").isLessThan(NEAR);
        exact = ExactOptimizer.of("qgm", settings(0.9f, 0));
        assertThat(difference(new DeafMomentum(), exact, 5, true, 1)).isGreaterThan(NEAR);
    }

    /** On a lone node with one step per round, m becomes (1 − (1 − μ)²)·m + (1 − μ)·g. */
    @Example
    void quasiGlobalMomentumOfLoneNodeIsRunningMean() {
        QuasiGlobalMomentum optimizer = new QuasiGlobalMomentum(1, 0.5f, 0.5f, 0);
        float[] parameters = {0};
        float[] gradients = {1, -3, 2, 5};
        double expected = 0;
        for (float gradient : gradients) {
            optimizer.startRound(parameters);
            assertThat(optimizer.state()[0]).isEqualTo((float) expected);
            optimizer.step(parameters, new float[]{gradient}, 1);
            expected = 0.75 * expected + 0.5 * gradient;
        }
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void restoredStateContinuesIdentically(@ForAll("names") String name, @ForAll @IntRange(max = 20) int before,
            @ForAll long seed) {
        RandomStream random = new RandomStream(seed);
        Optimizer whole = Optimizers.create(name, settings(0.9f, 0.01f));
        float[] parameters = RandomFloats.normal(PARAMETERS, random);
        for (int i = 0; i < before; i++) {
            whole.startRound(parameters);
            whole.step(parameters, RandomFloats.normal(PARAMETERS, random), 1);
        }
        float[] saved = whole.state();
        Optimizer restored = Optimizers.create(name, settings(0.9f, 0.01f));
        restored.restore(saved);
        float[] there = parameters.clone();
        for (int i = 0; i < 5; i++) {
            float[] gradient = RandomFloats.normal(PARAMETERS, random);
            whole.startRound(parameters);
            whole.step(parameters, gradient, 0.5);
            restored.startRound(there);
            restored.step(there, gradient, 0.5);
        }
        assertThat(there).isEqualTo(parameters);
        assertThat(restored.state()).isEqualTo(whole.state());
        assertThat(before == 0 || !Arrays.equals(saved, whole.state())).as("the saved state does not change").isTrue();
    }

    @Example
    void stateOfWrongLengthIsRejectedWithoutChange() {
        for (String name : Optimizers.names()) {
            Optimizer optimizer = Optimizers.create(name, settings(0.9f, 0));
            optimizer.startRound(new float[PARAMETERS]);
            optimizer.step(new float[PARAMETERS], RandomFloats.normal(PARAMETERS, new RandomStream(1)), 1);
            float[] before = optimizer.state();
            for (int length : List.of(0, before.length - 1, before.length + 1)) {
                assertThatThrownBy(() -> optimizer.restore(new float[length])).as("%s, %s numbers", name, length)
                        .isInstanceOf(IllegalArgumentException.class);
            }
            assertThat(optimizer.state()).isEqualTo(before);
            optimizer.reset();
            assertThat(optimizer.state()[0]).isZero();
        }
    }

    @Example
    void decayingStateEndsAtZeroWithoutDenormals() {
        for (String name : Optimizers.names()) {
            Optimizer optimizer = Optimizers.create(name, settings(0.9f, 0));
            float[] where = RandomFloats.normal(PARAMETERS, new RandomStream(2));
            optimizer.startRound(RandomFloats.normal(PARAMETERS, new RandomStream(3)));
            optimizer.step(where.clone(), RandomFloats.normal(PARAMETERS, new RandomStream(1)), 1);
            float[] dead = new float[PARAMETERS];
            for (int step = 0; step < 8000; step++) {
                // Peers reset the parameters to where they were.
                optimizer.startRound(where);
                optimizer.step(where.clone(), dead, 1);
                for (float value : optimizer.state()) {
                    if (value != 0 && Math.abs(value) < Float.MIN_NORMAL) {
                        throw new AssertionError(name + " keeps " + value + " after step " + step);
                    }
                }
            }
            assertThat(optimizer.state()).as(name).startsWith(dead);
        }
    }

    @Example
    void sgdWithoutMomentumIsPlainGradientDescent() {
        Optimizer plain = Optimizers.create(Optimizers.DEFAULT, new OptimizerSettings(2, 0.5f, 0, 0.99f, 0));
        float[] parameters = {1, 2};
        plain.step(parameters, new float[]{1, -1}, 1);
        plain.step(parameters, new float[]{2, 0}, 0.5);
        assertThat(parameters).containsExactly(0, 2.5f);
    }

    @Example
    void unknownNamesAreRejected() {
        assertThat(Optimizers.names()).containsExactly("sgd", "nesterov", "adamw", "qgm");
        assertThatThrownBy(() -> Optimizers.create("adam", settings(0.9f, 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
