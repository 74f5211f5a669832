package dev.grapevine.node.membership;

/** The cluster did not let a member in within its time, as while it settles who is dead: a later try may succeed. */
public final class NotJoinedException extends Exception {

    private static final long serialVersionUID = 1L;

    public NotJoinedException(Throwable cause) {
        super("the other members did not let this node in within " + MembershipTuning.JOIN_MAX.toSeconds() + " s",
                cause);
    }
}
