package dev.grapevine.consensus.parameters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.Test;

class LayoutTest {

    @Test
    void slicesFollowEachOther() {
        Layout.Builder builder = new Layout.Builder();
        assertThat(builder.add("dense1.weight", 784, 128)).isZero();
        assertThat(builder.add("dense1.bias", 128)).isEqualTo(784 * 128);
        assertThat(builder.add("temperature")).isEqualTo(784 * 128 + 128);
        Layout layout = builder.build();
        assertThat(layout.parameters()).isEqualTo(784 * 128 + 128 + 1);
        assertThat(layout.describe()).isEqualTo("dense1.weight[784x128] dense1.bias[128] temperature[]");
    }

    @Test
    void layoutsAreEqualIfTheirSlicesAre() {
        Layout one = layout("a", 2, 3);
        assertThat(layout("a", 2, 3)).isEqualTo(one);
        assertThat(layout("a", 3, 2)).isNotEqualTo(one);
        assertThat(layout("b", 2, 3)).isNotEqualTo(one);
        assertThat(layout("a", 6).describe()).isNotEqualTo(one.describe());
    }

    @Test
    void gapsAndOverlapsAreRefused() {
        List<Layout.Slice> gap = List.of(new Layout.Slice("a", 0, List.of(2)), new Layout.Slice("b", 3, List.of(2)));
        List<Layout.Slice> overlap = List.of(new Layout.Slice("a", 0, List.of(2)),
                new Layout.Slice("b", 1, List.of(2)));
        assertThatThrownBy(() -> new Layout(gap)).hasMessage("Slice b starts at 3, but 2 is free");
        assertThatThrownBy(() -> new Layout(overlap)).hasMessage("Slice b starts at 1, but 2 is free");
    }

    @Test
    void layoutsLargerThanAnArrayAreRefused() {
        Layout.Slice large = new Layout.Slice("large", 0, List.of(1 << 16, 1 << 16));
        assertThatThrownBy(large::length).isInstanceOf(ArithmeticException.class);
        Layout.Builder builder = new Layout.Builder();
        builder.add("a", 1 << 30);
        assertThatThrownBy(() -> builder.add("b", 1 << 30)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void emptyLayoutIsALayout() {
        assertThat(new Layout(List.of()).parameters()).isZero();
        assertThat(new Layout(List.of()).describe()).isEmpty();
    }

    private static Layout layout(String name, Integer... shape) {
        Layout.Builder builder = new Layout.Builder();
        builder.add(name, shape);
        return builder.build();
    }
}
