package dev.grapevine.gossip.peers;

import java.util.ArrayList;
import java.util.List;

/**
 * One node's picture of the live nodes, itself included, at one moment. All nodes with the same picture number peers
 * alike, in {@link PeerOrder}. Effectively immutable; the numbering is computed lazily. Not for several threads at
 * once.
 */
public final class View {

    private final PeerId self;
    private final List<PeerId> others;
    private final boolean mutual;
    /** Null until first used. */
    private List<PeerId> live;

    /**
     * @param self   the node
     * @param others the peers that membership considers alive
     */
    public View(PeerId self, List<PeerId> others) {
        this(self, others, true);
    }

    private View(PeerId self, List<PeerId> others, boolean mutual) {
        this.self = self;
        this.others = List.copyOf(others);
        this.mutual = mutual;
    }

    /** The view of a node that only sends: what it begins with a peer does nothing for itself. */
    static View oneWay(PeerId self, List<PeerId> others) {
        return new View(self, others, false);
    }

    private static List<PeerId> numbered(PeerId self, List<PeerId> others) {
        List<PeerId> all = new ArrayList<>(others);
        all.add(self);
        all.sort(PeerOrder.NATURAL);
        return List.copyOf(all);
    }

    /** Whether what one of two nodes begins is done for both. */
    public boolean isMutual() {
        return mutual;
    }

    /** The node whose view this is. */
    public PeerId self() {
        return self;
    }

    /** The live peers, in the order given. */
    public List<PeerId> others() {
        return others;
    }

    /** The live nodes, the node itself included: a node's number is its place in this list. */
    public List<PeerId> live() {
        if (live == null) {
            live = numbered(self, others);
        }
        return live;
    }
}
