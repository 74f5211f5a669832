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

/**
 * Trains one node's replica on the node's own rows, batch after batch. Not for several threads at once.
 */
public final class LocalTrainer {

    /** The loss at the beginning of a round is over so few steps, because what merging undid is soon learned again. */
    private static final int FIRST_STEPS = 4;
    /** The loss at its end is over this part of it … */
    private static final int LAST_PART = 8;
    /** … and over so many rows, if it has them: a few that are hard would make it look worse than it was. */
    private static final int LAST_ROWS = 128;
    private static final Kernels KERNELS = Kernels.best();

    private final Gradients gradients;
    private final Optimizer optimizer;
    private final Schedule schedule;
    private final double clip;
    private final float[] parameters;

    /** With a constant learning rate and gradients as they are. */
    public LocalTrainer(Gradients gradients, int parameters, Optimizer optimizer) {
        this(gradients, parameters, optimizer, new Schedule.Constant(), 0);
    }

    /**
     * @param gradients  of the node's own rows
     * @param parameters how many the model has
     * @param clip       the greatest norm of a gradient, as in {@link GradientClip#apply}
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

    /** Steps made so far, in all rounds. */
    public long stepsDone() {
        return gradients.computed();
    }

    /**
     * One round of training: what comes of it follows from the arguments and from the state that {@link #save} keeps.
     *
     * @param network to compute with; its state does not outlive the call
     * @param round   the round's number, which the result carries
     * @param start   where to start from; not changed
     * @param seed    all of the round's randomness
     * @return its parameters stay valid until the next round
     */
    public RoundResult train(Network network, long round, float[] start, int steps, long seed) {
        return train(network, round, start, steps, seed, () -> false);
    }

    /**
     * The round that a node asks for. It may be cut short: it then has fewer steps, and at least one.
     *
     * @param enough asked after each step whether it is to be the last; may be set by another thread
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
        // The last step may diverge where its loss did not: the optimizer would carry that into the next round.
        if (!result.losses().isFinite() || result.losses().isHarmful()
                || !Double.isFinite(KERNELS.sumOfSquares(parameters, 0, parameters.length))) {
            optimizer.reset();
        }
        return result;
    }

    /**
     * What a checkpoint keeps of a trainer besides the replica.
     *
     * @param place          in the node's rows
     * @param optimizer      as {@link Optimizer#kind()}
     * @param optimizerState as {@link Optimizer#state()}
     */
    public record State(Gradients.Place place, String optimizer, float[] optimizerState) {}

    /** A copy of the state as it is now. */
    public State save() {
        return new State(gradients.place(), optimizer.kind(), optimizer.state().clone());
    }

    /**
     * Goes on where a saved trainer of the same data and model stood. The state of another kind of optimizer, or of
     * another length, is not taken over: the optimizer then starts anew.
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
