package dev.grapevine.node.driver;

import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.node.http.NodeStatus;

/** What a node tells those who watch it. Called on the node's event loop; must not block. */
public interface NodeListener {

    /** The node listens; nothing else has happened yet. */
    void listening(NodeStatus status, String dashboard);

    /** Something worth knowing. */
    void fact(Fact fact);

    /** A sentence for the log. */
    void notice(String sentence);

    /** The served model was judged anew. */
    void judged(NodeStatus status);
}
