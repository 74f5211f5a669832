package dev.grapevine.sim.baseline;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.training.LocalTrainer;
import dev.grapevine.sim.compute.RoundPool;
import dev.grapevine.sim.scenario.Comparison.Method;

/** All rows on one device of speed 1 that never fails: the yardstick of accuracy. Nothing is sent. */
final class Centralised implements Baseline {

    private final LocalTrainer trainer;
    private final RoundPool pool;
    private final long operationsPerRow;
    private final long stepNanos;
    private final RandomStream random;
    private float[] parameters;

    Centralised(BaselineSetting setting) {
        this.parameters = setting.initialParameters();
        this.trainer = setting.setup().trainer(setting.all(), parameters.length);
        this.random = setting.random(Method.CENTRALISED);
        this.pool = setting.pool();
        this.operationsPerRow = setting.operationsPerRow();
        this.stepNanos = new ComputeTime(setting).nanos(trainer.batch());
    }

    @Override
    public void advanceTo(long nanos) {
        int steps = Math.toIntExact(nanos / stepNanos - trainer.stepsDone());
        if (steps > 0) {
            float[] start = parameters;
            long seed = random.fork("round", trainer.stepsDone()).seed();
            parameters = pool.start((double) steps * trainer.batch() * operationsPerRow,
                    network -> trainer.train(network, 0, start, steps, seed).parameters().clone()).get();
        }
    }

    @Override
    public float[] parameters() {
        return parameters;
    }

    @Override
    public Cost cost() {
        return new Cost(trainer.stepsDone(), trainer.stepsDone(), 0, 0);
    }
}
