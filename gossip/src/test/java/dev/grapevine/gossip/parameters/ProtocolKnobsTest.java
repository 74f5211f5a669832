package dev.grapevine.gossip.parameters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.pace.Staleness;
import dev.grapevine.gossip.pace.TokenAccount;
import dev.grapevine.gossip.peers.Overlays;

/** Each knob is declared once, and its declaration sets it. */
class ProtocolKnobsTest {

    private static final FlowParameters OTHER_FLOW = new FlowParameters(Overlays.byName("edges:0-1,1-2"), 12_345,
            Optional.of(new TokenAccount.Strategy(2, 9)), new Staleness(8), 77);

    /** Parameters in which no knob has its default. */
    private static ProtocolParameters others() {
        ProtocolParameters more = ProtocolParameters.DEFAULT.withUnfinishedBlocksMax(2000).withWindowBlocks(600);
        return more.withBlockSize(17).withLocalSteps(3).withFanout(5).withInterval(Duration.ofNanos(1_234_567))
                .withServeDecay(0.3f).withOpenExchangesMax(7).withRetryAfter(Duration.ofMillis(250))
                .withRetryAfterMax(Duration.ofHours(1)).withOfferAttempts(9).withStallAttempts(8)
                .withFoundingNodes(7).withEnrolmentPatience(Duration.ofSeconds(6))
                .withSumsPatience(Duration.ofSeconds(7))
                .withLeavePatience(Duration.ZERO).withCheckpointInterval(Duration.ofMillis(1))
                .withFrameBytesMax(1 << 21).withFlow(OTHER_FLOW);
    }

    @Test
    void everyComponentHasKnob() {
        List<String> components = Arrays.stream(ProtocolParameters.class.getRecordComponents())
                .map(RecordComponent::getName).filter(name -> !name.equals("flow")).toList();
        assertThat(ProtocolKnobs.all()).extracting(Knob::name).doesNotHaveDuplicates().containsAll(components)
                .hasSize(components.size() + FlowParameters.class.getRecordComponents().length);
    }

    @Test
    void textsRoundTripEveryKnob() {
        Map<String, String> texts = ProtocolKnobs.texts(others());
        Map<String, String> usual = ProtocolKnobs.texts(ProtocolParameters.DEFAULT);
        assertThat(texts.keySet()).containsExactlyElementsOf(usual.keySet());
        texts.forEach((name, text) -> assertThat(text).as(name).isNotEqualTo(usual.get(name)));
        assertThat(ProtocolKnobs.parameters(texts)).isEqualTo(others());
        assertThat(texts).containsEntry("interval", "1234567 ns").containsEntry("retryAfter", "250 ms")
                .containsEntry("retryAfterMax", "3600 s").containsEntry("leavePatience", "0")
                .containsEntry("flow", "tokens:2,9").containsEntry("staleness", "8");
        assertThat(usual).containsEntry("localSteps", "auto").containsEntry("flow", "rounds")
                .containsEntry("staleness", "any").containsEntry("bandwidthLimit", "none");
    }

    @Test
    void setterChangesOnlyItsKnob() {
        for (Knob<?> knob : ProtocolKnobs.all()) {
            Map<String, String> expected = ProtocolKnobs.texts(others());
            expected.put(knob.name(), knob.defaultText());
            if (!knob.equals(ProtocolKnobs.UNFINISHED_BLOCKS_MAX)) {
                assertThat(ProtocolKnobs.texts(backToUsual(knob))).isEqualTo(expected);
            }
        }
    }

    private static <T> ProtocolParameters backToUsual(Knob<T> knob) {
        return knob.set(others(), knob.value().apply(ProtocolParameters.DEFAULT));
    }

    @Test
    void missingKnobsHaveDefaults() {
        Map<String, String> older = new LinkedHashMap<>(ProtocolKnobs.texts(others()));
        older.remove("fanout");
        older.remove("staleness");
        assertThat(ProtocolKnobs.parameters(older)).isEqualTo(others()
                .withFanout(ProtocolParameters.DEFAULT.fanout())
                .withFlow(OTHER_FLOW.withStaleness(FlowParameters.DEFAULT.staleness())));
    }

    @Test
    void unknownKnobsAndValuesAreNamed() {
        assertThatThrownBy(() -> ProtocolKnobs.parameters(Map.of("colour", "red")))
                .isInstanceOf(UnknownKnobException.class).hasMessageContaining("'colour'");
        for (Map<String, String> wrong : List.of(Map.of("fanout", "65"), Map.of("fanout", "x"),
                Map.of("interval", "5 days"), Map.of("interval", "5"), Map.of("flow", "tokens:3"),
                Map.of("overlay", "star"), Map.of("windowBlocks", "600"))) {
            assertThatThrownBy(() -> ProtocolKnobs.parameters(wrong)).as("%s", wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
