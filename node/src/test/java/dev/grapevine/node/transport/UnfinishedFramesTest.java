package dev.grapevine.node.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class UnfinishedFramesTest {

    private final List<String> gone = new ArrayList<>();
    private final UnfinishedFrames<String> frames = new UnfinishedFrames<>(100, gone::add);

    @Test
    void whoseFrameWasBegunFirstGivesWay() {
        frames.keep("a", 40);
        frames.keep("b", 20);
        frames.keep("a", 60);
        frames.keep("c", 20);
        assertThat(gone).isEmpty();
        frames.keep("c", 21);
        assertThat(gone).containsExactly("a");
        assertThat(frames.bytes()).isEqualTo(41);
        frames.keep("d", 100);
        assertThat(gone).containsExactly("a", "b", "c");
        assertThat(frames.bytes()).isEqualTo(100);
    }

    @Test
    void aFrameThatIsCompleteCountsNoMoreAndTheNextOneIsANewOne() {
        frames.keep("a", 50);
        frames.keep("b", 50);
        frames.keep("a", 0);
        frames.keep("a", 0);
        assertThat(frames.bytes()).isEqualTo(50);
        frames.keep("a", 51);
        assertThat(gone).containsExactly("b");
    }

    @Test
    void aFrameThatIsTooLargeAloneGivesWayItself() {
        frames.keep("a", 101);
        assertThat(gone).containsExactly("a");
        assertThat(frames.bytes()).isZero();
    }
}
