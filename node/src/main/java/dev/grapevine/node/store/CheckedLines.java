package dev.grapevine.node.store;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

/** Small text files of lines {@code key=value}, the last of which is a checksum of those before it. */
final class CheckedLines {

    private static final String CHECKSUM = "checksum=";
    private static final int HEX = 16;

    private CheckedLines() {}

    /** @param values without line ends */
    static byte[] encode(Map<String, String> values) {
        StringBuilder text = new StringBuilder();
        values.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
        return (text + CHECKSUM + checksum(text.toString()) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads lines with or without a checksum: versions before 0.3 wrote none.
     *
     * @param keys allowed ones in lines without a checksum
     * @throws DamagedFileException if the bytes are anything else
     */
    static Map<String, String> decode(byte[] bytes, Set<String> keys) {
        String text = text(bytes);
        if (!text.endsWith("\n")) {
            throw new DamagedFileException(text.isEmpty() ? "it is empty" : "it ends in the middle of a line");
        }
        int last = text.lastIndexOf('\n', text.length() - 2) + 1;
        boolean isChecked = text.startsWith(CHECKSUM, last);
        if (isChecked) {
            String whole = text.substring(0, last);
            if (!text.substring(last).equals(CHECKSUM + checksum(whole) + "\n")) {
                throw new DamagedFileException("its checksum is wrong");
            }
            text = whole;
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            int split = line.indexOf('=');
            if (split < 0 || !isChecked && !keys.contains(line.substring(0, split))) {
                throw new DamagedFileException("it has a line of another kind");
            }
            values.put(line.substring(0, split), line.substring(split + 1));
        }
        return values;
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new DamagedFileException("it is no text", e);
        }
    }

    private static String checksum(String text) {
        CRC32C checksum = new CRC32C();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toString(checksum.getValue(), HEX);
    }
}
