package dev.grapevine.node.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.membership.Namesake;

class NamesakeWatchTest {

    private final ManualDelays later = new ManualDelays();
    private final List<String> notices = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private Namesake namesake = Namesake.EARLIER;
    private boolean present = true;
    private final NamesakeWatch watch = new NamesakeWatch(new PeerId("anna"), Path.of("folder", "checkpoint.bin"),
            later,
            () -> namesake, notices::add, ends::add);

    private void see() {
        watch.seen(() -> present);
        assertThat(ends).as("it may be the last life of this node").isEmpty();
        later.advanceTo(NamesakeWatch.PATIENCE);
    }

    @Test
    void laterNodeOfOneNameStops() {
        see();
        assertThat(ends).singleElement().asString().startsWith("Another node has the key of anna and joined earlier")
                .contains(Path.of("folder", "identity*.properties").toString());
        assertThat(notices).isEmpty();
    }

    @Test
    void earlierNodeOfOneNameGoesOn() {
        namesake = Namesake.LATER;
        see();
        assertThat(ends).isEmpty();
        assertThat(notices).containsExactly("Another node has the key of anna and joined later, as after a folder was"
                + " copied: that node has to stop");
    }

    @Test
    void namesakeThatIsGoneIsNoMatter() {
        namesake = Namesake.NONE;
        see();
        assertThat(ends).isEmpty();
        assertThat(notices).isEmpty();
    }

    @Test
    void endedLifeStopsNothing() {
        present = false;
        see();
        assertThat(ends).isEmpty();
    }
}
