package dev.grapevine.node.driver;

import dev.grapevine.gossip.effect.Fact;
import dev.grapevine.node.history.EventKind;
import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.words.PeerNames;

/** Passes on what a node tells, with names of peers in its sentences, and has its history know all of it. */
record NamingListener(NodeListener to, PeerNames names, HistoryKeeper history) implements NodeListener {

    @Override
    public void listening(NodeStatus status, String dashboard) {
        to.listening(status, dashboard);
    }

    @Override
    public void fact(Fact fact) {
        history.fact(fact, names);
        to.fact(fact);
    }

    @Override
    public void notice(String sentence) {
        event(EventKind.NOTICE, sentence);
    }

    @Override
    public void event(EventKind kind, String sentence) {
        String named = names.in(sentence);
        history.happened(kind, named);
        to.event(kind, named);
    }

    @Override
    public void evaluated(NodeStatus status) {
        history.evaluated(status);
        to.evaluated(status);
    }
}
