package dev.grapevine.gossip.transcript;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.consensus.measure.Promise;
import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.robust.Median;
import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.conversation.Conversation;
import dev.grapevine.gossip.conversation.Room;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.message.MessageType;
import dev.grapevine.gossip.message.PlainMessage;
import dev.grapevine.gossip.message.Priority;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.strategy.ChosenStrategy;
import dev.grapevine.gossip.strategy.Strategy;
import dev.grapevine.gossip.strategy.StrategyContext;
import dev.grapevine.gossip.strategy.StrategyRoom;
import dev.grapevine.gossip.wire.BoundedInput;

/**
 * A strategy of the tests, which shows what a new room has to bring along, and that nothing else changes with it. Nodes
 * send each other their whole replicas; a node takes the median with those of two peers, and thanks them once it has
 * kept its number of merges.
 */
final class ToyRoom implements StrategyRoom {

    static final int PEERS = 2;

    /** A whole replica. */
    record Ballot(byte[] units) implements PlainMessage {
        @Override
        public Priority priority() {
            return Priority.BULK;
        }
    }

    /** The ballot was counted, and the count is kept. */
    record Thanks(long merges) implements PlainMessage {
        @Override
        public Priority priority() {
            return Priority.CONTROL;
        }
    }

    @Override
    public int kind() {
        return 99;
    }

    @Override
    public String name() {
        return "toy";
    }

    @Override
    public List<MessageType<?>> messages() {
        return List.of(
                new MessageType<>(126, Ballot.class, (ballot, out) -> {
                    out.writeVarInt(ballot.units.length, true);
                    out.writeBytes(ballot.units);
                }, in -> new Ballot(BoundedInput.bytes(in)), ballot -> "its whole replica"),
                new MessageType<Thanks>(127, Thanks.class, ToyRoom::write, ToyRoom::read,
                        thanks -> "thanks, that was merge " + thanks.merges));
    }

    private static void write(Thanks thanks, Output out) {
        out.writeVarLong(thanks.merges, true);
    }

    private static Thanks read(Input in) {
        return new Thanks(BoundedInput.count(in, "merges"));
    }

    @Override
    public String timerWords(int what, long sequence) {
        throw new IllegalArgumentException("It has no timers");
    }

    @Override
    public ChosenStrategy with(String compression) {
        if (!compression.equals("none")) {
            throw new IllegalArgumentException("'" + compression + "' is not none");
        }
        return new Chosen(this, compression);
    }

    @Override
    public String allowedCompressions() {
        return "none";
    }

    @Override
    public List<String> compressionExamples() {
        return List.of("none");
    }

    private record Chosen(ToyRoom room, String compression) implements ChosenStrategy {

        @Override
        public Optional<Promise> promise(Blocks blocks, ProtocolParameters parameters, int neighboursMost) {
            return Optional.empty();
        }

        @Override
        public Strategy begin(StrategyContext context) {
            return new Toy(room, context);
        }
    }

    /** One node's part in it. */
    private static final class Toy implements Strategy {

        private final Room room;
        private final StrategyContext context;
        private final SortedMap<PeerId, int[]> ballots = new TreeMap<>();
        private final SortedMap<PeerId, int[]> counted = new TreeMap<>();
        private long merges;

        Toy(Room room, StrategyContext context) {
            this.room = room;
            this.context = context;
            byte[] kept = context.kept("toy");
            merges = kept.length == 0 ? 0 : ByteBuffer.wrap(kept).getLong();
        }

        @Override
        public Room room() {
            return room;
        }

        @Override
        public boolean needsAnswers() {
            return false;
        }

        @Override
        public boolean mayBegin(PeerId peer) {
            return true;
        }

        @Override
        public boolean begin(PeerId peer) {
            int[] units = context.replica().published().units();
            ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * units.length);
            bytes.asIntBuffer().put(units);
            context.send(peer, new Ballot(bytes.array()));
            return true;
        }

        @Override
        public void onMessage(PeerId from, Message message) {
            if (message instanceof Ballot ballot) {
                int[] units = new int[ballot.units.length / Integer.BYTES];
                if (units.length != context.replica().published().units().length) {
                    context.fault(from, "a replica of another size");
                    return;
                }
                ByteBuffer.wrap(ballot.units).asIntBuffer().get(units);
                ballots.put(from, units);
                if (ballots.size() == PEERS && counted.isEmpty()) {
                    counted.putAll(ballots);
                    ballots.clear();
                    context.startMerge(new Median(), List.copyOf(counted.values()));
                }
            }
        }

        @Override
        public void merged(long number, int[] increments) {
            for (int block = 0; block < context.replica().blocks().count(); block++) {
                int from = context.replica().blocks().offset(block);
                int[] part = new int[context.replica().blocks().length(block)];
                System.arraycopy(increments, from, part, 0, part.length);
                context.replica().mixIn(block, part);
            }
            merges++;
            context.persist("toy", ByteBuffer.allocate(Long.BYTES).putLong(merges).array());
        }

        @Override
        public void persisted(long number) {
            counted.keySet().forEach(peer -> context.send(peer, new Thanks(merges)));
            counted.clear();
        }

        @Override
        public void buried(PeerId peer) {
            ballots.remove(peer);
        }

        @Override
        public Conversation restore(ConversationKey key, PeerId peer, StateReader in) {
            throw new IllegalArgumentException("it has no conversations");
        }

        @Override
        public void save(StateWriter out) {
            out.putCount(merges);
            save(ballots, out);
            save(counted, out);
        }

        private static void save(SortedMap<PeerId, int[]> votes, StateWriter out) {
            out.putCount(votes.size());
            votes.forEach((peer, units) -> {
                out.putText(peer.text());
                out.putInts(units);
            });
        }

        @Override
        public void restore(StateReader in) {
            merges = in.getCount();
            restore(ballots, in);
            restore(counted, in);
        }

        private void restore(SortedMap<PeerId, int[]> votes, StateReader in) {
            for (int left = in.getCount(Integer.MAX_VALUE); left > 0; left--) {
                PeerId peer = new PeerId(in.getText());
                votes.put(peer, in.getInts(context.replica().published().units().length));
            }
        }
    }
}
