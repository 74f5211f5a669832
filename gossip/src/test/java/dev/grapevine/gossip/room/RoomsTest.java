package dev.grapevine.gossip.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.grapevine.consensus.coding.peer.DeltaCodecs;
import dev.grapevine.gossip.strategy.ChosenStrategy;
import dev.grapevine.gossip.strategy.StrategyRoom;

class RoomsTest {

    static List<StrategyRoom> strategies() {
        return Rooms.ALL.strategies();
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void chosenStrategyHasTheNamesThatWereGiven(StrategyRoom room) {
        for (String compression : room.compressionExamples()) {
            ChosenStrategy chosen = Rooms.ALL.strategy(room.name(), compression);
            assertThat(chosen.room()).isSameAs(room);
            assertThat(chosen.name()).isEqualTo(room.name());
            assertThat(chosen.compression()).isEqualTo(compression);
            assertThat(room.compresses(compression)).isTrue();
        }
    }

    /** Charters and journals have the user's words. */
    @Test
    void nameOfTheCompressionStaysAsItWasWritten() {
        for (StrategyRoom room : strategies()) {
            assertThat(room.with("randomk:0.10").compression()).isEqualTo("randomk:0.10");
        }
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void unknownCompressionIsRefused(StrategyRoom room) {
        for (String compression : List.of("", "zip", "topk:", "topk:2", "randomk:x", "modular:1", "qsgd:0")) {
            assertThat(room.compresses(compression)).as(compression).isFalse();
            assertThatThrownBy(() -> room.with(compression)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("allowed");
        }
    }

    @Test
    void unknownStrategyIsRefused() {
        assertThatThrownBy(() -> Rooms.ALL.strategy("push-sum", "float32"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'push-sum' is no strategy: allowed are pairwise, choco, age");
    }

    @Test
    void ageTakesTheCodecsThatSuitPushes() {
        StrategyRoom age = Rooms.ALL.strategy("age");
        for (String codec : Stream.concat(DeltaCodecs.names().stream(), DeltaCodecs.baselines().stream()).toList()) {
            assertThat(age.compresses(codec)).as(codec).isEqualTo(DeltaCodecs.byName(codec).suitsPushes());
        }
        assertThatThrownBy(() -> age.with("topk:0.1")).hasMessage("'topk:0.1' is no compression for age: allowed are"
                + " float32, bf16, int8, int4, randomk:FRACTION");
    }
}
