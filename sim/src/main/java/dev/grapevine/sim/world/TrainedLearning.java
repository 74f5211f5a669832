package dev.grapevine.sim.world;

import java.util.List;
import java.util.function.Supplier;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.EffectHash;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.random.RandomStream;
import dev.grapevine.node.experiment.RunSetup;
import dev.grapevine.node.replica.Evaluator;
import dev.grapevine.node.replica.Evaluator.Judgement;
import dev.grapevine.node.replica.LocalTrainer;
import dev.grapevine.node.replica.data.Dataset;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.sim.check.LawBrokenException;
import dev.grapevine.sim.check.Laws;
import dev.grapevine.sim.compute.RoundPool;

/** The real thing: every node trains the run's model on rows of its own, and is judged on the same test rows. */
public final class TrainedLearning implements Learning {

    private final RunSetup setup;
    private final List<Dataset> parts;
    private final Dataset test;
    private final RoundPool pool;
    private final int parameters;
    private final long operationsPerRow;

    /**
     * @param parts   the rows of each node
     * @param test    what all are judged on
     * @param threads for computing; changes nothing but the time it takes
     */
    public TrainedLearning(RunSetup setup, List<Dataset> parts, Dataset test, int threads) {
        this.setup = setup;
        this.parts = parts;
        this.test = test;
        this.pool = new RoundPool(threads, setup::network);
        Network sizes = setup.network();
        this.parameters = sizes.layout().parameters();
        this.operationsPerRow = sizes.operationsPerRow();
    }

    @Override
    public Learner learner(int node, RandomStream random) {
        return new TrainedLearner(node, setup.trainer(parts.get(node), parameters));
    }

    @Override
    public RunPlan plan(int node, RunPlan plan) {
        return setup.plan(plan, parts.get(node));
    }

    @Override
    public Supplier<Judgement> judge(float[] judged) {
        return pool.start((double) test.rows() * operationsPerRow,
                network -> Evaluator.judge(network, judged, test));
    }

    @Override
    public void close() {
        pool.close();
    }

    private final class TrainedLearner implements Learner {

        private final int node;
        private final LocalTrainer trainer;

        TrainedLearner(int node, LocalTrainer trainer) {
            this.node = node;
            this.trainer = trainer;
        }

        @Override
        public double operations(int steps) {
            return (double) steps * trainer.batch() * operationsPerRow;
        }

        @Override
        public Supplier<RoundResult> begin(Effect.StartRound round) {
            return pool.start(operations(round.steps()), network -> {
                long startHash = EffectHash.of(round.start());
                RoundResult trained = trainer.train(network, round.round(), round.start(), round.steps(),
                        round.seed());
                if (EffectHash.of(round.start()) != startHash) {
                    throw new LawBrokenException(Laws.STEADY, "n" + node + ", round " + round.round());
                }
                return trained;
            });
        }

        @Override
        public Supplier<Learner> save() {
            LocalTrainer.State state = trainer.save();
            return () -> {
                LocalTrainer later = setup.trainer(parts.get(node), parameters);
                later.restore(state);
                return new TrainedLearner(node, later);
            };
        }
    }
}
