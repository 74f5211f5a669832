package dev.grapevine.gossip.conversation;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.grapevine.gossip.effect.PeerSums;
import dev.grapevine.gossip.peers.PeerId;

/**
 * The founder's collecting of what others tell of their data. What comes out depends on who answered with what, and
 * neither on the order of the answers nor on how often they came. This machine keeps the books; the core sends.
 */
public final class SumsCollection {

    private final Duration end;
    private final SortedSet<PeerId> awaited = new TreeSet<>();
    /** The first answer of each peer that was asked. */
    private final SortedMap<PeerId, byte[]> answers = new TreeMap<>();

    /** @param end when those that have not answered by then are no longer waited for; since the node's start */
    public SumsCollection(Duration end) {
        this.end = end;
    }

    /** A peer is there that has something to tell; says whether it has yet to be asked. */
    public boolean expect(PeerId peer) {
        return !answers.containsKey(peer) && awaited.add(peer);
    }

    /** A peer answered, perhaps again or without being asked. */
    public void answered(PeerId peer, byte[] sums) {
        if (awaited.remove(peer)) {
            answers.put(peer, sums);
        }
    }

    /** A peer is gone: it is not waited for, but what it said stays said. */
    public void lost(PeerId peer) {
        awaited.remove(peer);
    }

    /** Those that have not answered; smallest identity first. */
    public List<PeerId> awaited() {
        return List.copyOf(awaited);
    }

    /** Whether nothing more is to be waited for. */
    public boolean isFinished(Duration now) {
        return awaited.isEmpty() || now.compareTo(end) >= 0;
    }

    /** What those told who had something to tell, smallest identity first. */
    public List<PeerSums> sums() {
        return answers.entrySet().stream().filter(answer -> answer.getValue().length > 0)
                .map(answer -> new PeerSums(answer.getKey(), answer.getValue())).toList();
    }
}
