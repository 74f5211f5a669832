package dev.grapevine.sim.world;

import java.util.List;

import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.sim.check.Laws;
import dev.grapevine.sim.fault.Faults;
import dev.grapevine.sim.network.SimulatedNetwork;
import dev.grapevine.sim.time.EventQueue;

/**
 * Frames between nodes: sent, then at the receiver's line, then received completely. Counts the bytes of both ends, length
 * prefixes included. For one thread.
 */
final class FrameTravel {

    private final List<SimulatedNode> nodes;
    private final SimulatedNetwork network;
    private final EventQueue<SimulationEvent> queue;
    private final Liars liars;
    private final Faults faults;
    private final Laws laws;
    private final NodeLives.Deliverer deliverer;

    FrameTravel(List<SimulatedNode> nodes, SimulatedNetwork network, EventQueue<SimulationEvent> queue, Liars liars,
            Faults faults, Laws laws, NodeLives.Deliverer deliverer) {
        this.nodes = nodes;
        this.network = network;
        this.queue = queue;
        this.liars = liars;
        this.faults = faults;
        this.laws = laws;
        this.deliverer = deliverer;
    }

    /** Sends a frame, or the frames that a liar sends in its place. */
    void send(SimulatedNode from, SimulatedNode to, byte[] frame) {
        liars.frames(from, frame).forEach(sent -> transmit(from, to, sent));
    }

    private void transmit(SimulatedNode from, SimulatedNode to, byte[] frame) {
        from.bytesSent += frame.length + FrameCodec.LENGTH_PREFIX_BYTES;
        network.send(from.number, to.number, frame.length, queue.now(), nanos -> queue.add(nanos,
                new SimulationEvent.Arrival(from.number, from.incarnation, to.number, frame)));
    }

    /** A frame reaches its receiver's line; it is lost if the link was cut meanwhile. */
    void arrive(SimulationEvent.Arrival arrival) {
        if (!network.connects(arrival.from(), arrival.to())) {
            return;
        }
        laws.arrived(nodes.get(arrival.from()).id, nodes.get(arrival.to()).id,
                faults.parts(arrival.from(), arrival.to()));
        network.receive(arrival.to(), arrival.frame().length, queue.now()).ifPresent(received -> {
            if (received > queue.now()) {
                queue.add(received, new SimulationEvent.Reception(arrival));
            } else {
                receive(arrival);
            }
        });
    }

    /** A frame is received completely; it is lost if the node is down. */
    void receive(SimulationEvent.Arrival arrival) {
        SimulatedNode to = nodes.get(arrival.to());
        if (to.up) {
            to.bytesReceived += arrival.frame().length + FrameCodec.LENGTH_PREFIX_BYTES;
            deliverer.deliver(new SimulationEvent.ForNode(to.number, to.incarnation,
                    new Event.MessageArrived(nodes.get(arrival.from()).id, arrival.frame()),
                    arrival.senderIncarnation()));
        }
    }
}
