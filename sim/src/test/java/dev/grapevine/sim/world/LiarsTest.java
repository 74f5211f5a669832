package dev.grapevine.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.sim.scenario.AttackKind;

/** Nodes that lie, and when. */
class LiarsTest {

    private static final byte[] FRAME = {1, 2, 3, 4, 5, 6, 7, 8};

    private final PartsOfAWorld world = new PartsOfAWorld(PartsOfAWorld.attack(AttackKind.RANDOM_BYTES, 1),
            PartsOfAWorld.attack(AttackKind.SIGN_FLIP, 2));

    private List<byte[]> frames(int node) {
        return world.liars.frames(world.nodes.get(node), FRAME);
    }

    @Test
    void liar_beforeItsAttack_countsAsOneAlready() {
        assertThat(world.nodes).extracting(node -> node.honest).containsExactly(true, false, false);
        assertThat(world.nodes).extracting(node -> world.laws.distrusts(node.id)).as("signs are flipped in rounds")
                .containsExactly(false, true, false);
    }

    @Test
    void frames_duringTheAttackOnly_areLies() {
        assertThat(frames(1)).containsExactly(FRAME);
        world.faults.turn(1);
        world.faults.turn(1);
        assertThat(frames(1)).hasSize(1).doesNotContain(FRAME);
        assertThat(frames(0)).containsExactly(FRAME);
        assertThat(frames(2)).containsExactly(FRAME);
        world.faults.turn(6);
        world.faults.turn(6);
        assertThat(frames(1)).containsExactly(FRAME);
    }
}
