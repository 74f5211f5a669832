package dev.grapevine.sim.world;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.EffectHash;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.node.replica.training.Evaluator.Metrics;
import dev.grapevine.node.replica.training.Evaluator;
import dev.grapevine.node.replica.training.LocalTrainer;
import dev.grapevine.node.run.RunSetup;
import dev.grapevine.node.run.TrainingOptions;
import dev.grapevine.node.words.UserMistakeException;
import dev.grapevine.sim.check.LawBrokenException;
import dev.grapevine.sim.check.Laws;
import dev.grapevine.sim.compute.RoundPool;
import dev.grapevine.sim.scenario.Fault;

/** Real training: every node trains the run's model on rows of its own, and is evaluated on the same test rows. */
public final class TrainingWorkload implements Workload {

    private final RunSetup setup;
    /** The setup of each node, as of now. */
    private final RunSetup[] setups;
    private final List<Dataset> parts;
    private final Dataset test;
    private final RoundPool pool;
    private final int parameters;
    private final long operationsPerRow;

    /**
     * @param parts   the rows of each node
     * @param test    what all are judged on
     * @param threads for computing; changes nothing but the time it takes
     * @param faults  that may give nodes options of their own
     * @throws UserMistakeException if one of them has too large a batch
     */
    public TrainingWorkload(RunSetup setup, List<Dataset> parts, Dataset test, int threads, List<Fault> faults) {
        this.setup = setup;
        this.setups = new RunSetup[parts.size()];
        Arrays.fill(setups, setup);
        RunSetup largest = largest(setup, faults);
        this.parts = parts;
        this.test = test;
        this.pool = new RoundPool(threads, largest::network);
        Network sizes = setup.network();
        this.parameters = sizes.layout().parameters();
        this.operationsPerRow = sizes.operationsPerRow();
    }

    /** The setup with the largest batch: networks are made for that. */
    private static RunSetup largest(RunSetup setup, List<Fault> faults) {
        RunSetup largest = setup;
        for (Fault fault : faults) {
            if (fault instanceof Fault.OwnOptions own) {
                RunSetup other = setup.overruledBy(own.options());
                largest = batch(other) > batch(largest) ? other : largest;
            }
        }
        return largest;
    }

    private static int batch(RunSetup setup) {
        return setup.options().get(TrainingOptions.BATCH);
    }

    @Override
    public void options(int node, Map<String, String> options) {
        setups[node] = setup.overruledBy(options);
    }

    @Override
    public LocalSolver solver(int node, RandomStream random) {
        return new TrainingSolver(node);
    }

    @Override
    public RunPlan plan(int node, RunPlan plan) {
        RunPlan own = setups[node].plan(plan.initialParameters(), plan.parameters().checkpointInterval());
        RunPlan usual = setups[node] == setup
                ? plan
                : new RunPlan(plan.charter(), own.parameters(), plan.strategy(), plan.mergeRule(),
                        plan.initialParameters());
        return setup.plan(usual, parts.get(node));
    }

    @Override
    public int evaluationRows() {
        return test.rows();
    }

    @Override
    public Supplier<Metrics> evaluate(float[] judged) {
        return pool.start((double) test.rows() * operationsPerRow,
                network -> Evaluator.evaluate(network, judged, test));
    }

    @Override
    public void close() {
        pool.close();
    }

    private final class TrainingSolver implements LocalSolver {

        private final int node;
        private RunSetup trainedBy;
        private LocalTrainer trainer;

        TrainingSolver(int node) {
            this.node = node;
            this.trainedBy = setups[node];
            this.trainer = trainedBy.trainer(parts.get(node), parameters);
        }

        /** Adopts changed options, and goes on from the current state. */
        private void followOptions() {
            if (trainedBy != setups[node]) {
                LocalTrainer.State state = trainer.save();
                trainedBy = setups[node];
                trainer = trainedBy.trainer(parts.get(node), parameters);
                trainer.restore(state);
            }
        }

        @Override
        public double operations(int steps) {
            return (double) steps * trainer.batch() * operationsPerRow;
        }

        @Override
        public Supplier<RoundResult> begin(Effect.StartRound round) {
            followOptions();
            LocalTrainer current = trainer;
            return pool.start(operations(round.steps()), network -> {
                long startHash = EffectHash.of(round.start());
                RoundResult trained = current.train(network, round, () -> false);
                if (EffectHash.of(round.start()) != startHash) {
                    throw new LawBrokenException(Laws.STEADY, "n" + node + ", round " + round.round());
                }
                return trained;
            });
        }

        @Override
        public Supplier<LocalSolver> save() {
            LocalTrainer.State state = trainer.save();
            return () -> {
                TrainingSolver later = new TrainingSolver(node);
                later.trainer.restore(state);
                return later;
            };
        }
    }
}
