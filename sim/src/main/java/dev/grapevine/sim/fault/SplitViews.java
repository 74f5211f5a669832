package dev.grapevine.sim.fault;

import java.util.ArrayList;
import java.util.List;

import dev.grapevine.sim.scenario.Fault;

/** Wrong views of membership at the moment: live peers that some nodes believe to be gone. */
public final class SplitViews {

    private final List<Fault.Suspect> active = new ArrayList<>();

    void begin(Fault.Suspect suspicion) {
        active.add(suspicion);
    }

    void end(Fault.Suspect suspicion) {
        active.remove(suspicion);
    }

    /** Whether a node may not see a peer. */
    public boolean hide(int node, int peer) {
        for (int i = 0; i < active.size(); i++) {
            if (active.get(i).by().contains(node) && active.get(i).of().contains(peer)) {
                return true;
            }
        }
        return false;
    }
}
