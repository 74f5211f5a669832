package dev.grapevine.node.replica.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.consensus.testing.RandomFloats;
import dev.grapevine.node.words.UserMistakeException;

/** Model files, and files that are not models. */
class SafetensorsTest {

    /** More than any rejected file needs, and less than the lengths that lying files claim. */
    private static final long LITTLE_BYTES = 1 << 21;

    @TempDir
    Path folder;

    private static Layout layout() {
        Layout.Builder builder = new Layout.Builder();
        builder.add("dense1.weight", 3, 4);
        builder.add("dense1.bias", 4);
        builder.add("scale");
        return builder.build();
    }

    private static float[] parameters() {
        float[] parameters = RandomFloats.normal(17, new RandomStream(1));
        parameters[0] = -0f;
        parameters[1] = Float.MIN_VALUE;
        parameters[16] = Float.MAX_VALUE;
        return parameters;
    }

    private static Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("model", "mlp:4");
        metadata.put("schema", "{\"task\":\"CLASSIFY\"} „Ω“");
        return metadata;
    }

    private static byte[] file(String header, float... parameters) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocate(8 + text.length + 4 * parameters.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(text.length).put(text);
        for (float parameter : parameters) {
            buffer.putFloat(parameter);
        }
        return buffer.array();
    }

    private static String tensor(String name, String shape, String offsets) {
        return "\"" + name + "\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}";
    }

    @Test
    void writtenModelIsReadBack() throws IOException {
        Path file = folder.resolve("model.safetensors");
        Safetensors.write(file, layout(), parameters(), metadata());
        Safetensors.Model model = Safetensors.read(file);
        assertThat(model.layout()).isEqualTo(layout());
        assertThat(model.parameters()).isEqualTo(parameters());
        assertThat(model.metadata()).containsExactlyEntriesOf(metadata());
        try (var files = Files.list(folder)) {
            assertThat(files).as("nothing else is left").containsExactly(file);
        }
    }

    @Test
    void existingFileIsReplacedAtomically() throws IOException {
        Path file = folder.resolve("model.safetensors");
        Files.write(folder.resolve("model.safetensors.unfinished"), new byte[100_000]);
        Safetensors.write(file, layout(), new float[17], Map.of());
        Safetensors.write(file, layout(), parameters(), Map.of());
        assertThat(Safetensors.read(file).parameters()).isEqualTo(parameters());
    }

    @Test
    void encodingFollowsTheFormat() throws IOException {
        byte[] bytes = Safetensors.encode(layout(), parameters(), metadata());
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int headerBytes = Math.toIntExact(buffer.getLong());
        assertThat(headerBytes % 8).isZero();
        JsonNode header = new JsonMapper().readTree(bytes, 8, headerBytes);
        assertThat(header.properties()).extracting(Map.Entry::getKey).containsExactly("__metadata__", "dense1.weight",
                "dense1.bias", "scale");
        assertThat(header.path("dense1.bias").toString())
                .isEqualTo("{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[48,64]}");
        assertThat(header.path("scale").toString())
                .isEqualTo("{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[64,68]}");
        assertThat(header.path("__metadata__").path("model").asText()).isEqualTo("mlp:4");
        buffer.position(8 + headerBytes);
        for (float parameter : parameters()) {
            assertThat(buffer.getFloat()).isEqualTo(parameter);
        }
        assertThat(buffer.hasRemaining()).isFalse();
    }

    @Test
    void fileOfAnotherProgramIsRead() {
        Safetensors.Model model = Safetensors.decode(
                file("{" + tensor("a", "[2,1]", "[0,8]") + ",\n " + tensor("b", "[1]", "[8,12]") + "}", 1, 2, 3));
        assertThat(model.layout().describe()).isEqualTo("a[2x1] b[1]");
        assertThat(model.parameters()).containsExactly(1, 2, 3);
        assertThat(model.metadata()).isEmpty();
    }

    @Test
    void truncatedFileIsRejected() {
        byte[] whole = Safetensors.encode(layout(), parameters(), metadata());
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Safetensors.decode(cut)).as("the first %s bytes", length)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        byte[] longer = Arrays.copyOf(whole, whole.length + 4);
        assertThatThrownBy(() -> Safetensors.decode(longer)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("it has 72 bytes of tensors instead of 68");
    }

    @Test
    void fileWithChangedByteIsReadOrRejected() {
        byte[] whole = Safetensors.encode(layout(), parameters(), metadata());
        for (int i = 0; i < whole.length; i++) {
            for (int change : new int[]{1, 2, 16, 128, 255}) {
                byte[] changed = whole.clone();
                changed[i] ^= (byte) change;
                try {
                    assertThat(Safetensors.decode(changed).parameters()).hasSize(17);
                } catch (IllegalArgumentException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "12", "\"text\"", "null", "  ", "{", "{}{}", "{\"a\":1}", "{\"a\":{}}", "not JSON",
            "{\"__metadata__\":{},\"__metadata__\":{}}"})
    void invalidHeaderIsRejected(String header) {
        assertThatThrownBy(() -> Safetensors.decode(file(header))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "[2];        [0,12];  tensor a is not where its shape says",
            "[3];        [0,8];   tensor a is not where its shape says",
            "[3];        [12,0];  tensor a is not where its shape says",
            "[3];        [0];     tensor a is not where its shape says",
            "[3];        [0,12,0];tensor a is not where its shape says",
            "[3];        [2,14];  tensor a is not where its shape says",
            "[3];        [4,16];  Slice a starts at 1, but 0 is free",
            "[-3];       [0,12];  tensor a has '-3' where a whole number belongs",
            "[-3,-1];    [0,12];  tensor a has '-3' where a whole number belongs",
            "[3];        [-12,0]; tensor a has '-12' where a whole number belongs",
            "[1.5,2];    [0,12];  tensor a has '1.5' where a whole number belongs",
            "[\"3\"];    [0,12];  tensor a has '3' where a whole number belongs",
            "[3];        {};      tensor a has '' where a whole number belongs",
            "3;          [0,12];  tensor a has no shape",
            "[65536,65536,65536]; [0,12]; its header is damaged",
            "[9999999999]; [0,39999999996]; its header is damaged",
            "[99999999999999999999]; [0,12]; tensor a has '99999999999999999999' where a whole number belongs"})
    void impossibleTensorOffsetsAreRejected(String shape, String offsets, String sentence) {
        assertThatThrownBy(() -> Safetensors.decode(file("{" + tensor("a", shape, offsets) + "}", 1, 2, 3)))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(sentence);
    }

    @Test
    void overlappingTensorsAreRejected() {
        assertThatThrownBy(() -> Safetensors.decode(
                file("{" + tensor("a", "[2]", "[0,8]") + "," + tensor("b", "[2]", "[4,12]") + "}", 1, 2, 3)))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("Slice b starts at 1, but 2 is free");
    }

    @Test
    void otherNumberTypesAreRejected() {
        String header = "{" + tensor("a", "[3]", "[0,12]").replace("F32", "F16") + "}";
        assertThatThrownBy(() -> Safetensors.decode(file(header, 1, 2, 3)))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("tensor a does not hold 32-bit floats");
    }

    /** Claimed lengths are compared with the file's length before anything of that size is allocated. */
    @Test
    void claimedLengthsAllocateNothing() {
        byte[] hugeHeader = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN).putLong(1L << 40).array();
        byte[] largeHeader = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN).putLong(1 << 23).array();
        byte[] negativeHeader = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN).putLong(-1).array();
        byte[] hugeTensor = file("{" + tensor("a", "[500000000]", "[0,2000000000]") + "}", 1, 2, 3);
        byte[] twoHuge = file("{" + tensor("a", "[500000000]", "[0,2000000000]") + ","
                + tensor("b", "[2000000000]", "[2000000000,10000000000]") + "}", 1, 2, 3);
        for (byte[] lie : List.of(hugeHeader, largeHeader, negativeHeader, hugeTensor, twoHuge)) {
            long before = allocatedBytes();
            assertThatThrownBy(() -> Safetensors.decode(lie)).isInstanceOf(IllegalArgumentException.class);
            assertThat(allocatedBytes() - before).isLessThan(LITTLE_BYTES);
        }
    }

    private static long allocatedBytes() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    @Test
    void errorsNameTheFile() throws IOException {
        Path missing = folder.resolve("missing.safetensors");
        assertThatThrownBy(() -> Safetensors.read(missing)).isInstanceOf(UserMistakeException.class)
                .hasMessage("There is no model file " + missing + " that can be read");
        Path damaged = Files.write(folder.resolve("damaged.safetensors"), new byte[5]);
        assertThatThrownBy(() -> Safetensors.read(damaged)).isInstanceOf(UserMistakeException.class)
                .hasMessage(damaged + " is not a model that Grapevine can read: it ends within its header");
    }
}
