package dev.grapevine.node.replica;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.grapevine.consensus.kernel.Kernels;
import dev.grapevine.gossip.random.RandomStream;
import dev.grapevine.node.replica.data.Dataset;
import dev.grapevine.node.replica.kernel.MatrixKernels;
import dev.grapevine.node.replica.loss.SoftmaxCrossEntropy;
import dev.grapevine.node.replica.model.ModelInput;
import dev.grapevine.node.replica.model.ModelSpec;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.node.replica.optimizer.MomentumSgd;

/** Prints which kernels this virtual machine has, and a number for the parameters that a small training ends with. */
final class TrainingHash {

    private TrainingHash() {}

    public static void main(String[] arguments) {
        System.out.println(Kernels.best().getClass().getSimpleName() + " "
                + MatrixKernels.best().getClass().getSimpleName() + " " + of(1));
    }

    /** Of a perceptron and of two models of text. */
    static String of(long seed) {
        RandomStream random = new RandomStream(seed);
        Network perceptron = ModelSpec.parse("mlp:35,18").network(21, 5, new SoftmaxCrossEntropy(), 16);
        String first = hash(perceptron, PlainRows.classes(150, 21, 5, random.fork("data")), 100, random);
        return Stream.of("gpt:2,2,36", "gru:35").map(model -> {
            Network network = ModelSpec.parse(model).network(new ModelInput(21, Optional.empty(), 21), 13,
                    new SoftmaxCrossEntropy(), 16);
            return hash(network, new PlainSequences(40, 21, 13, random.fork("text")), 12, random);
        }).collect(Collectors.joining(" ", first + " ", ""));
    }

    private static String hash(Network network, Dataset rows, int steps, RandomStream random) {
        int parameters = network.layout().parameters();
        LocalTrainer trainer = new LocalTrainer(rows, parameters, new MomentumSgd(parameters, 0.05f, 0.9f, 1e-3f), 16,
                random.fork("rows"));
        float[] trained = trainer.train(network, 1, network.initialParameters(random), steps).parameters();
        Evaluator.Judgement judgement = Evaluator.judge(network, trained, rows);
        return Integer.toHexString(Arrays.hashCode(trained)) + " " + judgement.accuracy() + " " + judgement.loss();
    }
}
