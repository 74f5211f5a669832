package dev.grapevine.gossip.lifecycle;

/** The phases of one node: the only place where one phase follows another. A pure machine. */
public final class Lifecycle {

    private Phase phase;
    private boolean begins;

    /** @param first the phase in which the node begins */
    public Lifecycle(Phase first) {
        this.phase = first;
    }

    public Phase phase() {
        return phase;
    }

    /**
     * Enters the next phase.
     *
     * @throws IllegalStateException if it cannot follow the present one
     */
    public void enter(Phase next) {
        if (!phase.next().contains(next)) {
            throw new IllegalStateException("A node that is " + phase.word() + " cannot be " + next.word() + " next");
        }
        begins |= next == Phase.RUNNING;
        phase = next;
    }

    /** Whether the node has begun to take part since the last call. */
    public boolean hasBegun() {
        boolean begun = begins;
        begins = false;
        return begun;
    }
}
