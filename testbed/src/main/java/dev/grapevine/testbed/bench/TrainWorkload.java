package dev.grapevine.testbed.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.node.replica.loss.SoftmaxCrossEntropy;
import dev.grapevine.node.replica.model.ModelSpec;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.node.replica.optimizer.AdamW;
import dev.grapevine.node.replica.optimizer.MomentumSgd;
import dev.grapevine.node.replica.optimizer.Optimizer;
import dev.grapevine.node.replica.training.BatchGradient;
import dev.grapevine.node.replica.training.LocalTrainer;

/** Training of one model, as a node does it, by the step. For one thread. */
public final class TrainWorkload {

    private static final float LEARNING_RATE = 0.01f;
    private static final float MOMENTUM = 0.9f;
    private static final float TEXT_LEARNING_RATE = 0.001f;
    private static final float TEXT_WEIGHT_DECAY = 0.01f;
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    /** Predictions that are learned between two looks at the clock, and a step at least. */
    private static final int BETWEEN_LOOKS = 1024;

    /**
     * A model and how many rows it takes a step.
     *
     * @param isText whether its rows are windows of a text, which it learns by AdamW, instead of images, by SGD with momentum
     */
    record Kind(String model, int batch, boolean isText) {

        /**
         * A transformer has 64 rows of values for each of its batch; the state of a recurrent unit goes from position to
         * position, each a product with only as many rows as the batch has: with 32 that is work, with 12 it is mostly calls.
         */
        static final List<Kind> ALL = all();

        private static List<Kind> all() {
            List<Kind> kinds = new ArrayList<>();
            for (String model : List.of("softmax", "mlp:256,128", "cnn", "cnn:32,64,512")) {
                kinds.add(new Kind(model, 32, false));
                kinds.add(new Kind(model, 128, false));
            }
            kinds.add(new Kind("gpt:4,4,128", 12, true));
            kinds.add(new Kind("gru:128", 32, true));
            return List.copyOf(kinds);
        }

        private Optimizer optimizer(int parameters) {
            return isText
                    ? new AdamW(parameters, TEXT_LEARNING_RATE, BETA1, BETA2, TEXT_WEIGHT_DECAY)
                    : new MomentumSgd(parameters, LEARNING_RATE, MOMENTUM, 0);
        }

        /** The kind as a word for users. */
        @Override
        public String toString() {
            return model + "/" + batch;
        }
    }

    private final Kind kind;
    private final Network network;
    private final LocalTrainer trainer;
    private final RowsInOrder rows;
    private final float[] parameters;
    private long rounds;
    private long steps;

    /** @throws dev.grapevine.node.words.UserMistakeException if there is no such model */
    TrainWorkload(Kind kind, TrainingData data) {
        this.kind = kind;
        this.rows = new RowsInOrder(data.rows());
        this.network = ModelSpec.parse(kind.model()).network(data.input(), data.classes(), new SoftmaxCrossEntropy(),
                kind.batch());
        RandomStream random = new RandomStream(1);
        this.parameters = network.initialParameters(random.fork("initial parameters"));
        this.trainer = new LocalTrainer(new BatchGradient(rows, kind.batch()), parameters.length,
                kind.optimizer(parameters.length));
    }

    /** A workload on noise, for a model of images. */
    public static TrainWorkload onRandomImages(String model, int batch) {
        return new TrainWorkload(new Kind(model, batch, false), TrainingData.noise());
    }

    /** Steps made so far. */
    long steps() {
        return steps;
    }

    /** A copy of the parameters as they are now. */
    float[] parameters() {
        return parameters.clone();
    }

    /** Goes on training where it stood. */
    public void train(int more) {
        learn(more);
    }

    private RoundResult learn(int more) {
        RoundResult result = trainer.train(network, ++rounds, parameters, more, rounds);
        System.arraycopy(result.parameters(), 0, parameters, 0, parameters.length);
        steps += more;
        return result;
    }

    /**
     * The outcome of some steps.
     *
     * @param rows that were learned, in that order
     * @param loss the mean over the later half of the steps
     */
    record Checked(int[] rows, double loss) {}

    /** Goes on for some steps and notes what they did. */
    Checked check(int more) {
        rows.note();
        double sum = 0;
        int counted = more - more / 2;
        for (int step = 0; step < more; step++) {
            double loss = learn(1).losses().first();
            sum += step >= more - counted ? loss : 0;
        }
        return new Checked(rows.noted(), sum / counted);
    }

    /** Goes on for some {@link CoreTime}; the work is rows. */
    Turn turn(Duration atLeast) {
        int more = Math.max(1, BETWEEN_LOOKS / (kind.batch() * rows.positions()));
        return Turn.of(() -> train(more), (double) more * kind.batch(), atLeast);
    }

    /** Goes on until so many steps have been made in all, or for so long, without measuring. */
    void warmUp(long stepsInAll, Duration atMost) {
        long start = CoreTime.nanos();
        while (steps < stepsInAll && CoreTime.nanos() - start < atMost.toNanos()) {
            train(10);
        }
    }
}
