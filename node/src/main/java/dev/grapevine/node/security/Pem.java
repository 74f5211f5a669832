package dev.grapevine.node.security;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Blocks of bytes as text (RFC 7468): a line with a label, base 64 in lines of 64 letters, a line with the label. */
final class Pem {

    private static final int LINE_LETTERS = 64;

    private Pem() {}

    static String encode(String label, byte[] bytes) {
        String lines = Base64.getMimeEncoder(LINE_LETTERS, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(bytes);
        return begin(label) + "\n" + lines + "\n" + end(label) + "\n";
    }

    /**
     * All blocks of a text that has nothing but blocks with this label.
     *
     * @throws IllegalArgumentException if it has anything else
     */
    static List<byte[]> decode(String label, String text) {
        List<byte[]> blocks = new ArrayList<>();
        String rest = text.strip();
        while (!rest.isEmpty()) {
            int end = rest.indexOf(end(label));
            if (!rest.startsWith(begin(label)) || end < 0) {
                throw new IllegalArgumentException("It is not made of blocks with the label " + label);
            }
            // The decoder itself refuses letters outside of base 64.
            blocks.add(Base64.getDecoder().decode(rest.substring(begin(label).length(), end).replaceAll("\\s", "")));
            rest = rest.substring(end + end(label).length()).strip();
        }
        return blocks;
    }

    private static String begin(String label) {
        return "-----BEGIN " + label + "-----";
    }

    private static String end(String label) {
        return "-----END " + label + "-----";
    }
}
