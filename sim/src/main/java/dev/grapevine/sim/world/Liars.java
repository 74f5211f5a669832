package dev.grapevine.sim.world;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.sim.check.Laws;
import dev.grapevine.sim.fault.Attacker;
import dev.grapevine.sim.fault.Faults;
import dev.grapevine.sim.scenario.AttackKind;
import dev.grapevine.sim.scenario.Fault;

/**
 * The nodes that lie while an attack lasts (Byzantine nodes): some in what they send, some in what they have learned. A node that
 * some fault ever makes lie counts as a liar from the start.
 */
final class Liars {

    private final Faults faults;
    /** The nodes that lie in frames, by number. */
    private final Map<Integer, Attacker> attackers = new HashMap<>();

    /**
     * @param faults     tells whether an attack is going on
     * @param randomness of each node's lies
     */
    Liars(Faults faults, List<Fault> all, List<SimulatedNode> nodes, Laws laws, FrameCodec frames,
            IntFunction<RandomStream> randomness) {
        this.faults = faults;
        for (Fault fault : all) {
            if (fault instanceof Fault.Attack attack) {
                for (int number : attack.nodes()) {
                    SimulatedNode node = nodes.get(number);
                    node.honest = false;
                    if (Attacker.liesInFrames(attack.kind())) {
                        laws.distrust(node.id);
                        attackers.put(number, new Attacker(frames, randomness.apply(number)));
                    }
                }
            }
        }
    }

    /** The frames that a node sends in place of one; the frame itself of a node that does not lie now. */
    List<byte[]> frames(SimulatedNode from, byte[] frame) {
        Optional<AttackKind> attack = faults.attack(from.number);
        return attack.isPresent() && Attacker.liesInFrames(attack.get())
                ? attackers.get(from.number).frames(attack.get(), frame)
                : List.of(frame);
    }

    /** The result that a node hands to its protocol, if the attack of this moment lets it lie. */
    Supplier<RoundResult> result(SimulatedNode node, float[] start, Supplier<RoundResult> honest) {
        return faults.attack(node.number)
                .<Supplier<RoundResult>>map(kind -> () -> Attacker.result(kind, start, honest.get()))
                .orElse(honest);
    }
}
