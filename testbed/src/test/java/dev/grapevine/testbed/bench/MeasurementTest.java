package dev.grapevine.testbed.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** The forms in which measurements are shown and kept. */
class MeasurementTest {

    private static final Measurement MEASURED = Measurement.of("gemm", Map.of("shape", "2x3x4"), 30, "GFLOP/s")
            .against(40);
    private static final Measurement BLANK = Measurement.blank("train", Map.of("model", "cnn"), "samples/s");

    @Test
    void jsonHasAllThatWasMeasured() {
        assertThat(MEASURED.toJson()).hasToString("{\"name\":\"gemm\",\"parameters\":{\"shape\":\"2x3x4\"},"
                + "\"value\":30.0,\"unit\":\"GFLOP/s\",\"yardstick\":40.0,\"ratio\":0.75}");
        assertThat(BLANK.toJson()).hasToString(
                "{\"name\":\"train\",\"parameters\":{\"model\":\"cnn\"},\"value\":null,\"unit\":\"samples/s\"}");
        assertThat(BLANK.against(7).toJson().has("ratio")).isFalse();
    }

    @Test
    void jsonIsReadBack() {
        for (Measurement measurement : List.of(MEASURED, BLANK, BLANK.against(7))) {
            assertThat(Measurement.fromJson(measurement.toJson())).isEqualTo(measurement);
        }
        assertThatThrownBy(() -> Measurement.fromJson(JsonNodeFactory.instance.objectNode()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTableHasAColumnForEachParameterAndNothingForWhatIsMissing() {
        assertThat(MeasurementTable.lines(List.of(MEASURED, BLANK))).containsExactly("gemm",
                "  shape  value  unit     yardstick  ratio", "  2x3x4   30.0  GFLOP/s       40.0   0.75", "train",
                "  model  value  unit       yardstick  ratio", "  cnn           samples/s");
    }
}
