package dev.grapevine.node.replica.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.node.replica.PlainRows;
import dev.grapevine.node.replica.loss.MeanSquaredError;
import dev.grapevine.node.replica.loss.SoftmaxCrossEntropy;
import dev.grapevine.node.replica.model.ModelSpec;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.node.replica.optimizer.MomentumSgd;
import dev.grapevine.node.replica.optimizer.Optimizer;
import dev.grapevine.node.replica.optimizer.OptimizerSettings;
import dev.grapevine.node.replica.optimizer.Optimizers;
import dev.grapevine.node.replica.optimizer.Schedule;
import dev.grapevine.node.replica.optimizer.ScheduleParser;

/** Order of a node's rows, and the state carried from round to round. */
class LocalTrainerTest {

    private static final int WIDTH = 5;
    private static final int CLASSES = 3;

    private final Network network = ModelSpec.parse("mlp:6").network(WIDTH, CLASSES, new SoftmaxCrossEntropy(), 32);
    private final int parameters = network.layout().parameters();
    private final float[] start = network.initialParameters(new RandomStream(1));

    private static PlainRows rows(int count) {
        return PlainRows.classes(count, WIDTH, CLASSES, new RandomStream(7));
    }

    private LocalTrainer trainer(PlainRows rows, int batch) {
        return new LocalTrainer(new BatchGradient(rows, batch), parameters,
                new MomentumSgd(parameters, 0.05f, 0.9f, 1e-4f));
    }

    /** Optimizer that changes nothing and keeps one number, which shows what happens to the state. */
    private static final class Still implements Optimizer {
        private float[] state = {1};

        @Override
        public void step(float[] parameters, float[] gradient, double rateFactor) {}

        @Override
        public String kind() {
            return "still";
        }

        @Override
        public float[] state() {
            return state;
        }

        @Override
        public void restore(float[] saved) {
            state = saved.clone();
        }

        @Override
        public void reset() {
            state = new float[1];
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 10})
    void epochUsesEveryRowOnceForAnyBatch(int batch) {
        PlainRows rows = rows(10);
        LocalTrainer trainer = trainer(rows, batch);
        float[] at = start;
        for (int round = 1; rows.asked().size() < 40; round++) {
            at = trainer.train(network, round, at, 3, round).parameters().clone();
        }
        for (int epoch = 0; epoch < 4; epoch++) {
            assertThat(rows.asked().subList(10 * epoch, 10 * epoch + 10)).as("epoch %s", epoch)
                    .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        }
        assertThat(rows.asked().subList(0, 10)).isNotEqualTo(rows.asked().subList(10, 20))
                .isNotEqualTo(rows.asked().subList(20, 30));
    }

    @Test
    void equalSeedsGiveEqualBits() {
        PlainRows rows = rows(50);
        RoundResult first = trainer(rows, 8).train(network, 4, start, 20, 4);
        assertThat(first.round()).isEqualTo(4);
        assertThat(first.steps()).isEqualTo(20);
        Network another = ModelSpec.parse("mlp:6").network(WIDTH, CLASSES, new SoftmaxCrossEntropy(), 100);
        assertThat(trainer(rows(50), 8).train(another, 4, start, 20, 4).parameters()).isEqualTo(first.parameters());
        assertThat(trainer(rows, 8).train(network, 4, start, 20, 5).parameters()).isNotEqualTo(first.parameters());
    }

    @Test
    void roundsDoNotShareGradients() {
        PlainRows rows = rows(50);
        LocalTrainer trainer = trainer(rows, 8);
        trainer.train(network, 1, start, 20, 1);
        LocalTrainer.State state = trainer.save();
        RoundResult afresh = trainer.train(network, new Effect.StartRound(2, start, 3, 2, true), () -> false);
        float[] parameters = afresh.parameters().clone();
        LocalTrainer another = trainer(rows, 8);
        another.restore(new LocalTrainer.State(state.place(), "none", new float[0]));
        assertThat(another.train(network, 2, start, 3, 2).parameters()).isEqualTo(parameters);
        another.restore(state);
        assertThat(another.train(network, new Effect.StartRound(2, start, 3, 2, false), () -> false).parameters())
                .isNotEqualTo(parameters);
    }

    @Test
    void targetsMatchRows() {
        PlainRows rows = rows(9);
        trainer(rows, 4).train(network, 1, start, 6, 1);
        List<Integer> last = rows.asked().subList(20, 24);
        for (int i = 0; i < 4; i++) {
            assertThat(network.targetBuffer()[i]).isEqualTo(rows.target(last.get(i)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 6, 7, 12, 13})
    void restoredTrainerContinuesIdentically(int stepsBefore) {
        // Six steps and a half use up 26 rows, so the checkpoint is in the middle of an epoch, at its end and in later
        // ones.
        PlainRows rows = rows(26);
        LocalTrainer whole = trainer(rows, 4);
        float[] before = whole.train(network, 1, start, stepsBefore, 1).parameters().clone();
        LocalTrainer.State saved = whole.save();
        LocalTrainer.State savedAgain = whole.save();
        rows.asked().clear();
        float[] after = whole.train(network, 2, before, 20, 2).parameters().clone();

        PlainRows restoredRows = rows(26);
        LocalTrainer restored = trainer(restoredRows, 4);
        restored.train(network, 1, start, 9, 1);
        restored.restore(saved);
        restoredRows.asked().clear();
        assertThat(restored.train(network, 2, before, 20, 2).parameters()).isEqualTo(after);
        assertThat(restoredRows.asked()).isEqualTo(rows.asked());
        assertThat(saved.optimizerState()).as("the saved state does not change")
                .isEqualTo(savedAgain.optimizerState());
    }

    private LocalTrainer scheduled(String optimizer, String schedule, double clip) {
        return new LocalTrainer(new BatchGradient(rows(26), 4), parameters, Optimizers.create(optimizer,
                new OptimizerSettings(parameters, 0.02f, 0.9f, 0.99f, 1e-3f)), ScheduleParser.parse(schedule), clip);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "nesterov", "adamw", "qgm"})
    void restoredOptimizersContinueIdentically(String optimizer) {
        String schedule = "cosine:60,warmup=12";
        LocalTrainer whole = scheduled(optimizer, schedule, 0.5);
        float[] before = start;
        for (int round = 1; round <= 3; round++) {
            before = whole.train(network, round, before, 10, round).parameters().clone();
        }
        LocalTrainer.State saved = whole.save();
        assertThat(saved.place().computed()).isEqualTo(30).isEqualTo(whole.stepsDone());
        float[] after = whole.train(network, 4, before, 10, 4).parameters().clone();
        LocalTrainer restored = scheduled(optimizer, schedule, 0.5);
        restored.restore(saved);
        assertThat(restored.train(network, 4, before, 10, 4).parameters()).isEqualTo(after);

        LocalTrainer withoutSteps = scheduled(optimizer, schedule, 0.5);
        withoutSteps.restore(new LocalTrainer.State(new Gradients.Place(saved.place().epoch(),
                saved.place().position(), saved.place().order(), 0), saved.optimizer(), saved.optimizerState()));
        assertThat(withoutSteps.train(network, 4, before, 10, 4).parameters()).as("the schedule would start again")
                .isNotEqualTo(after);
    }

    /** The states of two optimizers have the same length but different meanings. */
    @Test
    void stateOfAnotherOptimizerIsIgnored() {
        float[] fresh = scheduled("qgm", "constant", 0).save().optimizerState();
        LocalTrainer adam = scheduled("adamw", "constant", 0);
        adam.train(network, 1, start, 5, 1);
        assertThat(adam.save().optimizerState()).hasSameSizeAs(fresh);
        LocalTrainer switched = scheduled("qgm", "constant", 0);
        switched.restore(adam.save());
        assertThat(switched.save().optimizerState()).isEqualTo(fresh);
        assertThat(switched.stepsDone()).isEqualTo(5);
        LocalTrainer shorter = scheduled("adamw", "constant", 0);
        shorter.restore(new LocalTrainer.State(new Gradients.Place(0, 0, 0, 3), "adamw", new float[3]));
        assertThat(shorter.save().optimizerState()).containsOnly(0);
    }

    @Test
    void clippingBoundsStepLength() {
        LocalTrainer clipped = new LocalTrainer(new BatchGradient(rows(26), 4), parameters,
                new MomentumSgd(parameters, 0.5f, 0, 0), new Schedule.Constant(), 1e-2);
        float[] moved = clipped.train(network, 1, start, 1, 1).parameters();
        double squares = 0;
        for (int i = 0; i < parameters; i++) {
            squares += (moved[i] - start[i]) * (moved[i] - start[i]);
        }
        assertThat(Math.sqrt(squares)).isCloseTo(0.5 * 1e-2, Offset.offset(1e-6));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 7, 13})
    void restoredTrainerDropsSameValues(int stepsBefore) {
        Network dropping = ModelSpec.parse("mlp:6,dropout=0.5").network(WIDTH, CLASSES, new SoftmaxCrossEntropy(), 32);
        LocalTrainer whole = trainer(rows(26), 4);
        float[] before = whole.train(dropping, 1, start, stepsBefore, 1).parameters().clone();
        LocalTrainer.State saved = whole.save();
        float[] after = whole.train(dropping, 2, before, 20, 2).parameters().clone();
        LocalTrainer restored = trainer(rows(26), 4);
        restored.restore(saved);
        assertThat(restored.train(dropping, 2, before, 20, 2).parameters()).isEqualTo(after);
        LocalTrainer single = trainer(rows(4), 4);
        float[] first = single.train(dropping, 1, start, 1, 1).parameters().clone();
        assertThat(trainer(rows(4), 4).train(network, 1, start, 1, 1).parameters()).as("nothing dropped")
                .isNotEqualTo(first);
        assertThat(trainer(rows(4), 4).train(dropping, 1, start, 1, 2).parameters()).as("another seed")
                .isNotEqualTo(first);
    }

    @Test
    void missingOptimizerStateChangesTraining() {
        LocalTrainer whole = trainer(rows(26), 16);
        float[] before = whole.train(network, 1, start, 5, 1).parameters().clone();
        LocalTrainer.State saved = whole.save();
        float[] after = whole.train(network, 2, before, 20, 2).parameters().clone();
        LocalTrainer restored = trainer(rows(26), 16);
        restored.restore(new LocalTrainer.State(saved.place(), saved.optimizer(), new float[parameters]));
        assertThat(restored.train(network, 2, before, 20, 2).parameters()).isNotEqualTo(after);
    }

    @Test
    void batchLargerThanDataUsesAllRows() {
        PlainRows rows = rows(3);
        LocalTrainer trainer = trainer(rows, 32);
        assertThat(trainer.batch()).isEqualTo(3);
        trainer.train(network, 1, start, 2, 1);
        assertThat(rows.asked().subList(0, 3)).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(rows.asked().subList(3, 6)).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(rows.asked()).hasSize(6);
    }

    /** Same result as a request for fewer steps, except for the losses reported; at least one step is made. */
    @Test
    void stoppedRoundEqualsShorterRound() {
        for (int steps = 1; steps <= 6; steps++) {
            int[] asked = {0};
            int most = steps;
            LocalTrainer cut = trainer(rows(26), 4);
            RoundResult result = cut.train(network, new Effect.StartRound(1, start, 1000, 5, false),
                    () -> ++asked[0] >= most);
            LocalTrainer whole = trainer(rows(26), 4);
            RoundResult shorter = whole.train(network, 1, start, steps, 5);
            assertThat(result.steps()).isEqualTo(steps);
            assertThat(result.parameters()).isEqualTo(shorter.parameters());
            assertThat(result.firstLoss()).isEqualTo(shorter.firstLoss());
            assertThat(result.lastLoss()).isEqualTo(shorter.lastLoss());
            assertThat(cut.save().place()).isEqualTo(whole.save().place());
        }
        assertThat(trainer(rows(26), 4).train(network, new Effect.StartRound(1, start, 1000, 5, false), () -> true)
                .steps()).isOne();
    }

    @Test
    void trainingLeavesStartUnchanged() {
        float[] given = start.clone();
        RoundResult result = trainer(rows(20), 4).train(network, 1, given, 5, 1);
        assertThat(given).isEqualTo(start);
        assertThat(result.parameters()).isNotEqualTo(start);
    }

    @Test
    void lossesCoverFirstAndLastStepsOfRound() {
        PlainRows rows = rows(11);
        LocalTrainer trainer = new LocalTrainer(new BatchGradient(rows, 2), parameters, new Still());
        RoundResult result = trainer.train(network, 1, start, 16, 1);
        // Nothing is learned, so each batch has the loss of its rows.
        assertThat(result.firstLoss()).isCloseTo(meanLoss(rows, rows.asked().subList(0, 8)), Offset.offset(1e-6));
        assertThat(result.lastLoss()).isCloseTo(meanLoss(rows, rows.asked().subList(0, 32)), Offset.offset(1e-6));
        rows.asked().clear();
        RoundResult longer = trainer.train(network, 3, start, 100, 3);
        assertThat(longer.lastLoss()).isCloseTo(meanLoss(rows, rows.asked().subList(72, 200)), Offset.offset(1e-6));
        rows.asked().clear();
        RoundResult longest = trainer.train(network, 4, start, 800, 4);
        assertThat(longest.lastLoss())
                .isCloseTo(meanLoss(rows, rows.asked().subList(1400, 1600)), Offset.offset(1e-6));
        RoundResult one = trainer.train(network, 2, start, 1, 2);
        assertThat(one.firstLoss()).isEqualTo(one.lastLoss());
    }

    @Test
    void startLossPrecedesFirstStep() {
        PlainRows rows = rows(11);
        LocalTrainer trainer = new LocalTrainer(new BatchGradient(rows, 2), parameters,
                new MomentumSgd(parameters, 0.1f, 0, 0));
        RoundResult result = trainer.train(network, 1, start, 16, 1);
        assertThat(result.startLoss()).isCloseTo(meanLoss(rows, rows.asked().subList(0, 2)), Offset.offset(1e-6));
        assertThat(result.firstLoss()).isNotEqualTo(result.startLoss());
    }

    private double meanLoss(PlainRows rows, List<Integer> some) {
        int[] numbers = some.stream().mapToInt(Integer::intValue).toArray();
        return Evaluator.evaluate(network, start, rows.subset(numbers)).loss();
    }

    @Test
    void divergenceResetsOptimizer() {
        float[] infinite = start.clone();
        infinite[0] = Float.POSITIVE_INFINITY;
        Still optimizer = new Still();
        LocalTrainer trainer = new LocalTrainer(new BatchGradient(rows(20), 4), parameters, optimizer);
        trainer.train(network, 1, start, 3, 1);
        assertThat(optimizer.state).containsExactly(1);
        assertThat(trainer.train(network, 2, infinite, 3, 2).lastLoss()).isNaN();
        assertThat(optimizer.state).containsExactly(0);
    }

    @Test
    void harmfulRoundResetsOptimizer() {
        LocalTrainer tame = new LocalTrainer(new BatchGradient(rows(20), 4), parameters,
                new MomentumSgd(parameters, 0.01f, 0.9f, 0));
        assertThat(tame.train(network, 1, start, 8, 1).losses().isHarmful()).isFalse();
        assertThat(tame.save().optimizerState()).isNotEqualTo(new float[parameters]);
        LocalTrainer wild = new LocalTrainer(new BatchGradient(rows(20), 4), parameters,
                new MomentumSgd(parameters, 50, 0.9f, 0));
        RoundResult result = wild.train(network, 1, start, 8, 1);
        assertThat(result.losses().isFinite()).isTrue();
        assertThat(result.losses().isHarmful()).isTrue();
        assertThat(wild.save().optimizerState()).containsOnly(0);
    }

    /** The loss of the last step is computed before the step, so it alone does not show the divergence. */
    @Test
    void divergenceInLastStepIsDetected() {
        Network linear = ModelSpec.parse("linear").network(1, 1, new MeanSquaredError(), 4);
        PlainRows rows = new PlainRows(new float[][]{{1e19f}}, new float[]{1e19f});
        LocalTrainer trainer = new LocalTrainer(new BatchGradient(rows, 4), 2, new MomentumSgd(2, 100, 0.9f, 0));
        RoundResult result = trainer.train(linear, 1, new float[]{0, 0}, 1, 1);
        assertThat(result.lastLoss()).isFinite();
        assertThat(result.parameters()[0]).isInfinite();
        assertThat(trainer.save().optimizerState()).containsOnly(0);
    }

    @Test
    void noRowsAreRejected() {
        PlainRows none = new PlainRows(new float[0][], new float[0]);
        assertThatThrownBy(() -> trainer(none, 4)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void trainingLowersLoss() {
        PlainRows rows = rows(60);
        LocalTrainer trainer = trainer(rows, 8);
        float[] at = start;
        for (int round = 1; round <= 20; round++) {
            at = trainer.train(network, round, at, 10, round).parameters().clone();
        }
        int[] all = IntStream.range(0, 60).toArray();
        assertThat(Evaluator.evaluate(network, at, rows.subset(all)).accuracy()).isGreaterThan(0.9);
    }
}
