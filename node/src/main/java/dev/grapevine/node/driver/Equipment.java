package dev.grapevine.node.driver;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.store.NodeDirectory;
import dev.grapevine.node.words.PeerNames;

/**
 * The parts of a node that outlast its lives.
 *
 * @param key   of this node: its identity
 * @param names of peers, for what people read
 * @param loop  the one event loop that calls the protocol
 * @param later runs actions on the event loop
 */
record Equipment(NodeConfig config, NodeListener listener, NodeDirectory directory, Vertx vertx, Context loop,
        TrainingThread training, DiskWriter disk, Shutdown shutdown, Statistics statistics, NodeClock clock,
        DelayedExecutor later, DeviceKey key, PeerNames names) {}
