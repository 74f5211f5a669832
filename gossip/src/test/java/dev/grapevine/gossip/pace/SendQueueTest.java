package dev.grapevine.gossip.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.mixing.MixingStep;
import dev.grapevine.consensus.units.Lattice;
import dev.grapevine.gossip.joining.CopyMessage;
import dev.grapevine.gossip.joining.JoiningMessage;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.snapshot.Saved;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage;

class SendQueueTest {

    private static final PeerId ANNA = new PeerId("anna");
    private static final PeerId BERT = new PeerId("bert");
    private final SendQueue queue = new SendQueue();

    private static Message reply(long sequence, int block) {
        return new ExchangeMessage.BlockReply(sequence, block, MixingStep.HALF, Lattice.NONE, new byte[0]);
    }

    private void add(PeerId to, Message message, int number) {
        add(to, message, new byte[]{(byte) number});
    }

    private void add(PeerId to, Message message, byte[] frame) {
        queue.add(to, Rooms.ALL.messages().of(message).number(), message, frame);
    }

    private static List<Integer> numbers(SendQueue queue) {
        List<Integer> numbers = new ArrayList<>();
        while (!queue.isEmpty()) {
            numbers.add((int) queue.take().frame()[0]);
        }
        return numbers;
    }

    @Test
    void repliesWithParametersGoLast() {
        add(ANNA, reply(1, 0), 3);
        add(BERT, reply(1, 0), 4);
        add(ANNA, new ExchangeMessage.Accept(2), 1);
        add(ANNA, new CopyMessage.CopyReply(0, new byte[0]), 5);
        add(ANNA, new ExchangeMessage.BlockDone(1, 7), 2);
        assertThat(queue.hasReplies()).isTrue();
        assertThat(numbers(queue)).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void repetitionReplacesTheWaitingFrame() {
        add(ANNA, reply(1, 0), 1);
        add(ANNA, reply(1, 1), 2);
        add(ANNA, reply(2, 0), 3);
        add(BERT, reply(1, 0), 4);
        add(ANNA, reply(1, 0), new byte[]{9, 9, 9});
        assertThat(queue.take()).satisfies(first -> {
            assertThat(first.to()).isEqualTo(ANNA);
            assertThat(first.frame()).containsExactly(9, 9, 9);
            assertThat(first.isReply()).isTrue();
        });
        assertThat(numbers(queue)).containsExactly(2, 3, 4);
        add(ANNA, reply(1, 0), 5);
        assertThat(numbers(queue)).as("what was sent may be sent again").containsExactly(5);
    }

    @Test
    void frameBeyondTheLimitOfAPeerIsDropped() {
        for (int block = 0; block < SendQueue.OF_A_PEER_MAX; block++) {
            assertThat(queue.add(ANNA, 25, new ExchangeMessage.BlockDone(1, block), new byte[1])).isTrue();
        }
        assertThat(queue.add(ANNA, 25, new ExchangeMessage.BlockDone(1, 0), new byte[1])).as("a repetition").isTrue();
        assertThat(queue.add(ANNA, 25, new ExchangeMessage.BlockDone(2, 0), new byte[1])).isFalse();
        assertThat(queue.add(BERT, 25, new ExchangeMessage.BlockDone(2, 0), new byte[1])).isTrue();
    }

    @Test
    void firstBytesIncludeLengthPrefixes() {
        assertThat(queue.firstBytes()).isZero();
        add(ANNA, new ExchangeMessage.BlockDone(1, 7), new byte[10]);
        add(ANNA, reply(1, 0), new byte[100]);
        add(ANNA, new ExchangeMessage.BlockDone(1, 7), new byte[20]);
        add(ANNA, new ExchangeMessage.BlockDone(1, 8), new byte[30]);
        assertThat(queue.firstBytes()).isEqualTo(20 + 4 + 30 + 4);
        queue.take();
        assertThat(queue.firstBytes()).isEqualTo(30 + 4);
        queue.take();
        assertThat(queue.firstBytes()).isZero();
        assertThat(queue.take().frame()).hasSize(100);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void restoredQueueGoesOn() {
        add(ANNA, reply(1, 0), 2);
        add(BERT, new JoiningMessage.CharterRequest(), 1);
        SendQueue restored = new SendQueue();
        restored.restore(Saved.by(queue::save));
        restored.add(ANNA, 24, reply(1, 0), new byte[]{3});
        assertThat(restored.firstBytes()).isEqualTo(5);
        assertThat(numbers(restored)).containsExactly(1, 3);
    }
}
