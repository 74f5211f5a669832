package dev.grapevine.node.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class UnfinishedFramesTest {

    private final List<String> evicted = new ArrayList<>();
    private final UnfinishedFrames<String> frames = new UnfinishedFrames<>(100, evicted::add);

    @Test
    void earliestFrameIsEvicted() {
        frames.buffers("a", 40);
        frames.buffers("b", 20);
        frames.buffers("a", 60);
        frames.buffers("c", 20);
        assertThat(evicted).isEmpty();
        frames.buffers("c", 21);
        assertThat(evicted).containsExactly("a");
        assertThat(frames.bytes()).isEqualTo(41);
        frames.buffers("d", 100);
        assertThat(evicted).containsExactly("a", "b", "c");
        assertThat(frames.bytes()).isEqualTo(100);
    }

    @Test
    void completeFrameIsNotCounted() {
        frames.buffers("a", 50);
        frames.buffers("b", 50);
        frames.buffers("a", 0);
        frames.buffers("a", 0);
        assertThat(frames.bytes()).isEqualTo(50);
        frames.buffers("a", 51);
        assertThat(evicted).containsExactly("b");
    }

    @Test
    void frameOverBoundIsEvictedItself() {
        frames.buffers("a", 101);
        assertThat(evicted).containsExactly("a");
        assertThat(frames.bytes()).isZero();
    }
}
