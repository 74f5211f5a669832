package dev.grapevine.gossip.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.message.Envelope;
import dev.grapevine.gossip.parameters.FlowParameters;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.wire.FieldBytes;
import dev.grapevine.gossip.wire.FrameCodec;

/**
 * A node with hostile peers, from before it has found its run until it leaves: all messages that there are, right or
 * wrong, asked for or not, repeated old ones, broken frames. {@code -Dgrapevine.fuzz=N} gives the number of frames in
 * all.
 */
class HostilePeerTest {

    private static final int FRAMES = Integer.getInteger("grapevine.fuzz", 100_000);
    /** With more frames it would soon ignore all peers. */
    private static final int[] FRAMES_A_LIFE = {15, 15, 60, 200};
    private static final int PARAMETERS = 36;
    private static final int BLOCK = 4;
    private static final int UNFINISHED_MAX = 7;
    private static final List<PeerId> LIARS = List.of(new PeerId("liar"), new PeerId("b"));
    private static final List<PeerId> STRANGERS = IntStream.range(0, 6).mapToObj(i -> new PeerId("stranger" + i))
            .toList();
    static final int IDENTITIES = LIARS.size() + STRANGERS.size() + HostileNode.HONEST.size();
    static final List<String> COMPRESSIONS = Stream.concat(ProtocolWorld.COMPRESSIONS.stream(),
            Stream.of("age/float32", "age/int4", "age/randomk:0.25")).toList();

    private final FrameCodec frames = ProtocolWorld.frames();
    private final RandomStream random = new RandomStream(11);
    private final List<byte[]> said = new ArrayList<>();
    private Lies lies;

    @ParameterizedTest
    @FieldSource("COMPRESSIONS")
    void hostileMessagesDoNoHarm(String compression) {
        int merged = 0;
        int each = FRAMES / COMPRESSIONS.size() / HostileSituation.values().length;
        for (HostileSituation situation : HostileSituation.values()) {
            int left = each;
            while (left > 0) {
                RunPlan plan = plan(compression);
                lies = new Lies(random, plan);
                HostileNode node = new HostileNode(situation, plan, random);
                int life = Math.min(left, FRAMES_A_LIFE[random.nextInt(FRAMES_A_LIFE.length)]);
                live(node, life);
                merged += node.merged();
                left -= life;
            }
        }
        assertThat(merged).as("some of it was believed, or nothing was tried").isGreaterThan(each / 50);
    }

    private RunPlan plan(String compression) {
        FlowParameters flow = random.nextInt(2) == 0
                ? FlowParameters.DEFAULT
                : ProtocolWorld.FLOWS.get(random.nextInt(ProtocolWorld.FLOWS.size()));
        return ProtocolWorld.plan(3, PARAMETERS, compression, BLOCK, flow, UNFINISHED_MAX);
    }

    private void live(HostileNode node, int framesLeft) {
        LIARS.forEach(liar -> node.perform(new Event.PeerJoined(liar, 1)));
        for (int i = 0; i < framesLeft && !node.isOver(); i++) {
            PeerId liar = random.nextInt(2) == 0
                    ? LIARS.get(random.nextInt(LIARS.size()))
                    : STRANGERS.get(random.nextInt(STRANGERS.size()));
            node.arrive(random.nextInt(100) == 0 ? HostileNode.SELF : liar, frame(node, liar));
            if (random.nextInt(20) == 0) {
                node.advance(Duration.ofMillis(random.nextInt(20_000)));
            }
            if (random.nextInt(10) == 0) {
                node.work();
            }
            if (random.nextInt(40) == 0) {
                node.perform(random.nextInt(3) == 0
                        ? new Event.PeerSuspected(liar)
                        : new Event.PeerJoined(LIARS.get(random.nextInt(LIARS.size())), life()));
            }
        }
    }

    private long life() {
        return switch (random.nextInt(60)) {
            case 0 -> FieldBytes.INCARNATION_MAX;
            case 1, 2 -> 2 + random.nextInt(20);
            default -> 1;
        };
    }

    private byte[] frame(HostileNode node, PeerId liar) {
        long life = life();
        byte[] frame = switch (random.nextInt(12)) {
            case 0 -> said.isEmpty() ? new byte[1] : said.get(random.nextInt(said.size()));
            case 1 -> lies.bytes(1 + random.nextInt(80));
            default -> frames.encode(new Envelope(life,
                    random.nextInt(10) == 0 ? random.nextInt(5) : HostileNode.LIFE,
                    lies.message(node.protocol(), liar, life, node.exchange(), node.asked())));
        };
        if (random.nextInt(20) == 0) {
            frame = frame.clone();
            frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
        }
        if (said.size() < 50) {
            said.add(frame);
        } else {
            said.set(random.nextInt(said.size()), frame);
        }
        return frame;
    }

    /** The check can fail. */
    @Test
    void foreignChangeOfAReplicaIsNoticed() {
        HostileNode node = new HostileNode(HostileSituation.RUNNING,
                ProtocolWorld.plan(3, PARAMETERS, "float32", BLOCK), random);
        node.protocol().replica().orElseThrow().units()[0]++;
        assertThatThrownBy(() -> node.perform(new Event.PeerJoined(LIARS.getFirst(), 1)))
                .hasMessageContaining("balance");
    }
}
