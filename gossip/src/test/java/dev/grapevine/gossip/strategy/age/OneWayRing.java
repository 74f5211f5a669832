package dev.grapevine.gossip.strategy.age;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.grapevine.consensus.mixing.Average;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.core.NodeLife;
import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.message.Envelope;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.parameters.FlowParameters;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.parameters.QuickKnobs;
import dev.grapevine.gossip.peers.Overlays;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.gossip.wire.MalformedFrameException;

/**
 * Nodes that receive messages only of the one before them; messages to others are lost, and of the rest a given share,
 * some are duplicated, and none are in order. Their parameters start apart.
 */
final class OneWayRing {

    static final int PARAMETERS = 12;
    private static final int BLOCK = 4;

    private record Flight(int from, int to, byte[] frame) {}

    private final RandomStream random;
    private final List<PeerProtocol> nodes = new ArrayList<>();
    private final List<Effect.StartRound> rounds = new ArrayList<>();
    private final List<Flight> flights = new ArrayList<>();
    private final FrameCodec frames = Rooms.ALL.frames(ProtocolParameters.DEFAULT.frameBytesMax());
    private final Map<String, Long> agesSaid = new TreeMap<>();
    private final long[] mixed;
    private final double lost;
    private Duration now = Duration.ZERO;

    /** @param lost share of messages that get lost on links that work */
    OneWayRing(String strategy, int size, double lost, long seed) {
        this.random = new RandomStream(seed);
        this.lost = lost;
        this.mixed = new long[size];
        ProtocolParameters knobs = QuickKnobs.ofBlocks(BLOCK)
                .withFlow(FlowParameters.DEFAULT.withOverlay(Overlays.byName("ring")));
        RunPlan plan = new RunPlan(new Charter(List.of(new Charter.Term("seed", "1", true))), knobs,
                Rooms.ALL.strategy(strategy, "float32"), new Average(), new float[PARAMETERS]);
        for (int i = 0; i < size; i++) {
            nodes.add(PeerProtocol.knowing(NodeLife.of(id(i), 1), Rooms.ALL, plan, random.fork("node", i)));
            rounds.add(null);
        }
        for (int i = 0; i < size; i++) {
            step(i, new Event.Started());
            for (int other = 0; other < size; other++) {
                if (other != i) {
                    step(i, new Event.PeerJoined(id(other), 1));
                }
            }
        }
    }

    private static PeerId id(int node) {
        return new PeerId("n" + node);
    }

    private void step(int node, Event event) {
        for (Effect effect : nodes.get(node).step(now, event)) {
            switch (effect) {
                case Effect.StartRound started -> rounds.set(node, started);
                case Effect.Send send -> sent(node, Integer.parseInt(send.to().text().substring(1)), send.bytes());
                case Effect.Report report when report.fact() instanceof Fact.Mixed mix -> mixed[node] += mix.mass();
                default -> {
                }
            }
        }
    }

    private void sent(int from, int to, byte[] frame) {
        checkAge(from, frame);
        if (to == (from + 1) % nodes.size()) {
            for (int copies = random.nextDouble() < lost ? 0 : 1 + random.nextInt(2); copies > 0; copies--) {
                flights.add(new Flight(from, to, frame));
            }
        }
    }

    void checkAge(int from, byte[] frame) {
        try {
            Message message = frames.decode(frame).message();
            if (message instanceof AgedBlock block) {
                Long before = agesSaid.put(from + "/" + block.block(), block.age());
                assertThat(block.age()).as("an age never falls").isGreaterThanOrEqualTo(before == null ? 0 : before);
            }
        } catch (MalformedFrameException e) {
            throw new AssertionError(e);
        }
    }

    /** The frame of a node with this age. */
    byte[] frameOfAge(int block, long age) {
        return frames.encode(new Envelope(1, 1, new AgedBlock(0, 1, block, age, new byte[0])));
    }

    /** A round of each, moving all parameters of node i by {@code moves[i]}; then all messages arrive, in any order. */
    void round(float... moves) {
        now = now.plusSeconds(1);
        for (int i = 0; i < nodes.size(); i++) {
            Effect.StartRound round = rounds.get(i);
            float[] end = round.start().clone();
            for (int p = 0; p < end.length; p++) {
                end[p] += moves[i];
            }
            step(i, new Event.RoundFinished(new RoundResult(round.round(), end, round.steps(), 1, 0.5)));
        }
        while (!flights.isEmpty()) {
            Flight next = flights.remove(random.nextInt(flights.size()));
            step(next.to, new Event.MessageArrived(id(next.from), next.frame));
        }
    }

    /** The largest difference between two nodes in any parameter, in units. */
    long spread() {
        long spread = 0;
        for (int p = 0; p < PARAMETERS; p++) {
            int parameter = p;
            int[] values = nodes.stream().mapToInt(node -> node.replica().orElseThrow().units()[parameter]).sorted()
                    .toArray();
            spread = Math.max(spread, (long) values[values.length - 1] - values[0]);
        }
        return spread;
    }

    /** Every change of a replica is in its account, and the mixed in mass was reported. */
    void checkAccounts() {
        for (int i = 0; i < nodes.size(); i++) {
            assertThat(nodes.get(i).replica().orElseThrow().balances()).as("accounts of node %s", i).isTrue();
            assertThat(nodes.get(i).replica().orElseThrow().ledger().mass()).isEqualTo(mixed[i]);
        }
    }
}
