package dev.grapevine.gossip.strategy.age;

import java.util.Arrays;

import dev.grapevine.consensus.coding.Cap;
import dev.grapevine.consensus.coding.DecodeResult;
import dev.grapevine.consensus.coding.DeltaCodec;
import dev.grapevine.consensus.mixing.AgedMean;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.consensus.units.Differences;
import dev.grapevine.consensus.units.Lattice;
import dev.grapevine.gossip.conversation.Conversation;
import dev.grapevine.gossip.conversation.Patience;
import dev.grapevine.gossip.conversation.Room;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.effect.Limit;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.replica.Replica;
import dev.grapevine.gossip.strategy.Strategy;
import dev.grapevine.gossip.strategy.StrategyContext;
import dev.grapevine.gossip.strategy.age.LatestPushes.Novelty;

/**
 * Gossip learning: a node that has trained pushes blocks of its replica to a peer, and the receiver moves towards them,
 * the less the more local steps its own values have. No answers are needed, so a link in one direction is enough; and
 * the sender does not move, so the mean of all replicas is not preserved.
 *
 * <p>Source: partitioned gossip learning of I. Hegedűs, G. Danner, M. Jelasity, "Decentralized Learning Works: An
 * Empirical Comparison of Gossip Learning and Federated Learning", JPDC 148, 2021, with the run's learning rate in
 * place of theirs, which falls with age.
 */
final class AgeStrategy implements Strategy {

    private final Room room;
    private final DeltaCodec codec;
    private final StrategyContext context;
    private final Ages ages;
    private final LatestPushes heard = new LatestPushes();
    private long pushes;
    /** The block with which the next push begins: pushes go round all blocks. */
    private int next;

    /** @param codec one that needs no lattice */
    AgeStrategy(Room room, DeltaCodec codec, StrategyContext context) {
        this.room = room;
        this.codec = codec;
        this.context = context;
        this.ages = new Ages(blocks());
        this.next = context.random().nextInt(blocks());
    }

    @Override
    public Room room() {
        return room;
    }

    private int blocks() {
        return context.replica().blocks().count();
    }

    @Override
    public boolean mayBegin(PeerId peer) {
        return true;
    }

    /** A peer that sends nothing seems to be gone, and may receive all the same. */
    @Override
    public boolean needsAnswers() {
        return false;
    }

    /** Sends as many blocks as an exchange has in flight at once, or as there is room for. */
    @Override
    public boolean begin(PeerId peer) {
        Patience patience = context.patience(peer);
        if (!patience.mayRequest(context.now())) {
            return false;
        }
        pushes++;
        context.exchangeEnded();
        for (int left = Math.min(patience.windowBlocks(), blocks()); left > 0
                && patience.mayRequest(context.now()); left--) {
            context.send(peer, new AgedBlock(context.charterFingerprint(), pushes, next, ages.of(next),
                    values(next)));
            next = next + 1 == blocks() ? 0 : next + 1;
        }
        return true;
    }

    private byte[] values(int block) {
        Replica replica = context.replica();
        int length = replica.blocks().length(block);
        byte[] payload = new byte[codec.valueBytesMax(Lattice.NONE, length)];
        int bytes = codec.encodeValues(replica.published().units(), replica.blocks().offset(block), length,
                Lattice.NONE,
                seed(pushes, block), payload, 0);
        return Arrays.copyOf(payload, bytes);
    }

    /** The seed for the codec's choice of values: a different one each time. */
    private static int seed(long push, int block) {
        return Long.hashCode(push * 31 + block);
    }

    @Override
    public void onMessage(PeerId from, Message message) {
        AgedBlock aged = (AgedBlock) message;
        if (context.phase() != Phase.RUNNING || context.keepsAway()) {
            return;
        }
        if (aged.charterFingerprint() != context.charterFingerprint()) {
            context.incompatible(from);
            return;
        }
        Novelty novelty = heard.onBlock(from, aged.sequence(), aged.block());
        if (novelty == Novelty.OLD) {
            return;
        }
        boolean useful = aged.age() >= ages.of(aged.block());
        if (mix(from, aged) && novelty == Novelty.NEW_PUSH) {
            context.peerExchangeEnded(useful);
        }
    }

    private boolean mix(PeerId from, AgedBlock aged) {
        Replica replica = context.replica();
        int block = aged.block();
        int length = replica.blocks().length(block);
        int[] difference = replica.differences();
        DecodeResult reading = codec.difference(aged.payload(), 0, aged.payload().length, replica.published().units(),
                replica.blocks().offset(block), length, Lattice.NONE, seed(aged.sequence(), block), difference);
        if (reading != DecodeResult.DECODED) {
            context.fault(from, "values that cannot be read");
            return false;
        }
        AgedMean.toIncrements(difference, length, ages.of(block), aged.age());
        Cap cap = replica.scale().cap(block);
        boolean whole = cap.admits(difference, length);
        cap.cut(difference, length);
        replica.scale().observed(block, Differences.largest(difference, length));
        context.report(new Fact.Mixed(from, block, replica.mixIn(block, difference)));
        if (whole) {
            ages.mixed(block, aged.age());
        } else {
            context.reached(Limit.MOVEMENT, from);
        }
        return true;
    }

    @Override
    public void trained(int steps) {
        ages.trained(steps);
    }

    @Override
    public void buried(PeerId peer) {
        heard.forget(peer);
    }

    @Override
    public Conversation restore(ConversationKey key, PeerId peer, StateReader in) {
        throw new IllegalArgumentException("it has no conversations");
    }

    @Override
    public void save(StateWriter out) {
        ages.save(out);
        heard.save(out);
        out.putCount(pushes);
        out.putCount(next);
    }

    @Override
    public void restore(StateReader in) {
        ages.restore(in);
        heard.restore(in);
        pushes = in.getCount();
        next = in.getCount(blocks() - 1);
    }
}
