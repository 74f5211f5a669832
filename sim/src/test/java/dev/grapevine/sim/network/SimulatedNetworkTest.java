package dev.grapevine.sim.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.OptionalLong;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.sim.scenario.Latency;
import dev.grapevine.sim.scenario.LossBursts;
import dev.grapevine.sim.scenario.NetworkConditions;
import dev.grapevine.sim.scenario.PartitionShape;
import dev.grapevine.sim.scenario.Reordering;
import dev.grapevine.sim.scenario.Sites;

/** The delays of messages, and the choice of those that arrive. */
class SimulatedNetworkTest {

    private static final long SECOND = 1_000_000_000L;
    /** As long as a thousand bytes on the wire. */
    private static final int FRAME = 1000 - FrameCodec.LENGTH_PREFIX_BYTES;

    private static NetworkConditions latency(long leastMillis, long mostMillis) {
        return NetworkConditions.USUAL
                .withLatency(new Latency.Uniform(Duration.ofMillis(leastMillis), Duration.ofMillis(mostMillis)));
    }

    private static NetworkConditions bandwidth(double bytesPerSecond) {
        return NetworkConditions.USUAL.withBandwidth(bytesPerSecond);
    }

    private static NetworkConditions loss(double loss) {
        return NetworkConditions.USUAL.withLoss(loss);
    }

    private static Sending network(int nodes, NetworkConditions usual) {
        return new Sending(new SimulatedNetwork(nodes, usual, Sites.NONE, new RandomStream(5)));
    }

    /** A network and when the first copy of what is sent over it arrives. */
    private record Sending(SimulatedNetwork network) {

        List<Long> copies(int from, int to, int frameBytes, long now) {
            List<Long> arrivals = new ArrayList<>();
            network.send(from, to, frameBytes, now, arrivals::add);
            return arrivals;
        }

        OptionalLong send(int from, int to, int frameBytes, long now) {
            List<Long> arrivals = copies(from, to, frameBytes, now);
            return arrivals.isEmpty() ? OptionalLong.empty() : OptionalLong.of(arrivals.getFirst());
        }
    }

    @Test
    void messages_withoutConditions_arriveAtOnce() {
        assertThat(network(2, NetworkConditions.USUAL).send(0, 1, FRAME, 77)).hasValue(77);
    }

    @Test
    void latencies_fillTheirRange() {
        Sending network = network(2, latency(20, 60));
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
    void messages_ofOneNode_leaveOneAfterTheOther() {
        Sending network = network(4, bandwidth(1000));
        assertThat(network.send(0, 1, FRAME, 0)).hasValue(SECOND);
        assertThat(network.send(0, 2, FRAME, 0)).hasValue(2 * SECOND);
        assertThat(network.send(0, 1, FRAME, SECOND)).hasValue(3 * SECOND);
        assertThat(network.send(3, 1, FRAME, 0)).as("another sender has its own way out").hasValue(SECOND);
        assertThat(network.send(0, 1, FRAME, 10 * SECOND)).as("once the way is free").hasValue(11 * SECOND);
    }

    @Test
    void frameLength_countsWithItsPrefix() {
        assertThat(network(2, bandwidth(1000)).send(0, 1, 0, 0))
                .hasValue(FrameCodec.LENGTH_PREFIX_BYTES * SECOND / 1000);
    }

    @Test
    void loss_overManyMessages_isAsConfigured() {
        int messages = 40_000;
        for (double loss : new double[]{0.01, 0.1, 0.3, 0.7}) {
            Sending network = network(2, loss(loss));
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
    void cutLink_carriesNothing() {
        Sending network = network(6, NetworkConditions.USUAL);
        PartitionShape groups = new PartitionShape.Groups(List.of(List.of(0, 1), List.of(2, 3, 4)));
        network.network().cut(groups);
        for (int from = 0; from < 6; from++) {
            for (int to = 0; to < 6; to++) {
                boolean together = from < 2 && to < 2 || from >= 2 && from < 5 && to >= 2 && to < 5;
                assertThat(network.network().connects(from, to)).as("%s to %s", from, to).isEqualTo(together);
                assertThat(network.send(from, to, FRAME, 0).isPresent()).isEqualTo(together);
            }
        }
        network.network().heal(groups);
        assertThat(network.network().connects(0, 5)).isTrue();
        assertThat(network.send(5, 0, FRAME, 0)).isPresent();
        network.network().cut(new PartitionShape.OneWay(List.of(0, 1), List.of(2, 3)));
        assertThat(network.send(1, 2, FRAME, 0)).isEmpty();
        assertThat(network.send(2, 1, FRAME, 0)).isPresent();
        assertThat(network.send(1, 4, FRAME, 0)).isPresent();
    }

    @Test
    void healing_ofAnIntactLink_isABug() {
        SimulatedNetwork network = network(2, NetworkConditions.USUAL).network();
        assertThatThrownBy(() -> network.heal(new PartitionShape.Isolate(List.of(1))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> network.restore(0, 1, loss(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> network.cut(PartitionShape.Random.HALVES))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void linkBandwidth_delaysNoOtherLink() {
        Sending network = network(3, bandwidth(1_000_000));
        network.network().change(0, 1, bandwidth(1000));
        assertThat(network.send(0, 1, FRAME, 0)).hasValue(SECOND);
        assertThat(network.send(0, 1, FRAME, 0)).hasValue(2 * SECOND);
        assertThat(network.send(0, 2, FRAME, 0)).as("the sender's other ways").hasValue(SECOND / 1000);
        assertThat(network.send(1, 0, FRAME, 0)).as("the other direction, by itself").hasValue(SECOND);
        network.network().restore(0, 1, bandwidth(1000));
        assertThat(network.send(0, 1, FRAME, 0)).as("as it was").hasValue(2 * SECOND / 1000);
    }

    @Test
    void linkConditions_overlayTheUsualOnes() {
        Sending network = network(3, latency(20, 20));
        network.network().change(0, 1, loss(1));
        assertThat(network.send(0, 1, FRAME, 0)).isEmpty();
        assertThat(network.send(1, 0, FRAME, 0)).isEmpty();
        assertThat(network.send(0, 2, FRAME, 0)).hasValue(20_000_000);
        network.network().restore(0, 1, loss(1));
        network.network().change(0, 1, bandwidth(1000));
        assertThat(network.send(0, 1, FRAME, 0)).as("lost no more, and as late as ever")
                .hasValue(SECOND + 20_000_000);
    }

    @Test
    void receivingLine_isAQueueInArrivalOrder() {
        SimulatedNetwork network = network(3, bandwidth(1e9).withBandwidthIn(1000)).network();
        assertThat(network.receive(0, FRAME, 0)).hasValue(SECOND);
        assertThat(network.receive(0, FRAME, 10)).hasValue(2 * SECOND);
        assertThat(network.receive(1, FRAME, 10)).hasValue(SECOND + 10);
        assertThat(network.receive(0, FRAME, 5 * SECOND)).hasValue(6 * SECOND);
        assertThat(network(2, bandwidth(1000)).network().receive(0, FRAME, 7)).as("as wide as you like").hasValue(7);
    }

    @Test
    void fullQueue_dropsWhatComesOnTop_andTakesMoreLater() {
        int frames = SimulatedNetwork.QUEUE_BYTES_MAX / 1000 + 1;
        Sending network = network(2, bandwidth(1000));
        SimulatedNetwork in = network(2, NetworkConditions.USUAL.withBandwidthIn(1000)).network();
        for (int i = 0; i < frames; i++) {
            assertThat(network.send(0, 1, FRAME, 0)).isPresent();
            assertThat(in.receive(1, FRAME, 0)).isPresent();
        }
        assertThat(network.send(0, 1, FRAME, 0)).isEmpty();
        assertThat(network.send(1, 0, FRAME, 0)).as("another way").isPresent();
        assertThat(in.receive(1, FRAME, 0)).isEmpty();
        assertThat(in.receive(0, FRAME, 0)).isPresent();
        assertThat(network.send(0, 1, FRAME, 2 * SECOND)).as("once there is room").isPresent();
        assertThat(in.receive(1, FRAME, 2 * SECOND)).isPresent();
    }

    @Test
    void siteLine_isSharedByItsNodes() {
        Sites sites = new Sites(List.of(new Sites.Site("north", List.of(0, 1)), new Sites.Site("south", List.of(2))),
                latency(100, 100).withBandwidth(1000));
        Sending network = new Sending(
                new SimulatedNetwork(5, bandwidth(10_000).withLatency(Latency.of(Duration.ZERO)), sites,
                        new RandomStream(5)));
        long slow = SECOND + SECOND / 10;
        assertThat(network.send(0, 2, FRAME, 0)).hasValue(slow);
        assertThat(network.send(1, 2, FRAME, 0)).as("after the other node's").hasValue(SECOND + slow);
        assertThat(network.send(2, 0, FRAME, 0)).as("the other direction").hasValue(slow);
        assertThat(network.send(0, 3, FRAME, 0)).as("another pair of sites").hasValue(slow);
        assertThat(network.send(0, 1, FRAME, 0)).as("within a site").hasValue(3 * SECOND / 10);
        assertThat(network.send(3, 4, FRAME, 0)).as("nodes in no site are together").hasValue(SECOND / 10);
    }

    @Test
    void duplicates_areAsOftenAsConfigured_eachWithItsOwnLatency() {
        Sending network = network(2, latency(1, 9).withDuplicate(0.2));
        int messages = 20_000;
        int twice = 0;
        for (int i = 0; i < messages; i++) {
            List<Long> copies = network.copies(0, 1, FRAME, i);
            twice += copies.size() == 2 ? 1 : 0;
            assertThat(copies).doesNotHaveDuplicates();
        }
        // 4 standard deviations of a binomial number
        assertThat(twice).isBetween((int) (messages * 0.2 - 227), (int) (messages * 0.2 + 227));
    }

    @Test
    void reordering_letsLaterMessagesOvertake() {
        Sending network = network(2,
                latency(1, 1).withReorder(new Reordering(0.1, Duration.ofMillis(500))));
        int messages = 20_000;
        int late = 0;
        for (int i = 0; i < messages; i++) {
            long taken = network.send(0, 1, FRAME, i).orElseThrow() - i;
            assertThat(taken).isBetween(1_000_000L, 501_000_000L);
            late += taken > 1_000_000 ? 1 : 0;
        }
        assertThat(late).isBetween((int) (messages * 0.1 - 170), (int) (messages * 0.1 + 170));
    }

    @Test
    void lossBursts_loseAsMuchAsConfigured() {
        LossBursts bursts = new LossBursts(0.5, Duration.ofSeconds(10), Duration.ofSeconds(2));
        Sending network = network(101, NetworkConditions.USUAL.withBursts(bursts));
        int lost = 0;
        int messages = 0;
        for (int to = 1; to <= 100; to++) {
            for (long now = 0; now < 1000 * SECOND; now += SECOND) {
                lost += network.send(0, to, FRAME, now).isEmpty() ? 1 : 0;
                messages++;
            }
        }
        // A fifth of the time, a half is lost; bursts come in about 100 links times 100 independent ones.
        assertThat((double) lost / messages).isBetween(0.09, 0.11);
    }

    @Test
    void links_ofManyNodes_needNoMemory() {
        Sending network = network(100_000, lossyAndSlow(0.1).withDuplicate(0.1));
        for (int i = 0; i < 200_000; i++) {
            network.send(i % 100_000, (i * 7919) % 100_000, FRAME, i);
        }
        assertThat(network.network()).extracting("changed").asInstanceOf(InstanceOfAssertFactories.MAP).isEmpty();
    }

    /** Sends a frame. */
    private interface Sender {
        OptionalLong send(int from, int to, int frameBytes, long now);
    }

    private static NetworkConditions lossyAndSlow(double loss) {
        return latency(1, 9).withLoss(loss);
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
    void randomness_ofALink_isIndependentOfOthers() {
        List<OptionalLong> alone = fates(network(3, lossyAndSlow(0.3))::send, false);
        assertThat(alone).contains(OptionalLong.empty());
        assertThat(fates(network(3, lossyAndSlow(0.3))::send, true)).isEqualTo(alone);
        assertThat(fates(network(50, lossyAndSlow(0.3))::send, true)).isEqualTo(alone);
        assertThat(fates(new Sending(
                new SimulatedNetwork(3, lossyAndSlow(0.3), Sites.NONE, new RandomStream(6)))::send, false))
                .as("another seed").isNotEqualTo(alone);
    }

    @Test
    void randomness_sharedByLinks_wouldBeFound() {
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
    void randomness_ofAMessage_isIndependentOfTheLast() {
        List<OptionalLong> few = fates(network(3, lossyAndSlow(0.1))::send, false);
        List<OptionalLong> many = fates(network(3, lossyAndSlow(0.6))::send, false);
        for (int i = 0; i < few.size(); i++) {
            if (many.get(i).isPresent()) {
                assertThat(few.get(i)).isEqualTo(many.get(i));
            }
        }
    }
}
