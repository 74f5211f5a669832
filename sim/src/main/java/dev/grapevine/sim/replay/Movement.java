package dev.grapevine.sim.replay;

import java.util.List;
import java.util.Optional;

import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.parameters.FixedPoint;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;

/**
 * How far a replica went, as the sum of the Euclidean lengths of all its moves: one for each round of training, one for
 * each block merged in an exchange. Not for several threads at once.
 */
final class Movement {

    private double byTraining;
    private double byExchanges;
    /** The replica as it was last seen, in units; none before there is one. */
    private int[] seen = {};

    /** Begins to look at a replica; what it does until the next step does not count. */
    void look(Optional<PublishedParameters> replica) {
        seen = replica.map(parameters -> parameters.units().clone()).orElse(new int[0]);
    }

    /** A step was taken. */
    void stepped(Optional<PublishedParameters> replica, List<Effect> effects) {
        if (replica.isEmpty() || replica.get().units().length != seen.length) {
            look(replica);
            return;
        }
        for (Effect effect : effects) {
            if (effect instanceof Effect.Report report) {
                count(replica.get(), report.fact());
            }
        }
    }

    private void count(PublishedParameters replica, Fact fact) {
        Blocks blocks = replica.blocks();
        switch (fact) {
            // A replica that was copied from a peer came there without moving.
            case Fact.Running _ -> move(replica.units(), 0, seen.length);
            case Fact.RoundInstalled _ -> byTraining += move(replica.units(), 0, seen.length);
            case Fact.BlockMerged merged -> byExchanges += move(replica.units(), blocks.offset(merged.block()),
                    blocks.length(merged.block()));
            default -> {
            }
        }
    }

    private double move(int[] units, int from, int length) {
        double squares = 0;
        for (int i = from; i < from + length; i++) {
            double moved = (double) units[i] - seen[i];
            squares += moved * moved;
            seen[i] = units[i];
        }
        return Math.sqrt(squares) * FixedPoint.UNIT;
    }

    double byTraining() {
        return byTraining;
    }

    double byExchanges() {
        return byExchanges;
    }
}
