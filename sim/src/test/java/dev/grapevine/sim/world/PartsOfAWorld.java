package dev.grapevine.sim.world;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.sim.check.Laws;
import dev.grapevine.sim.fault.FaultSchedule;
import dev.grapevine.sim.fault.FaultTarget;
import dev.grapevine.sim.fault.Faults;
import dev.grapevine.sim.fault.SplitViews;
import dev.grapevine.sim.network.SimulatedNetwork;
import dev.grapevine.sim.scenario.AttackKind;
import dev.grapevine.sim.scenario.Fault;
import dev.grapevine.sim.scenario.NetworkConditions;
import dev.grapevine.sim.scenario.Sites;
import dev.grapevine.sim.scenario.Weather;
import dev.grapevine.sim.time.DeviceClock;
import dev.grapevine.sim.time.EventQueue;

/** Three nodes without protocols, and what lies between them, to try one part of a world alone. */
final class PartsOfAWorld implements FaultTarget {

    static final int NODES = 3;

    final List<SimulatedNode> nodes = new ArrayList<>();
    final Map<PeerId, SimulatedNode> byId = new HashMap<>();
    final EventQueue<SimulationEvent> queue = new EventQueue<>();
    final SimulatedNetwork network = new SimulatedNetwork(NODES, NetworkConditions.USUAL, Sites.NONE,
            new RandomStream(1));
    final Laws laws = new Laws(ProtocolParameters.DEFAULT, peer -> byId.get(peer).livingIncarnation());
    final List<Fault> all;
    final Faults faults;
    final Liars liars;
    /** What faults, or nodes' own stops, did to nodes. */
    final List<String> done = new ArrayList<>();
    /** What nodes were told. */
    final List<Event> told = new ArrayList<>();

    PartsOfAWorld(Fault... faults) {
        this.all = List.of(faults);
        for (int i = 0; i < NODES; i++) {
            SimulatedNode node = new SimulatedNode(i, new PeerId("n" + i), new RandomStream(i), 1 + i,
                    new DeviceClock(1));
            node.up = true;
            nodes.add(node);
            byId.put(node.id, node);
        }
        this.faults = new Faults(new FaultSchedule(Weather.FAIR.withFaults(all), NODES, new RandomStream(2)), NODES,
                network, this, new SplitViews());
        FrameCodec frames = Rooms.ALL.frames(10_000);
        this.liars = new Liars(this.faults, all, nodes, laws, frames, number -> new RandomStream(10 + number));
    }

    static Fault attack(AttackKind kind, int node) {
        return new Fault.Attack(Duration.ofSeconds(1), Optional.of(Duration.ofSeconds(5)), kind, List.of(node));
    }

    static Fault ownOptions(int node) {
        return new Fault.OwnOptions(Duration.ofSeconds(1), Optional.empty(), Map.of("learningRate", "9"),
                List.of(node));
    }

    /** A workload's part: each step takes 30 operations and adds 1 to all parameters. */
    static Workload.LocalSolver counting() {
        return new Workload.LocalSolver() {
            @Override
            public double operations(int steps) {
                return 30.0 * steps;
            }

            @Override
            public Supplier<RoundResult> begin(Effect.StartRound round) {
                float[] end = round.start().clone();
                for (int i = 0; i < end.length; i++) {
                    end[i] += round.steps();
                }
                return () -> new RoundResult(round.round(), end, round.steps(), 1, 1);
            }

            @Override
            public Supplier<Workload.LocalSolver> save() {
                return PartsOfAWorld::counting;
            }
        };
    }

    void tell(SimulatedNode node, Event event) {
        told.add(event);
    }

    @Override
    public void crash(int node, boolean torn) {
        done.add("crash " + node);
        nodes.get(node).up = false;
        nodes.get(node).stoppedItself = false;
    }

    @Override
    public void restart(int node) {
        done.add("restart " + node);
        nodes.get(node).up = true;
        nodes.get(node).stoppedItself = false;
    }

    @Override
    public void leave(int node) {}

    @Override
    public void options(int node, Map<String, String> options) {}

    @Override
    public void freeze(int node) {}

    @Override
    public void thaw(int node) {}
}
