package dev.grapevine.node.driver;

import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.node.history.EventKind;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.words.PeerNames;

/** Receives news of a node. Called on the node's event loop; must not block. */
public interface NodeListener {

    /** Receives the names by which people know peers; called before anything else. */
    default void peerNames(PeerNames names) {}

    /** The node listens; called once, before everything else. */
    void listening(NodeStatus status, String dashboard);

    /** The protocol reported a fact. */
    void fact(Fact fact);

    /** Receives a sentence for users. */
    void notice(String sentence);

    /** Receives a sentence for users about an event of a kind that dashboards tell apart. */
    default void event(EventKind kind, String sentence) {
        notice(sentence);
    }

    /** The served model was evaluated. */
    void evaluated(NodeStatus status);
}
