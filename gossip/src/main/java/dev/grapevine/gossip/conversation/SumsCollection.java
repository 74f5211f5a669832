package dev.grapevine.gossip.conversation;

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

    private final SortedSet<PeerId> asked = new TreeSet<>();
    private final SortedSet<PeerId> awaited = new TreeSet<>();
    /** The first answer of each peer that was asked. */
    private final SortedMap<PeerId, byte[]> answers = new TreeMap<>();

    /** A peer is there that has something to tell; says whether it has yet to be asked. */
    public boolean expect(PeerId peer) {
        asked.add(peer);
        return !answers.containsKey(peer) && awaited.add(peer);
    }

    /** A peer answered, perhaps again or without being asked. */
    public void answered(PeerId peer, byte[] sums) {
        if (asked.contains(peer)) {
            awaited.remove(peer);
            answers.putIfAbsent(peer, sums);
        }
    }

    /** A peer is gone: it is not waited for, but what it has said or yet says counts. */
    public void lost(PeerId peer) {
        awaited.remove(peer);
    }

    /** Those that are waited for, smallest identity first. */
    public List<PeerId> awaited() {
        return List.copyOf(awaited);
    }

    /** What those told who had something to tell, smallest identity first. */
    public List<PeerSums> sums() {
        return answers.entrySet().stream().filter(answer -> answer.getValue().length > 0)
                .map(answer -> new PeerSums(answer.getKey(), answer.getValue())).toList();
    }
}
