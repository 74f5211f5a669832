package dev.grapevine.sim.fault;

import java.util.ArrayList;
import java.util.List;

import dev.grapevine.sim.scenario.Fault;

/** Who is held for gone by whom at the moment, though it is there. */
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
