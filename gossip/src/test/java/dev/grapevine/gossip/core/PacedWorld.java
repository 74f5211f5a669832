package dev.grapevine.gossip.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.wire.FrameCodec;

/**
 * Some protocols in virtual time: messages take a while or get lost, timers are on time, and everything sent is
 * recorded.
 */
final class PacedWorld {

    private static final Duration ROUND = Duration.ofMillis(200);

    /** A frame with the length before it. */
    record Sent(Duration at, int bytes) {}

    private record Happening(Duration at, long number, int node, Event event) {}

    private final RandomStream random;
    private final RunPlan plan;
    private final double loss;
    private final Duration latency;
    private final List<PeerProtocol> nodes = new ArrayList<>();
    private final PriorityQueue<Happening> queue = new PriorityQueue<>(
            Comparator.comparing(Happening::at).thenComparing(Happening::number));
    private long happenings;
    private Duration now = Duration.ZERO;
    final List<List<Sent>> sent = new ArrayList<>();
    /** Exchanges that were given up since the other side was silent. */
    int givenUp;

    PacedWorld(long seed, int count, RunPlan plan, double loss, Duration latency) {
        this.random = new RandomStream(seed);
        this.plan = plan;
        this.loss = loss;
        this.latency = latency;
        for (int i = 0; i < count; i++) {
            sent.add(new ArrayList<>());
            nodes.add(PeerProtocol.knowing(NodeLife.of(id(i), 1), Rooms.ALL, plan, random.fork("node", i)));
            later(Duration.ZERO, i, new Event.Started());
            for (int peer = 0; peer < count; peer++) {
                later(Duration.ZERO, i, new Event.PeerJoined(id(peer), 1));
            }
        }
    }

    private static PeerId id(int number) {
        return new PeerId("n" + number);
    }

    private void later(Duration delay, int node, Event event) {
        queue.add(new Happening(now.plus(delay), happenings++, node, event));
    }

    void runUntil(Duration end) {
        while (queue.peek().at.compareTo(end) <= 0) {
            Happening next = queue.remove();
            now = next.at;
            // A restored protocol must go on as if nothing had happened.
            if (happenings % 211 == 0) {
                nodes.set(next.node,
                        PeerProtocol.restore(NodeLife.of(id(next.node), 1), Rooms.ALL, plan,
                                nodes.get(next.node).save(), random.fork("node", next.node)));
            }
            nodes.get(next.node).step(now, next.event).forEach(effect -> perform(next.node, effect));
        }
    }

    private void perform(int node, Effect effect) {
        switch (effect) {
            case Effect.Send send -> {
                sent.get(node).add(new Sent(now, send.bytes().length + FrameCodec.LENGTH_PREFIX_BYTES));
                if (!random.nextBoolean(loss)) {
                    later(latency, Integer.parseInt(send.to().text().substring(1)),
                            new Event.MessageArrived(id(node), send.bytes()));
                }
            }
            case Effect.SetTimer timer -> later(timer.delay(), node, new Event.TimerFired(timer.timer()));
            case Effect.StartRound round -> later(ROUND, node, new Event.RoundFinished(
                    new RoundResult(round.round(), learn(node, round), round.steps(), 1, 0.9)));
            case Effect.Report report -> {
                givenUp += report.fact() instanceof Fact.ExchangeAbandoned abandoned
                        && abandoned.reason().contains("answer") ? 1 : 0;
            }
            case Effect.Checkpoint _ -> {
            }
            default -> throw new AssertionError(effect);
        }
    }

    /** A different change on each node and in each round, so that there is always something to agree on. */
    private static float[] learn(int node, Effect.StartRound round) {
        float[] end = round.start().clone();
        long state = 31 * node + round.round();
        for (int i = 0; i < end.length; i++) {
            state = state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
            end[i] += (state >> 40) * 0x1p-30f;
        }
        return end;
    }

    /** All bytes that one node sent in a window. */
    long bytes(int node, Duration from, Duration to) {
        return sent.get(node).stream().filter(each -> each.at.compareTo(from) >= 0 && each.at.compareTo(to) < 0)
                .mapToLong(Sent::bytes).sum();
    }
}
