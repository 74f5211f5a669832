package dev.grapevine.node.driver;

import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.words.PeerNames;

/** Passes on what a node tells, with names of peers in its sentences. */
record NamingListener(NodeListener to, PeerNames names) implements NodeListener {

    @Override
    public void listening(NodeStatus status, String dashboard) {
        to.listening(status, dashboard);
    }

    @Override
    public void fact(Fact fact) {
        to.fact(fact);
    }

    @Override
    public void notice(String sentence) {
        to.notice(names.in(sentence));
    }

    @Override
    public void evaluated(NodeStatus status) {
        to.evaluated(status);
    }
}
