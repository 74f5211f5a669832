package dev.grapevine.node.replica.training;

import java.util.function.BooleanSupplier;

import dev.grapevine.consensus.kernel.Kernels;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.node.replica.optimizer.GradientClip;
import dev.grapevine.node.replica.optimizer.Optimizer;
import dev.grapevine.node.replica.optimizer.Schedule;

/** Trains one node's replica on the node's own rows, batch by batch. Not thread-safe. */
public final class LocalTrainer {

    /**
     * Steps whose mean is the loss at the start of a round: few, because training quickly relearns what merging undid.
     */
    private static final int FIRST_STEPS = 4;
    /** Fraction of a round's steps, one in this number, whose mean is the loss at its end. */
    private static final int LAST_PART = 8;
    /**
     * Minimum rows for the loss at the end, if the round has them: a few hard rows would make it look worse than it is.
     */
    private static final int LAST_ROWS = 128;
    private static final Kernels KERNELS = Kernels.best();

    private final Gradients gradients;
    private final Optimizer optimizer;
    private final Schedule schedule;
    private final double clip;
    private final float[] parameters;

    /** A trainer with a constant learning rate and without clipping. */
    public LocalTrainer(Gradients gradients, int parameters, Optimizer optimizer) {
        this(gradients, parameters, optimizer, new Schedule.Constant(), 0);
    }

    /**
     * @param gradients  over the node's own rows
     * @param parameters number of the model's parameters
     * @param clip       maximum norm of a gradient, as in {@link GradientClip#apply}
     */
    public LocalTrainer(Gradients gradients, int parameters, Optimizer optimizer, Schedule schedule, double clip) {
        this.gradients = gradients;
        this.optimizer = optimizer;
        this.schedule = schedule;
        this.clip = clip;
        this.parameters = new float[parameters];
    }

    /** Rows per step. */
    public int batch() {
        return gradients.batch();
    }

    /** Steps so far, in all rounds. */
    public long stepsDone() {
        return gradients.computed();
    }

    /**
     * Trains one local round. The result is a function of the arguments and of the state that {@link #save} returns.
     *
     * @param network to compute with; its state is not needed after the call
     * @param round   number of the round, copied into the result
     * @param start   initial parameters; not changed
     * @param seed    source of all randomness of the round
     * @return result whose parameters stay valid until the next round
     */
    public RoundResult train(Network network, long round, float[] start, int steps, long seed) {
        return train(network, round, start, steps, seed, () -> false);
    }

    /**
     * Trains the round that a node asks for, possibly fewer steps, but at least one.
     *
     * @param enough asked after each step whether to stop; another thread may set it
     */
    public RoundResult train(Network network, Effect.StartRound round, BooleanSupplier enough) {
        if (round.afresh()) {
            optimizer.reset();
        }
        return train(network, round.round(), round.start(), round.steps(), round.seed(), enough);
    }

    private RoundResult train(Network network, long round, float[] start, int steps, long seed,
            BooleanSupplier enough) {
        System.arraycopy(start, 0, parameters, 0, parameters.length);
        optimizer.startRound(start);
        gradients.startRound(new RandomStream(seed));
        int first = Math.min(FIRST_STEPS, steps);
        double[] latest = new double[Math.ceilDiv(LAST_ROWS, batch())];
        int last = Math.min(steps, Math.max(latest.length, steps / LAST_PART));
        double startLoss = 0;
        double firstLoss = 0;
        double lastLoss = 0;
        int done = 0;
        while (done < steps && (done == 0 || !enough.getAsBoolean())) {
            double rateFactor = schedule.factor(gradients.computed());
            float[] gradient = network.gradientBuffer();
            double loss = gradients.next(network, parameters, gradient);
            GradientClip.apply(gradient, clip);
            optimizer.step(parameters, gradient, rateFactor);
            startLoss += done == 0 ? loss : 0;
            firstLoss += done < first ? loss : 0;
            lastLoss += done >= steps - last ? loss : 0;
            latest[done % latest.length] = loss;
            done++;
        }
        if (done < steps) {
            first = Math.min(first, done);
            last = Math.min(latest.length, done);
            lastLoss = 0;
            for (int step = done - last; step < done; step++) {
                lastLoss += latest[step % latest.length];
            }
        }
        RoundResult result = new RoundResult(round, parameters, done, startLoss, firstLoss / first, lastLoss / last);
        // The last step may diverge although its loss did not; the optimizer would carry that into the next round.
        if (!result.losses().isFinite() || result.losses().isHarmful()
                || !Double.isFinite(KERNELS.sumOfSquares(parameters, 0, parameters.length))) {
            optimizer.reset();
        }
        return result;
    }

    /**
     * State of a trainer for a checkpoint, without the replica.
     *
     * @param place          in the node's rows
     * @param optimizer      as {@link Optimizer#kind()}
     * @param optimizerState as {@link Optimizer#state()}
     */
    public record State(Gradients.Place place, String optimizer, float[] optimizerState) {}

    /** Copy of the current state. */
    public State save() {
        return new State(gradients.place(), optimizer.kind(), optimizer.state().clone());
    }

    /**
     * Continues from the saved state of a trainer with the same data and model. Optimizer state of another kind or
     * length is ignored: the optimizer then starts afresh.
     */
    public void restore(State state) {
        gradients.restore(state.place());
        optimizer.reset();
        if (state.optimizer().equals(optimizer.kind())
                && state.optimizerState().length == optimizer.state().length) {
            optimizer.restore(state.optimizerState());
        }
    }
}
