package dev.grapevine.node.replica.data.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.node.replica.data.Samples;

class SchemaTest {

    private static final Schema IMAGES = new Schema(Task.CLASSIFY,
            new RowEncoding.Pixels(new ImageShape(1, 28, 28), new Scaling(0.13, 0.31)), List.of("cat", "dog"),
            Scaling.NONE);
    private static final Schema TABLE = new Schema(Task.REGRESS,
            new RowEncoding.Table("y",
                    List.of(new Column.Numeric("a", new Scaling(1.5, 2), true),
                            new Column.Numeric("b", new Scaling(-0.25, 1), false),
                            new Column.Categorical("c", List.of("north", "süd\"\n")))),
            List.of(), new Scaling(0.1, 1.0 / 3));

    @Test
    void encodingDeterminesWidthAndShape() {
        assertThat(IMAGES.width()).isEqualTo(784);
        assertThat(IMAGES.image()).contains(new ImageShape(1, 28, 28));
        assertThat(TABLE.width()).isEqualTo(2 + 1 + 3);
        assertThat(TABLE.image()).isEmpty();
    }

    @Test
    void jsonFieldsHaveFixedOrder() {
        assertThat(IMAGES.toJson()).isEqualTo("""
                {"task":"CLASSIFY","encoding":{"kind":"pixels","shape":{"channels":1,"height":28,"width":28},\
                "scaling":{"mean":0.13,"scale":0.31}},"classes":["cat","dog"],"target":{"mean":0.0,"scale":1.0}}""");
        assertThat(TABLE.toJson()).isEqualTo("""
                {"task":"REGRESS","encoding":{"kind":"table","label":"y","columns":[\
                {"kind":"numeric","name":"a","scaling":{"mean":1.5,"scale":2.0},"indicator":true},\
                {"kind":"numeric","name":"b","scaling":{"mean":-0.25,"scale":1.0},"indicator":false},\
                {"kind":"categorical","name":"c","categories":["north","süd\\"\\n"]}]},\
                "classes":[],"target":{"mean":0.1,"scale":0.3333333333333333}}""");
    }

    @Test
    void jsonRoundTripKeepsSchema() {
        for (Schema schema : List.of(IMAGES, TABLE, Samples.classes(3))) {
            assertThat(Schema.fromJson(schema.toJson())).isEqualTo(schema);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "\"x\"", "{}", "{", "{\"task\":\"CLASSIFY\"}", "\u0000",
            "[[[[[[[[", "{\"task\":{\"task\":{}}}"})
    void invalidJsonIsRejected(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> Schema.fromJson(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"task\":\"CLASSIFY\"|\"task\":\"REGRESS\"", "\"task\":\"CLASSIFY\"|\"task\":0",
            "\"task\":\"CLASSIFY\"|\"task\":\"classify\"", "\"task\":\"CLASSIFY\"|\"task\":null",
            "{\"task\"|{\"more\":1,\"task\"", "\"cat\"|\"dog\"", "\"cat\"|null", "\"cat\",\"dog\"|\"cat\"",
            "\"pixels\"|\"java.lang.Runtime\"", "\"kind\":\"pixels\",|", "0.31|0", "0.31|-1", "0.31|1e999",
            "0.31|\"NaN\"", "0.31|1e-300", "0.13|null", "0.13|[]", "\"height\":28|\"height\":0",
            "\"height\":28|\"height\":-28", "\"height\":28|\"height\":2147483647", "\"height\":28|\"height\":28.5",
            "\"height\":28|\"height\":99999999999", "\"height\":28,|", "\"height\":28,|\"height\":28,\"height\":28,",
            "0.0,|0.1,", "1.0}}|1.0}} {}"})
    void singleInvalidFieldIsRejected(String change) {
        String[] parts = change.split("\\|", -1);
        String json = IMAGES.toJson().replace(parts[0], parts[1]);
        assertThat(json).isNotEqualTo(IMAGES.toJson());
        assertThatIllegalArgumentException().isThrownBy(() -> Schema.fromJson(json));
    }

    @Test
    void impossibleTablesAreRejected() {
        for (String change : List.of("\"label\":\"y\"|\"label\":\"a\"", "\"name\":\"b\"|\"name\":\"a\"",
                "\"name\":\"b\"|\"name\":null", "true|\"yes\"", "true|1", "true|null",
                "\"categories\":[\"north\"|\"categories\":[\"north\",\"north\"", "numeric|text",
                "\"classes\":[]|\"classes\":[\"p\",\"q\"]")) {
            String[] parts = change.split("\\|", -1);
            String json = TABLE.toJson().replaceFirst(Pattern.quote(parts[0]), parts[1]);
            assertThat(json).isNotEqualTo(TABLE.toJson());
            assertThatIllegalArgumentException().as(change).isThrownBy(() -> Schema.fromJson(json));
        }
    }

    @Test
    void tooLongJsonIsRejected() {
        String json = IMAGES.toJson();
        assertThat(Schema.fromJson(json + " ".repeat(Schema.MAX_JSON_BYTES - json.length()))).isEqualTo(IMAGES);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schema.fromJson(json + " ".repeat(Schema.MAX_JSON_BYTES - json.length() + 1)))
                .withMessageContaining("at most");
        String umlauts = TABLE.toJson().replace("north", "ü".repeat(Schema.MAX_JSON_BYTES / 2));
        assertThatIllegalArgumentException().isThrownBy(() -> Schema.fromJson(umlauts));
    }

    @Test
    void deeplyNestedJsonIsRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> Schema.fromJson("[".repeat(500_000)));
        assertThatIllegalArgumentException().isThrownBy(() -> Schema.fromJson("{\"encoding\":".repeat(50_000)));
    }

    @Test
    void classesAreTwoToThousandDistinctOrNone() {
        List<String> many = IntStream.range(0, 1001).mapToObj(String::valueOf).toList();
        for (List<String> classes : List.of(List.<String>of(), List.of("one"), List.of("a", "a"), many)) {
            assertThatIllegalArgumentException().isThrownBy(
                    () -> new Schema(Task.CLASSIFY, new RowEncoding.Plain(1), classes, Scaling.NONE));
        }
        assertThat(new Schema(Task.CLASSIFY, new RowEncoding.Plain(1), many.subList(0, 1000), Scaling.NONE).classes())
                .hasSize(1000);
        assertThatIllegalArgumentException().isThrownBy(
                () -> new Schema(Task.CLASSIFY, new RowEncoding.Plain(1), List.of("a", "b"), new Scaling(1, 1)));
    }

    @Test
    void rowSizeIsBounded() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ImageShape(3, 4096, 4096));
        assertThatIllegalArgumentException().isThrownBy(() -> new ImageShape(1, 1 << 16, 1 << 16));
        assertThat(new ImageShape(1, 4096, 4096).features()).isEqualTo(RowEncoding.MAX_FEATURES);
        assertThatIllegalArgumentException().isThrownBy(() -> new RowEncoding.Plain(RowEncoding.MAX_FEATURES + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new RowEncoding.Plain(0));
        assertThatThrownBy(
                () -> new Column.Categorical("c", IntStream.range(0, 1001).mapToObj(String::valueOf).toList()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
