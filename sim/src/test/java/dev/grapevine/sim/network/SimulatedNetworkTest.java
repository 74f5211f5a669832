package dev.grapevine.sim.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.random.RandomStream;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.node.experiment.NetworkConditions;

/** How long messages take, and which of them arrive. */
class SimulatedNetworkTest {

    private static final long SECOND = 1_000_000_000L;
    /** As long as a thousand bytes on the wire. */
    private static final int FRAME = 1000 - FrameCodec.LENGTH_PREFIX_BYTES;

    private static NetworkConditions latency(long leastMillis, long mostMillis) {
        return new NetworkConditions(Optional.of(Duration.ofMillis(leastMillis)),
                Optional.of(Duration.ofMillis(mostMillis)), OptionalDouble.empty(), OptionalDouble.empty());
    }

    private static NetworkConditions bandwidth(double bytesPerSecond) {
        return new NetworkConditions(Optional.empty(), Optional.empty(), OptionalDouble.of(bytesPerSecond),
                OptionalDouble.empty());
    }

    private static NetworkConditions loss(double loss) {
        return new NetworkConditions(Optional.empty(), Optional.empty(), OptionalDouble.empty(),
                OptionalDouble.of(loss));
    }

    private static SimulatedNetwork network(int nodes, NetworkConditions usual) {
        return new SimulatedNetwork(nodes, usual, new RandomStream(5));
    }

    @Test
    void withoutConditionsMessagesArriveAtOnce() {
        assertThat(network(2, NetworkConditions.USUAL).send(0, 1, FRAME, 77)).hasValue(77);
    }

    @Test
    void latenciesFillTheirRange() {
        SimulatedNetwork network = network(2, latency(20, 60));
        LongSummaryStatistics taken = new LongSummaryStatistics();
        for (long now = 0; now < 10_000; now++) {
            taken.accept(network.send(0, 1, FRAME, now).orElseThrow() - now);
        }
        assertThat(taken.getMin()).isBetween(20_000_000L, 20_100_000L);
        assertThat(taken.getMax()).isBetween(59_900_000L, 60_000_000L);
        // The mean of 10000 uniform ones over 40 ms has a deviation of 0.12 ms.
        assertThat(taken.getAverage()).isBetween(39.5e6, 40.5e6);
    }

    @Test
    void allThatANodeSendsLeavesOneAfterTheOther() {
        SimulatedNetwork network = network(4, bandwidth(1000));
        assertThat(network.send(0, 1, FRAME, 0)).hasValue(SECOND);
        assertThat(network.send(0, 2, FRAME, 0)).hasValue(2 * SECOND);
        assertThat(network.send(0, 1, FRAME, SECOND)).hasValue(3 * SECOND);
        assertThat(network.send(3, 1, FRAME, 0)).as("another sender has its own way out").hasValue(SECOND);
        assertThat(network.send(0, 1, FRAME, 10 * SECOND)).as("once the way is free").hasValue(11 * SECOND);
    }

    @Test
    void aFramesLengthCountsWithItsPrefix() {
        assertThat(network(2, bandwidth(1000)).send(0, 1, 0, 0))
                .hasValue(FrameCodec.LENGTH_PREFIX_BYTES * SECOND / 1000);
    }

    @Test
    void asManyAreLostAsTheConditionsSay() {
        int messages = 40_000;
        for (double loss : new double[]{0.01, 0.1, 0.3, 0.7}) {
            SimulatedNetwork network = network(2, loss(loss));
            int lost = 0;
            for (int i = 0; i < messages; i++) {
                lost += network.send(0, 1, FRAME, i).isEmpty() ? 1 : 0;
            }
            double sigma = Math.sqrt(messages * loss * (1 - loss));
            assertThat(lost).as("of %s", loss).isBetween((int) (messages * loss - 4 * sigma),
                    (int) (messages * loss + 4 * sigma));
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(network(2, loss(1)).send(0, 1, FRAME, i)).isEmpty();
            assertThat(network(2, loss(0)).send(0, 1, FRAME, i)).isPresent();
        }
    }

    @Test
    void groupsThatArePartedDoNotReachEachOther() {
        SimulatedNetwork network = network(6, NetworkConditions.USUAL);
        network.partition(List.of(List.of(0, 1), List.of(2, 3, 4)));
        for (int from = 0; from < 6; from++) {
            for (int to = 0; to < 6; to++) {
                boolean together = from < 2 && to < 2 || from >= 2 && from < 5 && to >= 2 && to < 5;
                assertThat(network.connects(from, to)).as("%s to %s", from, to).isEqualTo(together);
                assertThat(network.send(from, to, FRAME, 0).isPresent()).isEqualTo(together);
            }
        }
        network.heal();
        assertThat(network.connects(0, 5)).isTrue();
        assertThat(network.send(5, 0, FRAME, 0)).isPresent();
    }

    @Test
    void aLinkWithItsOwnBandwidthHoldsUpNoOther() {
        SimulatedNetwork network = network(3, bandwidth(1_000_000));
        network.condition(0, 1, bandwidth(1000));
        assertThat(network.send(0, 1, FRAME, 0)).hasValue(SECOND);
        assertThat(network.send(0, 1, FRAME, 0)).hasValue(2 * SECOND);
        assertThat(network.send(0, 2, FRAME, 0)).as("the sender's other ways").hasValue(SECOND / 1000);
        assertThat(network.send(1, 0, FRAME, 0)).as("the other direction, by itself").hasValue(SECOND);
        network.condition(0, 1, NetworkConditions.USUAL);
        assertThat(network.send(0, 1, FRAME, 0)).as("as it was").hasValue(2 * SECOND / 1000);
    }

    @Test
    void conditionsOfALinkGoOnTopOfTheUsualOnes() {
        SimulatedNetwork network = network(3, latency(20, 20));
        network.condition(0, 1, loss(1));
        assertThat(network.send(0, 1, FRAME, 0)).isEmpty();
        assertThat(network.send(1, 0, FRAME, 0)).isEmpty();
        assertThat(network.send(0, 2, FRAME, 0)).hasValue(20_000_000);
        network.condition(0, 1, bandwidth(1000));
        assertThat(network.send(0, 1, FRAME, 0)).as("lost no more, and as late as ever")
                .hasValue(SECOND + 20_000_000);
    }

    /** Sends a frame. */
    private interface Sender {
        OptionalLong send(int from, int to, int frameBytes, long now);
    }

    private static NetworkConditions lossyAndSlow(double loss) {
        return new NetworkConditions(Optional.of(Duration.ofMillis(1)), Optional.of(Duration.ofMillis(9)),
                OptionalDouble.empty(), OptionalDouble.of(loss));
    }

    /** What becomes of 200 messages from 0 to 1, with others in between. */
    private static List<OptionalLong> fates(Sender sender, boolean others) {
        List<OptionalLong> fates = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            fates.add(sender.send(0, 1, FRAME, i * SECOND));
            if (others) {
                sender.send(0, 2, FRAME, i * SECOND);
                sender.send(1, 0, FRAME, i * SECOND);
                sender.send(2, 1, FRAME, i * SECOND);
            }
        }
        return fates;
    }

    @Test
    void messagesAndNodesElsewhereChangeNoFateOnALink() {
        List<OptionalLong> alone = fates(network(3, lossyAndSlow(0.3))::send, false);
        assertThat(alone).contains(OptionalLong.empty());
        assertThat(fates(network(3, lossyAndSlow(0.3))::send, true)).isEqualTo(alone);
        assertThat(fates(network(50, lossyAndSlow(0.3))::send, true)).isEqualTo(alone);
        assertThat(fates(new SimulatedNetwork(3, lossyAndSlow(0.3), new RandomStream(6))::send, false))
                .as("another seed").isNotEqualTo(alone);
    }

    @Test
    void oneStreamForAllLinksWouldBeFound() {
        Sender shared = sharingOneStream();
        List<OptionalLong> alone = fates(shared, false);
        assertThat(fates(sharingOneStream(), true)).isNotEqualTo(alone);
    }

    private static Sender sharingOneStream() {
        RandomStream random = new RandomStream(5);
        return (from, to, frameBytes, now) -> random.nextBoolean(0.3)
                ? OptionalLong.empty()
                : OptionalLong.of(now + random.nextInt(1000));
    }

    @Test
    void whetherOneMessageIsLostChangesNothingForTheNext() {
        List<OptionalLong> few = fates(network(3, lossyAndSlow(0.1))::send, false);
        List<OptionalLong> many = fates(network(3, lossyAndSlow(0.6))::send, false);
        for (int i = 0; i < few.size(); i++) {
            if (many.get(i).isPresent()) {
                assertThat(few.get(i)).isEqualTo(many.get(i));
            }
        }
    }
}
