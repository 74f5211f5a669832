package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.joining.CopyMessage;
import dev.grapevine.gossip.joining.JoiningMessage;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage;
import dev.grapevine.gossip.wire.FieldBytes;

/** Numbers counted by others, up to the largest. */
class CountersTest extends OneNode {

    private static final byte[][] ZEROS = {new byte[32], new byte[32], new byte[16]};

    /** Everything that it sends next is read by {@link #sent}, as by its peers. */
    @Test
    void countingOnFromTheLargestRoundStaysReadable() {
        PeerProtocol node = joiner(Map.of());
        step(node, new Event.PeerJoined(PEER, 1));
        hear(node, new JoiningMessage.CharterReply(Optional.of(PLAN.charter()), FieldBytes.COUNT_MAX));
        step(node, new Event.CharterAdopted(PLAN));
        for (int block = 0; block < ZEROS.length; block++) {
            hear(node, new CopyMessage.CopyReply(block, ZEROS[block]));
        }
        List<Message> offered = sent(finishRound(node, FieldBytes.COUNT_MAX + 1, 0.01f));
        assertThat(offered).singleElement().isInstanceOfSatisfying(ExchangeMessage.Offer.class,
                offer -> assertThat(offer.round()).isEqualTo(FieldBytes.COUNT_MAX));
        assertThat(sent(hear(node, new JoiningMessage.CharterRequest()))).singleElement().isInstanceOfSatisfying(
                JoiningMessage.CharterReply.class,
                reply -> assertThat(reply.rounds()).isEqualTo(FieldBytes.COUNT_MAX));
        assertThat(finishRound(node, FieldBytes.COUNT_MAX + 2, 0.01f)).as("and trains on")
                .anyMatch(Effect.StartRound.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, FieldBytes.INCARNATION_MAX + 1, 0, -1, Long.MIN_VALUE})
    void invalidIncarnationIsIgnoredAndReported(long incarnation) {
        PeerProtocol node = founder();
        assertThat(fact(step(node, new Event.PeerJoined(PEER, incarnation)), Fact.PeerRefused.class)).get()
                .extracting(Fact.PeerRefused::sentence).asString()
                .isEqualTo("peer is ignored: membership says that it is in life " + incarnation
                        + ", allowed are 1 to 4611686018427387904");
        assertThat(node.livePeers()).isEmpty();
        step(node, new Event.PeerJoined(PEER, 1));
        assertThat(node.livePeers()).containsExactly(PEER);
        assertThat(sent(hear(node, new JoiningMessage.CharterRequest()))).as("it is heard").hasSize(1);
    }

    @Test
    void nodeRefusesAnInvalidIncarnation() {
        assertThat(NodeLife.of(SELF, FieldBytes.INCARNATION_MAX).incarnation()).isPositive();
        for (long incarnation : new long[]{0, -1, FieldBytes.INCARNATION_MAX + 1}) {
            assertThatThrownBy(() -> NodeLife.of(new PeerId("x"), incarnation))
                    .hasMessage("life " + incarnation + ": allowed are 1 to 4611686018427387904");
        }
    }
}
