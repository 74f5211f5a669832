package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.conversation.Conversations;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.leaving.Leaving;
import dev.grapevine.gossip.message.ConversationKey;
import dev.grapevine.gossip.message.Envelope;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.parameters.FlowParameters;
import dev.grapevine.gossip.peers.Overlays;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.strategy.pairwise.ExchangeMessage;

/** Endless identities: a node remembers a limited number of them, and they do not displace those that matter. */
class ManyIdentitiesTest extends OneNode {

    private static final int IDENTITIES = 20_000;
    /** Bytes for each peer with a place, in all tables together; names here are short. */
    private static final int BYTES_EACH = 200;
    private static final int BYTES_MORE = 300_000;

    static Stream<RunPlan> plans() {
        return Stream.of(PLAN, ProtocolWorld.plan(3, 36, "choco/topk:0.1", 4),
                ProtocolWorld.plan(3, 36, "age/float32", 4),
                ProtocolWorld.plan(3, 36, "modular:4", 4,
                        FlowParameters.DEFAULT.withOverlay(Overlays.byName("complementary"))
                                .withBytesPerSecondMax(60)));
    }

    private PeerProtocol node(RunPlan plan) {
        PeerProtocol node = PeerProtocol.knowing(NodeLife.of(SELF, 3), Rooms.ALL, plan, new RandomStream(5));
        step(node, new Event.Started());
        return node;
    }

    private static PeerId stranger(int number) {
        return new PeerId("s" + number);
    }

    @ParameterizedTest
    @MethodSource("plans")
    void messagesOfStrangersDoNotGrowTheNode(RunPlan plan) {
        PeerProtocol node = node(plan);
        RandomStream random = new RandomStream(7);
        Lies lies = new Lies(random, plan);
        step(node, new Event.PeerJoined(PEER, 1));
        for (int i = 0; i < IDENTITIES; i++) {
            PeerId from = stranger(i);
            now = now.plusMillis(20);
            for (int frame = 0; frame < 1 + i % 5 / 4; frame++) {
                Message message = lies.message(node, from, 1, new ConversationKey(20, SELF, 3, 0), List.of());
                byte[] bytes = random.nextInt(10) == 0
                        ? new byte[3]
                        : frames.encode(new Envelope(1 + random.nextInt(3), 0, message));
                step(node, new Event.MessageArrived(from, bytes));
            }
        }
        assertThat(node.save().length).isLessThan(BYTES_MORE + BYTES_EACH * Conversations.PLACES_MAX);
        assertThat(node.livePeers()).as("nobody who is alive lost its place").containsExactly(PEER);
        assertThat(step(node, new Event.MessageArrived(PEER, frames.encode(new Envelope(1, 3, new Leaving())))))
                .isNotNull();
        assertThat(node.livePeers()).as("and it is heard").isEmpty();
    }

    @Test
    void comingAndGoingMembersDoNotGrowTheNode() {
        for (PeerProtocol node : List.of(founder(), joiner(Map.of()), joiner(Map.of("seed", "2")))) {
            now = Duration.ZERO;
            for (int i = 0; i < IDENTITIES; i++) {
                now = now.plusMillis(20);
                step(node, new Event.PeerJoined(stranger(i), 1));
                if (i >= 100) {
                    step(node, new Event.PeerSuspected(stranger(i - 100)));
                }
            }
            assertThat(node.livePeers()).hasSize(100);
            assertThat(node.save().length).isLessThan(BYTES_MORE + BYTES_EACH * Conversations.PLACES_MAX);
        }
    }

    @Test
    void newPeerIsIgnoredIfAllPlacesAreOfLivePeers() {
        PeerProtocol node = founder();
        for (int i = 0; i < Conversations.PLACES_MAX; i++) {
            step(node, new Event.PeerJoined(stranger(i), 1));
        }
        List<Effect> effects = hear(node, 1, 3, new ExchangeMessage.Offer(1, PLAN.charter().fingerprint(), 0));
        assertThat(sent(effects)).isEmpty();
        assertThat(fact(effects, Fact.PeerRefused.class)).isPresent();
        step(node, new Event.PeerJoined(PEER, 1));
        assertThat(node.livePeers()).hasSize(Conversations.PLACES_MAX).doesNotContain(PEER);
        step(node, new Event.PeerSuspected(stranger(7)));
        assertThat(sent(hear(node, 1, 3, new ExchangeMessage.Offer(1, PLAN.charter().fingerprint(), 0))))
                .containsExactly(new ExchangeMessage.Accept(1));
    }
}
