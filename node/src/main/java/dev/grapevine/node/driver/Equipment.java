package dev.grapevine.node.driver;

import java.util.Optional;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.security.RunAccess;
import dev.grapevine.node.store.NodeDirectory;
import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.PeerNames;

/**
 * The parts of a node that outlast its lives.
 *
 * @param key   of this node: its identity
 * @param access its part in a run with invitations; empty for a node that stays on loopback
 * @param listen where it listens for peers
 * @param names of peers, for what people read
 * @param device what it takes of its device
 * @param loop  the one event loop that calls the protocol
 * @param history what it keeps of its past
 * @param later runs actions on the event loop
 */
record Equipment(NodeConfig config, NodeListener listener, NodeDirectory directory, Vertx vertx, Context loop,
        TrainingThread training, DiskWriter disk, Shutdown shutdown, Statistics statistics, NodeClock clock,
        DelayedExecutor later, DeviceKey key, Optional<RunAccess> access, Address listen,
        PeerNames names, DeviceUse device, HistoryKeeper history) {

    /**
     * The number of nodes that have to look for a run before one is founded: as the user says, or the inviter. A member
     * that was let in into a run that there is waits for it, however long.
     */
    int foundingNodes() {
        return config.awaits().orElseGet(() -> access.filter(member -> !member.isFounder()).isEmpty()
                ? 1
                : access.get().awaits() > 0 ? access.get().awaits() : ProtocolParameters.NEVER);
    }
}
