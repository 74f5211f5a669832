package dev.grapevine.gossip.peers;

import java.util.ArrayList;
import java.util.List;

/**
 * One node's picture of who takes part, itself included, at one moment. All nodes with the same picture number peers
 * alike, in {@link PeerOrder}. Immutable to the eye: who asks first for the numbers has them worked out. Not for several
 * threads at once.
 */
public final class View {

    private final PeerId self;
    private final List<PeerId> others;
    /** Null until asked for. */
    private List<PeerId> live;

    /**
     * @param self   the node
     * @param others those that membership holds for alive
     */
    public View(PeerId self, List<PeerId> others) {
        this.self = self;
        this.others = List.copyOf(others);
    }

    private static List<PeerId> numbered(PeerId self, List<PeerId> others) {
        List<PeerId> all = new ArrayList<>(others);
        all.add(self);
        all.sort(PeerOrder.NATURAL);
        return List.copyOf(all);
    }

    /** The node whose view this is. */
    public PeerId self() {
        return self;
    }

    /** Who is alive besides the node, in the order given. */
    public List<PeerId> others() {
        return others;
    }

    /** Who is alive, the node itself included: a peer's number is its place. */
    public List<PeerId> live() {
        if (live == null) {
            live = numbered(self, others);
        }
        return live;
    }
}
