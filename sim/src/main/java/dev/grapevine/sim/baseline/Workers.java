package dev.grapevine.sim.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.node.replica.training.LocalTrainer;
import dev.grapevine.node.run.TrainingOptions;
import dev.grapevine.sim.compute.RoundPool;

/** The nodes as a server's workers: each makes local steps on its own rows. Where steps are automatic, they are an epoch. */
final class Workers {

    private final List<LocalTrainer> trainers = new ArrayList<>();
    private final List<RandomStream> random = new ArrayList<>();
    private final int[] steps;
    private final int[] rows;
    private final ComputeTime computeTime;
    private final RoundPool pool;
    private final long operationsPerRow;

    Workers(BaselineSetting setting) {
        int parameters = setting.setup().network().layout().parameters();
        int localSteps = setting.setup().options().get(TrainingOptions.LOCAL_STEPS);
        this.computeTime = new ComputeTime(setting);
        this.pool = setting.pool();
        this.operationsPerRow = setting.operationsPerRow();
        this.steps = new int[setting.nodes()];
        this.rows = new int[setting.nodes()];
        for (int i = 0; i < steps.length; i++) {
            LocalTrainer trainer = setting.setup().trainer(setting.parts().get(i), parameters);
            trainers.add(trainer);
            random.add(setting.nodeRandom(i));
            rows[i] = setting.parts().get(i).rows();
            steps[i] = localSteps == ProtocolParameters.AUTO ? Math.ceilDiv(rows[i], trainer.batch()) : localSteps;
        }
    }

    int count() {
        return steps.length;
    }

    /**
     * Starts a worker's local steps. Its last ones must be done.
     *
     * @param start not changed
     * @return waits for the parameters, which are valid until the worker's next local steps
     */
    Supplier<float[]> train(int worker, float[] start) {
        LocalTrainer trainer = trainers.get(worker);
        long seed = random.get(worker).fork("round", trainer.stepsDone()).seed();
        return pool.start((double) rowsPerTurn(worker) * operationsPerRow,
                network -> trainer.train(network, 0, start, steps[worker], seed).parameters());
    }

    /** Local steps between two messages from the server. */
    int steps(int worker) {
        return steps[worker];
    }

    /** The rows that a worker has. */
    int rows(int worker) {
        return rows[worker];
    }

    /** The time for the local steps between two messages from the server. */
    long computeNanos(int worker) {
        return computeTime.nanos(worker, rowsPerTurn(worker));
    }

    private long rowsPerTurn(int worker) {
        return (long) steps[worker] * trainers.get(worker).batch();
    }
}
