package dev.grapevine.node.membership;

import java.util.List;

import dev.grapevine.node.membership.Membership.PeerInfo;

/** Whether another member has a node's name. */
public enum Namesake {
    NONE,
    /** It was there before the node. */
    EARLIER,
    /** It came after it. */
    LATER;

    /** @param inOrder members in the order in which they joined, the node itself among them, if it has joined */
    static Namesake among(List<PeerInfo> inOrder, PeerInfo self) {
        boolean isThere = false;
        for (PeerInfo member : inOrder) {
            if (is(member, self)) {
                return isThere ? LATER : EARLIER;
            }
            isThere |= member.equals(self);
        }
        return NONE;
    }

    /** No two lives have the same incarnation; the same life is a member twice while a split brain heals. */
    static boolean is(PeerInfo member, PeerInfo self) {
        return member.peer().equals(self.peer()) && member.incarnation() != self.incarnation();
    }
}
