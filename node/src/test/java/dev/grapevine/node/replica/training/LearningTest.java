package dev.grapevine.node.replica.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ojalgo.matrix.decomposition.Cholesky;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R064Store;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.testing.ChildJvm;
import dev.grapevine.consensus.testing.RandomFloats;
import dev.grapevine.node.replica.PlainRows;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.source.DataSource;
import dev.grapevine.node.replica.loss.MeanSquaredError;
import dev.grapevine.node.replica.loss.SoftmaxCrossEntropy;
import dev.grapevine.node.replica.model.ModelInput;
import dev.grapevine.node.replica.model.ModelSpec;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.node.replica.optimizer.MomentumSgd;

/** Training converges to the known solution. */
class LearningTest {

    private static final int ROWS = 200;
    private static final int WIDTH = 6;

    /**
     * The objective is half the mean squared error plus half the decay times the squared norm of all parameters, biases
     * included. Its only minimum solves (XᵀX/n + λ·I)·w = Xᵀy/n, where X has a column of ones.
     */
    private static MatrixStore<Double> leastSquares(float[][] features, float[] targets, double decay) {
        R064Store matrix = R064Store.FACTORY.make(ROWS, WIDTH + 1);
        R064Store right = R064Store.FACTORY.make(ROWS, 1);
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < WIDTH; i++) {
                matrix.set(row, i, features[row][i]);
            }
            matrix.set(row, WIDTH, 1);
            right.set(row, 0, targets[row]);
        }
        R064Store normal = R064Store.FACTORY.copy(matrix.transpose().multiply(matrix).multiply(1.0 / ROWS));
        for (int i = 0; i <= WIDTH; i++) {
            normal.add(i, i, decay);
        }
        Cholesky<Double> cholesky = Cholesky.R064.make(normal);
        assertThat(cholesky.decompose(normal)).isTrue();
        return cholesky.getSolution(matrix.transpose().multiply(right).multiply(1.0 / ROWS));
    }

    /**
     * With all rows in each batch, gradient descent converges until the gradient is below the resolution of floats:
     * about 1e-7 of the sums in it. Divided by the smallest eigenvalue, above 0.3 here, that is below 1e-5 in the
     * parameters.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 1})
    void linearModelReachesLeastSquaresSolution(double decay) {
        RandomStream random = new RandomStream(11);
        float[][] features = new float[ROWS][];
        float[] targets = new float[ROWS];
        float[] truth = RandomFloats.normal(WIDTH, random);
        for (int row = 0; row < ROWS; row++) {
            features[row] = RandomFloats.normal(WIDTH, random);
            targets[row] = (float) (3 + 0.5 * random.nextGaussian());
            for (int i = 0; i < WIDTH; i++) {
                targets[row] += truth[i] * features[row][i];
            }
        }
        Network network = ModelSpec.parse("linear").network(WIDTH, 1, new MeanSquaredError(), ROWS);
        LocalTrainer trainer = new LocalTrainer(new BatchGradient(new PlainRows(features, targets), ROWS), WIDTH + 1,
                new MomentumSgd(WIDTH + 1, 0.1f, 0.9f, (float) decay));
        float[] parameters = network.initialParameters(random);
        for (int round = 1; round <= 5; round++) {
            parameters = trainer.train(network, round, parameters, 200, round).parameters().clone();
        }
        MatrixStore<Double> solution = leastSquares(features, targets, decay);
        for (int i = 0; i <= WIDTH; i++) {
            assertThat((double) parameters[i]).as("parameter %s", i).isBetween(solution.doubleValue(i, 0) - 1e-5,
                    solution.doubleValue(i, 0) + 1e-5);
        }
    }

    @Test
    void softmaxLearnsDigitsInThreeEpochs() {
        assertThat(accuracyOnDigits("softmax", 3)).isGreaterThan(0.80);
    }

    @Test
    void convolutionalNetworkLearnsDigitsInTwoEpochs() {
        assertThat(accuracyOnDigits("cnn:8,16,48,dropout=0.2", 2)).isGreaterThan(0.97);
    }

    private static double accuracyOnDigits(String model, int epochs) {
        DataSource source = DataSource.parse("digits");
        Schema schema = source.describe();
        LoadedData data = source.load(schema);
        Network network = ModelSpec.parse(model).network(ModelInput.of(schema), 10, new SoftmaxCrossEntropy(), 256);
        int parameters = network.layout().parameters();
        RandomStream random = new RandomStream(1);
        LocalTrainer trainer = new LocalTrainer(new BatchGradient(data.train(), 50), parameters,
                new MomentumSgd(parameters, 0.01f, 0.9f, 0));
        int steps = epochs * data.train().rows() / 50;
        float[] trained = trainer.train(network, 1, network.initialParameters(random), steps,
                random.fork("round").seed()).parameters();
        return Evaluator.evaluate(network, trained, data.test()).accuracy();
    }

    @Test
    void trainingIsBitwiseEqualForAllVectorWidths() throws IOException, InterruptedException {
        ChildJvm scalar = ChildJvm.start(TrainingHash.class, List.of("-Dgrapevine.kernels=scalar"));
        ChildJvm narrow = ChildJvm.start(TrainingHash.class, List.of("-XX:UseAVX=2"));
        String first = TrainingHash.of(1);
        assertThat(TrainingHash.of(1)).isEqualTo(first);
        assertThat(TrainingHash.of(2)).isNotEqualTo(first);
        assertThat(scalar.output()).isEqualTo("ScalarKernels ScalarMatrixKernels " + first);
        assertThat(narrow.output()).isEqualTo("PanamaKernels PanamaMatrixKernels " + first);
    }
}
