package dev.grapevine.node.replica.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.grapevine.consensus.parameters.Layout;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Models in the safetensors format: the length of a JSON header (8 bytes, little-endian), the header, and the tensors
 * as little-endian floats. See https://github.com/huggingface/safetensors.
 */
public final class Safetensors {

    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private static final int MAX_HEADER_BYTES = 1 << 24;
    private static final String METADATA = "__metadata__";
    /** Entry of the metadata that tells whether the file is what was written. */
    private static final String CHECKSUM = "crc32c";

    /** Model read from a file. */
    public record Model(Layout layout, float[] parameters, Map<String, String> metadata) {}

    private Safetensors() {}

    /** Encodes a model as the bytes of a file. */
    public static byte[] encode(Layout layout, float[] parameters, Map<String, String> metadata) {
        ObjectNode header = JSON.createObjectNode();
        ObjectNode meta = header.putObject(METADATA);
        metadata.forEach(meta::put);
        meta.put(CHECKSUM, checksum(layout, parameters, metadata));
        for (Layout.Slice slice : layout.slices()) {
            ObjectNode tensor = header.putObject(slice.name());
            tensor.put("dtype", "F32");
            ArrayNode shape = tensor.putArray("shape");
            slice.shape().forEach(shape::add);
            tensor.putArray("data_offsets").add(4L * slice.offset()).add(4L * (slice.offset() + slice.length()));
        }
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        // Tensors start at a multiple of eight.
        int padded = (text.length + 7) & -8;
        ByteBuffer buffer = ByteBuffer.allocate(8 + padded + 4 * parameters.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(padded).put(text);
        while (buffer.position() < 8 + padded) {
            buffer.put((byte) ' ');
        }
        buffer.asFloatBuffer().put(parameters);
        return buffer.array();
    }

    /** Writes a model atomically: the whole file or nothing. */
    public static void write(Path file, Layout layout, float[] parameters, Map<String, String> metadata)
            throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try {
            try (OutputStream out = Files.newOutputStream(unfinished)) {
                out.write(encode(layout, parameters, metadata));
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /**
     * Reads a model.
     *
     * @throws UserMistakeException if the file cannot be read or is not a model
     */
    public static Model read(Path file) {
        try {
            return decode(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UserMistakeException("There is no model file " + file + " that can be read", e);
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException(file + " is not a model that Grapevine can read: " + e.getMessage(), e);
        }
    }

    /**
     * Decodes a model from the bytes of a file.
     *
     * @throws IllegalArgumentException if the bytes are not a model; the message is a clause
     */
    public static Model decode(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < 8) {
            throw new IllegalArgumentException("it ends within its header");
        }
        long headerBytes = buffer.getLong();
        if (headerBytes < 2 || headerBytes > Math.min(MAX_HEADER_BYTES, buffer.remaining())) {
            throw new IllegalArgumentException("it ends within its header");
        }
        String text = new String(bytes, 8, (int) headerBytes, StandardCharsets.UTF_8);
        buffer.position(8 + (int) headerBytes);
        try {
            JsonNode header = JSON.readTree(text);
            if (header == null || !header.isObject()) {
                throw new IllegalArgumentException("its header is damaged");
            }
            Map<String, String> metadata = new LinkedHashMap<>();
            header.path(METADATA).properties().forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
            Layout layout = new Layout(slices(header));
            // Checked before anything of that size is allocated.
            if (buffer.remaining() != 4L * layout.parameters()) {
                throw new IllegalArgumentException(
                        "it has " + buffer.remaining() + " bytes of tensors instead of " + 4L * layout.parameters());
            }
            float[] parameters = new float[layout.parameters()];
            buffer.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(parameters);
            String checksum = metadata.remove(CHECKSUM);
            if (checksum != null && !checksum.equals(checksum(layout, parameters, metadata))) {
                throw new IllegalArgumentException(
                        "its tensors or its other entries are not those of the entry '" + CHECKSUM
                                + "' in its metadata: it is damaged, or was changed by a program that kept the entry");
            }
            return new Model(layout, parameters, metadata);
        } catch (JacksonException | ArithmeticException e) {
            throw new IllegalArgumentException("its header is damaged", e);
        }
    }

    /**
     * The checksum over entries and tensors in the order of their names, since other programs may place them in another
     * one.
     */
    private static String checksum(Layout layout, float[] parameters, Map<String, String> metadata) {
        CRC32C checksum = new CRC32C();
        new TreeMap<>(metadata).forEach((name, value) -> {
            checksum.update((name + '\0' + value + '\0').getBytes(StandardCharsets.UTF_8));
        });
        layout.slices().stream().sorted(Comparator.comparing(Layout.Slice::name)).forEach(slice -> {
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * slice.length()).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(parameters, slice.offset(), slice.length());
            checksum.update((slice.name() + slice.shape()).getBytes(StandardCharsets.UTF_8));
            checksum.update(bytes);
        });
        return HexFormat.of().toHexDigits((int) checksum.getValue());
    }

    private static List<Layout.Slice> slices(JsonNode header) {
        List<Layout.Slice> slices = new ArrayList<>();
        header.properties().forEach(entry -> {
            if (!entry.getKey().equals(METADATA)) {
                slices.add(slice(entry.getKey(), entry.getValue()));
            }
        });
        // Other programs order the header by name.
        slices.sort(Comparator.comparingInt(Layout.Slice::offset));
        return slices;
    }

    private static Layout.Slice slice(String name, JsonNode tensor) {
        if (!tensor.path("dtype").asText().equals("F32")) {
            throw new IllegalArgumentException("tensor " + name + " does not hold 32-bit floats");
        }
        if (!tensor.path("shape").isArray()) {
            throw new IllegalArgumentException("tensor " + name + " has no shape");
        }
        List<Integer> shape = new ArrayList<>();
        for (JsonNode dimension : tensor.path("shape")) {
            shape.add(Math.toIntExact(wholeNumber(name, dimension)));
        }
        JsonNode offsets = tensor.path("data_offsets");
        long begin = wholeNumber(name, offsets.path(0));
        Layout.Slice slice = new Layout.Slice(name, Math.toIntExact(begin / 4), shape);
        if (offsets.size() != 2 || begin % 4 != 0
                || wholeNumber(name, offsets.path(1)) != begin + 4L * slice.length()) {
            throw new IllegalArgumentException("tensor " + name + " is not where its shape says");
        }
        return slice;
    }

    private static long wholeNumber(String name, JsonNode number) {
        if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 0) {
            throw new IllegalArgumentException(
                    "tensor " + name + " has '" + number.asText() + "' where a whole number belongs");
        }
        return number.asLong();
    }
}
