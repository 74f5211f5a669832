package dev.grapevine.node.replica.training;

import java.util.Arrays;
import java.util.Optional;

import dev.grapevine.consensus.kernel.Kernels;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.PlainRows;
import dev.grapevine.node.replica.PlainSequences;
import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.data.schema.ImageShape;
import dev.grapevine.node.replica.kernel.MatrixKernels;
import dev.grapevine.node.replica.loss.SoftmaxCrossEntropy;
import dev.grapevine.node.replica.model.ModelInput;
import dev.grapevine.node.replica.model.ModelSpec;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.node.replica.optimizer.MomentumSgd;

/** Prints the kernels of this virtual machine and a hash of the final parameters of small trainings. */
final class TrainingHash {

    private TrainingHash() {}

    public static void main(String[] arguments) {
        System.out.println(Kernels.best().getClass().getSimpleName() + " "
                + MatrixKernels.best().getClass().getSimpleName() + " " + of(1));
    }

    /** Hash over a perceptron, a convolutional network and two text models. */
    static String of(long seed) {
        return String.join(" ", ofRows(seed, "mlp:35,18,dropout=0.2", ModelInput.plain(21)),
                ofRows(seed, "cnn:7,18,35", new ModelInput(99, Optional.of(new ImageShape(1, 9, 11)), 1)),
                ofText(seed, "gpt:2,2,36,dropout=0.1"), ofText(seed, "gru:35,dropout=0.1"));
    }

    private static String ofRows(long seed, String model, ModelInput input) {
        RandomStream random = new RandomStream(seed);
        return hash(ModelSpec.parse(model).network(input, 5, new SoftmaxCrossEntropy(), 16),
                PlainRows.classes(150, input.features(), 5, random.fork("data")), 60, random);
    }

    private static String ofText(long seed, String model) {
        RandomStream random = new RandomStream(seed);
        return hash(ModelSpec.parse(model).network(new ModelInput(21, Optional.empty(), 21), 13,
                new SoftmaxCrossEntropy(), 16), new PlainSequences(40, 21, 13, random.fork("text")), 12, random);
    }

    private static String hash(Network network, Dataset rows, int steps, RandomStream random) {
        int parameters = network.layout().parameters();
        LocalTrainer trainer = new LocalTrainer(new BatchGradient(rows, 16), parameters,
                new MomentumSgd(parameters, 0.05f, 0.9f, 1e-3f));
        float[] trained = trainer.train(network, 1, network.initialParameters(random), steps,
                random.fork("round").seed()).parameters();
        Evaluator.Metrics metrics = Evaluator.evaluate(network, trained, rows);
        return Integer.toHexString(Arrays.hashCode(trained)) + " " + metrics.accuracy() + " " + metrics.loss();
    }
}
