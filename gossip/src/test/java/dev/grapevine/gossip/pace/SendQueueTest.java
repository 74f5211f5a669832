package dev.grapevine.gossip.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.consensus.delta.Grid;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.PeerId;

class SendQueueTest {

    private static final PeerId ANNA = new PeerId("anna");
    private static final PeerId BERT = new PeerId("bert");
    private final SendQueue queue = new SendQueue();

    private static Message reply(long sequence, int block) {
        return new Message.BlockReply(sequence, block, 1, Grid.NONE, new byte[0]);
    }

    private void add(PeerId to, Message message, int number) {
        queue.add(to, message, new byte[]{(byte) number});
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
        add(ANNA, new Message.Accept(2), 1);
        add(ANNA, new Message.CopyReply(0, new byte[0]), 5);
        add(ANNA, new Message.BlockDone(1, 7), 2);
        assertThat(queue.hasReplies()).isTrue();
        assertThat(numbers(queue)).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void whatIsSaidAgainTakesThePlaceOfWhatWaits() {
        add(ANNA, reply(1, 0), 1);
        add(ANNA, reply(1, 1), 2);
        add(ANNA, reply(2, 0), 3);
        add(BERT, reply(1, 0), 4);
        queue.add(ANNA, reply(1, 0), new byte[]{9, 9, 9});
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
    void whatGoesFirstIsCountedAsOnTheWire() {
        assertThat(queue.firstBytes()).isZero();
        queue.add(ANNA, new Message.BlockDone(1, 7), new byte[10]);
        queue.add(ANNA, reply(1, 0), new byte[100]);
        queue.add(ANNA, new Message.BlockDone(1, 7), new byte[20]);
        queue.add(ANNA, new Message.BlockDone(1, 8), new byte[30]);
        assertThat(queue.firstBytes()).isEqualTo(20 + 4 + 30 + 4);
        queue.take();
        assertThat(queue.firstBytes()).isEqualTo(30 + 4);
        queue.take();
        assertThat(queue.firstBytes()).isZero();
        assertThat(queue.take().frame()).hasSize(100);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void aRestoredQueueGoesOn() {
        add(ANNA, reply(1, 0), 2);
        add(BERT, new Message.CharterRequest(), 1);
        Output out = new Output(100, -1);
        queue.save(out);
        SendQueue restored = new SendQueue();
        restored.restore(new Input(out.toBytes()));
        restored.add(ANNA, reply(1, 0), new byte[]{3});
        assertThat(restored.firstBytes()).isEqualTo(5);
        assertThat(numbers(restored)).containsExactly(1, 3);
    }
}
