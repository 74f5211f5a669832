package dev.grapevine.node.membership;

import java.util.List;

import dev.grapevine.node.membership.Membership.PeerInfo;

/** Another member with a node's name, if any. */
public enum Namesake {
    NONE,
    /** The other member joined before the node. */
    EARLIER,
    /** The other member joined after the node. */
    LATER;

    /** @param inOrder members in the order of joining, with the node itself if it has joined */
    static Namesake among(List<PeerInfo> inOrder, PeerInfo self) {
        boolean selfJoined = false;
        for (PeerInfo member : inOrder) {
            if (is(member, self)) {
                return selfJoined ? LATER : EARLIER;
            }
            selfJoined |= member.equals(self);
        }
        return NONE;
    }

    /**
     * Whether a member has the node's name and is not the node's own life. One life may be a member twice while a split
     * brain heals, with one incarnation.
     */
    static boolean is(PeerInfo member, PeerInfo self) {
        return member.peer().equals(self.peer()) && member.incarnation() != self.incarnation();
    }
}
