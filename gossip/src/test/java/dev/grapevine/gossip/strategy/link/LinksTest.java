package dev.grapevine.gossip.strategy.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.coding.BlockCoding;
import dev.grapevine.consensus.compress.Compressors;
import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.parameters.PublishedParameters;
import dev.grapevine.consensus.units.Lattice;
import dev.grapevine.gossip.peers.PeerId;

class LinksTest {

    private static final Lattice AFRESH = new Lattice(0, 0);
    private final float[] initial = new float[8];
    private final List<PeerId> forgotten = new ArrayList<>();
    private final Links links = new Links(Compressors.maker("topk:0.5"),
            new PublishedParameters(new Blocks(initial.length, 8), initial), initial, forgotten::add);

    private static PeerId peer(int number) {
        return new PeerId("p" + number);
    }

    private void await(int number) {
        links.with(peer(number)).request(0, AFRESH, 1);
    }

    @Test
    void leastRecentlyUsedLinkIsForgotten() {
        BlockCoding first = links.with(peer(0));
        for (int i = 1; i < Links.LINKS_MAX; i++) {
            links.with(peer(i));
        }
        assertThat(links.with(peer(0))).as("it is remembered").isSameAs(first);
        assertThat(links.hasRoom(peer(99))).isTrue();
        BlockCoding second = links.with(peer(1));
        assertThat(forgotten).isEmpty();
        links.with(peer(99));
        assertThat(forgotten).containsExactly(peer(2));
        assertThat(links.with(peer(1))).isSameAs(second);
        assertThat(links.with(peer(0))).isSameAs(first);
    }

    @Test
    void noLinkIsAddedIfAllAwaitAnswers() {
        for (int i = 0; i < Links.LINKS_MAX; i++) {
            await(i);
        }
        assertThat(links.hasRoom(peer(3))).as("it has its own").isTrue();
        assertThat(links.hasRoom(peer(99))).isFalse();
        assertThatThrownBy(() -> links.with(peer(99))).isInstanceOf(IllegalStateException.class);
        links.forget(peer(3));
        assertThat(links.hasRoom(peer(99))).isTrue();
    }
}
