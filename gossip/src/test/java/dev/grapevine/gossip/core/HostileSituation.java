package dev.grapevine.gossip.core;

import java.util.Map;
import java.util.Optional;

import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.joining.CopyMessage;
import dev.grapevine.gossip.joining.JoiningMessage;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.room.Rooms;

/** The phase in which peers begin to lie to a node, and how it gets there. */
enum HostileSituation {
    ENROLLING(Phase.ENROLLING),
    INSISTING(Phase.ENROLLING),
    COLLECTING_SUMS(Phase.ENROLLING),
    PREPARING(Phase.PREPARING),
    COPYING(Phase.COPYING),
    COMPARING(Phase.COPYING),
    CATCHING_UP(Phase.CATCHING_UP),
    RUNNING(Phase.RUNNING),
    PAUSED(Phase.RUNNING),
    LEAVING(Phase.LEAVING);

    private final Phase phase;

    HostileSituation(Phase phase) {
        this.phase = phase;
    }

    Phase phase() {
        return phase;
    }

    /** A node that has received nothing yet. */
    PeerProtocol begin(NodeLife life, RunPlan plan) {
        RandomStream random = new RandomStream(5);
        return switch (this) {
            case ENROLLING, COLLECTING_SUMS, PREPARING, COPYING, COMPARING ->
                PeerProtocol.looking(life, Rooms.ALL, plan.parameters(), Map.of(), random);
            case INSISTING -> PeerProtocol.looking(life, Rooms.ALL, plan.parameters(),
                    Map.of("seed", plan.charter().value("seed").orElseThrow()), random);
            case CATCHING_UP -> PeerProtocol.restore(life, Rooms.ALL, plan,
                    PeerProtocol.knowing(NodeLife.of(life.self(), life.incarnation() - 1), Rooms.ALL, plan, random)
                            .save(),
                    random);
            case RUNNING, PAUSED, LEAVING -> PeerProtocol.knowing(life, Rooms.ALL, plan, random);
        };
    }

    /** Brings a node there that has started and sees honest peers. */
    void approach(HostileNode node) {
        Message nothing = new JoiningMessage.CharterReply(Optional.empty(), 0);
        switch (this) {
            case COLLECTING_SUMS -> {
                HostileNode.HONEST.forEach(peer -> node.hear(peer, nothing));
                node.advance(node.plan().parameters().enrolmentPatience().plusSeconds(1));
                node.perform(new Event.SumsReady(new byte[]{1}));
            }
            case PREPARING -> invite(node, 0);
            case COPYING -> {
                invite(node, 3);
                node.perform(new Event.CharterAdopted(node.plan()));
            }
            case COMPARING -> {
                COPYING.approach(node);
                Blocks blocks = new Blocks(node.plan().initialParameters().length,
                        node.plan().parameters().blockSize());
                for (int block = 0; block < blocks.count(); block++) {
                    byte[] zeros = new byte[Float.BYTES * blocks.length(block)];
                    node.hear(node.source(), new CopyMessage.CopyReply(block, zeros));
                }
            }
            case PAUSED -> node.perform(new Event.PauseRequested());
            case LEAVING -> node.perform(new Event.LeaveRequested());
            case ENROLLING, INSISTING, CATCHING_UP, RUNNING -> {
            }
        }
    }

    /** All honest peers name their run. */
    private static void invite(HostileNode node, long rounds) {
        Message run = new JoiningMessage.CharterReply(Optional.of(node.plan().charter()), rounds);
        HostileNode.HONEST.forEach(peer -> node.hear(peer, run));
    }
}
