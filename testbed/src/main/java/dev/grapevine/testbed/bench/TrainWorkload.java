package dev.grapevine.testbed.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.data.schema.ImageShape;
import dev.grapevine.node.replica.loss.SoftmaxCrossEntropy;
import dev.grapevine.node.replica.model.ModelInput;
import dev.grapevine.node.replica.model.ModelSpec;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.node.replica.optimizer.MomentumSgd;
import dev.grapevine.node.replica.training.BatchGradient;
import dev.grapevine.node.replica.training.LocalTrainer;

/** Training of one model on images of digits, as a node does it, by the step. For one thread. */
public final class TrainWorkload {

    private static final ImageShape IMAGE = new ImageShape(1, 28, 28);
    private static final int CLASSES = 10;
    private static final float LEARNING_RATE = 0.01f;
    private static final float MOMENTUM = 0.9f;

    /** A model and how many rows it takes a step. */
    record Kind(String model, int batch) {

        static final List<Kind> ALL = all();

        private static List<Kind> all() {
            List<Kind> kinds = new ArrayList<>();
            for (String model : List.of("softmax", "mlp:256,128", "cnn", "cnn:32,64,512")) {
                kinds.add(new Kind(model, 32));
                kinds.add(new Kind(model, 128));
            }
            return List.copyOf(kinds);
        }

        /** As a word for users. */
        @Override
        public String toString() {
            return model + "/" + batch;
        }
    }

    private final Kind kind;
    private final Network network;
    private final LocalTrainer trainer;
    private final float[] parameters;
    private long rounds;
    private long steps;

    /** @throws dev.grapevine.node.words.UserMistakeException if there is no such model */
    TrainWorkload(Kind kind, Dataset rows) {
        this.kind = kind;
        ModelInput input = new ModelInput(IMAGE.features(), Optional.of(IMAGE), 1);
        this.network = ModelSpec.parse(kind.model()).network(input, CLASSES, new SoftmaxCrossEntropy(), kind.batch());
        RandomStream random = new RandomStream(1);
        this.parameters = network.initialParameters(random.fork("initial parameters"));
        this.trainer = new LocalTrainer(new BatchGradient(rows, kind.batch()), parameters.length,
                new MomentumSgd(parameters.length, LEARNING_RATE, MOMENTUM, 0));
    }

    /** Steps made so far. */
    long steps() {
        return steps;
    }

    /** Goes on training where it stood. */
    public void train(int more) {
        float[] trained = trainer.train(network, ++rounds, parameters, more, rounds).parameters();
        System.arraycopy(trained, 0, parameters, 0, parameters.length);
        steps += more;
    }

    /** Goes on for some {@link CoreTime} and gives the rows per second of it. */
    double rowsPerSecond(Duration atLeast) {
        long before = steps;
        long start = CoreTime.nanos();
        long elapsed;
        do {
            train(Math.max(1, 1024 / kind.batch()));
            elapsed = CoreTime.nanos() - start;
        } while (elapsed < atLeast.toNanos());
        return (steps - before) * kind.batch() / (elapsed / 1e9);
    }

    /** Goes on until so many steps have been made in all, or for so long, without measuring. */
    void warmUp(long stepsInAll, Duration atMost) {
        long start = CoreTime.nanos();
        while (steps < stepsInAll && CoreTime.nanos() - start < atMost.toNanos()) {
            train(10);
        }
    }
}
