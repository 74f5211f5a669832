package dev.grapevine.sim.replay;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.consensus.units.FixedPoint;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.TransferId;
import dev.grapevine.gossip.peers.PeerId;

/**
 * The length of a replica's path: the sum of the Euclidean lengths of its moves, one for each round of training, one
 * for each exchange with all its blocks. For one thread.
 */
final class Movement {

    /** One side of one exchange. */
    private record Exchange(String peer, long sequence, boolean initiated) {}

    private static final Comparator<Exchange> ORDER = Comparator.comparing(Exchange::peer)
            .thenComparing(Exchange::sequence).thenComparing(Exchange::initiated);

    private final SortedMap<Exchange, Double> squaresByExchange = new TreeMap<>(ORDER);
    private double byTraining;
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
            case Fact.RoundInstalled _ -> byTraining += Math.sqrt(move(replica.units(), 0, seen.length));
            case Fact.Debited debit -> moved(replica, debit.peer(), debit.transfer());
            case Fact.Credited credit -> moved(replica, credit.peer(), credit.transfer());
            case Fact.Mixed mix -> squaresByExchange.merge(new Exchange(mix.peer().text(), 0, false),
                    move(replica.units(), blocks.offset(mix.block()), blocks.length(mix.block())), Double::sum);
            default -> {
            }
        }
    }

    private void moved(PublishedParameters replica, PeerId peer, TransferId transfer) {
        Blocks blocks = replica.blocks();
        ConversationKey exchange = transfer.conversation();
        squaresByExchange.merge(new Exchange(peer.text(), exchange.sequence(), !exchange.initiator().equals(peer)),
                move(replica.units(), blocks.offset(transfer.block()), blocks.length(transfer.block())), Double::sum);
    }

    /** Notes where values are now; the result is the sum of squares of their moves, in units. */
    private double move(int[] units, int from, int length) {
        double squares = 0;
        for (int i = from; i < from + length; i++) {
            double moved = (double) units[i] - seen[i];
            squares += moved * moved;
            seen[i] = units[i];
        }
        return squares;
    }

    double byTraining() {
        return byTraining * FixedPoint.UNIT;
    }

    double byExchanges() {
        return squaresByExchange.values().stream().mapToDouble(Math::sqrt).sum() * FixedPoint.UNIT;
    }
}
