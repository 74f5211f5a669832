package dev.grapevine.node.replica;

import java.util.Arrays;
import java.util.Optional;

import dev.grapevine.consensus.kernel.Kernels;
import dev.grapevine.gossip.random.RandomStream;
import dev.grapevine.node.replica.data.ImageShape;
import dev.grapevine.node.replica.kernel.MatrixKernels;
import dev.grapevine.node.replica.loss.SoftmaxCrossEntropy;
import dev.grapevine.node.replica.model.ModelInput;
import dev.grapevine.node.replica.model.ModelSpec;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.node.replica.optimizer.MomentumSgd;

/** Prints which kernels this virtual machine has, and a number for the parameters that small trainings end with. */
final class TrainingHash {

    private TrainingHash() {}

    public static void main(String[] arguments) {
        System.out.println(Kernels.best().getClass().getSimpleName() + " "
                + MatrixKernels.best().getClass().getSimpleName() + " " + of(1));
    }

    static String of(long seed) {
        return of(seed, "mlp:35,18,dropout=0.2", ModelInput.plain(21)) + " "
                + of(seed, "cnn:7,18,35", new ModelInput(99, Optional.of(new ImageShape(1, 9, 11)), 1));
    }

    private static String of(long seed, String model, ModelInput input) {
        RandomStream random = new RandomStream(seed);
        PlainRows rows = PlainRows.classes(150, input.features(), 5, random.fork("data"));
        Network network = ModelSpec.parse(model).network(input, 5, new SoftmaxCrossEntropy(), 16);
        int parameters = network.layout().parameters();
        LocalTrainer trainer = new LocalTrainer(rows, parameters, new MomentumSgd(parameters, 0.05f, 0.9f, 1e-3f), 16,
                random.fork("rows"));
        float[] trained = trainer.train(network, 1, network.initialParameters(random), 100).parameters();
        Evaluator.Judgement judgement = Evaluator.judge(network, trained, rows);
        return Integer.toHexString(Arrays.hashCode(trained)) + " " + judgement.accuracy() + " " + judgement.loss();
    }
}
