package dev.grapevine.testbed.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The forms in which measurements are shown and kept. */
class MeasurementTest {

    private static final Measurement MEASURED = Measurement.of("gemm", Map.of("shape", "2x3x4"), 30, "GFLOP/s")
            .against(40, new YardstickProgram("peak", "1", 1, "none", "hot", "CPU"));
    private static final Measurement VOID = Measurement.of("train", Map.of("model", "cnn"), 5, "samples/s")
            .with(Map.of("loss", "0.5")).because("it was loud")
            .from(new Provenance("bench", 3, "c0ffee", "CPU", Instant.EPOCH, "abc"));
    private static final Measurement BLANK = Measurement.blank("train", Map.of("model", "cnn"), "samples/s");

    @Test
    void jsonHasAllThatWasMeasured() {
        assertThat(MEASURED.toJson()).hasToString("{\"name\":\"gemm\",\"parameters\":{\"shape\":\"2x3x4\"},"
                + "\"value\":30.0,\"unit\":\"GFLOP/s\",\"yardstick\":40.0,\"ratio\":0.75,\"yardstickProgram\":{\"name\":\"peak\",\"version\":\"1\","
                + "\"threads\":1,\"libraries\":\"none\",\"settings\":\"hot\",\"processor\":\"CPU\"}}");
        assertThat(BLANK.toJson()).hasToString(
                "{\"name\":\"train\",\"parameters\":{\"model\":\"cnn\"},\"value\":null,\"unit\":\"samples/s\"}");
        assertThat(VOID.toJson()).hasToString("{\"name\":\"train\",\"parameters\":{\"model\":\"cnn\"},\"value\":null,"
                + "\"unit\":\"samples/s\",\"columns\":{\"loss\":\"0.5\"},\"notMeasured\":\"it was loud\",\"measured\":"
                + "{\"command\":\"bench\",\"seed\":3,\"commit\":\"c0ffee\",\"processor\":\"CPU\","
                + "\"date\":\"1970-01-01T00:00:00Z\",\"sources\":\"abc\"}}");
    }

    @Test
    void jsonIsReadBack() {
        for (Measurement measurement : List.of(MEASURED, BLANK, VOID)) {
            assertThat(Measurement.fromJson(measurement.toJson())).isEqualTo(measurement);
        }
        ObjectNode timeless = VOID.toJson();
        ((ObjectNode) timeless.get("measured")).put("date", "yesterday");
        for (ObjectNode other : List.of(JsonNodeFactory.instance.objectNode(), timeless)) {
            assertThatThrownBy(() -> Measurement.fromJson(other)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aTableHasAColumnForEachParameterAndNothingForWhatIsMissing() {
        assertThat(MeasurementTable.lines(List.of(MEASURED, BLANK))).containsExactly("gemm",
                "  shape  value  unit     yardstick  ratio", "  2x3x4   30.0  GFLOP/s       40.0   0.75",
                "  Yardstick: peak 1, 1 thread; none; hot; on CPU", "train",
                "  model  value  unit       yardstick  ratio", "  cnn           samples/s");
    }

    @Test
    void aTableSaysWhyARowIsVoid() {
        assertThat(MeasurementTable.lines(List.of(VOID))).containsExactly("train",
                "  model  value  unit       yardstick  ratio  loss",
                "  cnn           samples/s                     0.5",
                "  Not measured: cnn: it was loud");
    }
}
