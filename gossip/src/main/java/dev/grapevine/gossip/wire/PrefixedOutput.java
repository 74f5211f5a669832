package dev.grapevine.gossip.wire;

import java.nio.charset.StandardCharsets;

import com.esotericsoftware.kryo.io.Output;

/** Writes the fields that {@link BoundedInput} reads: arrays and texts with their length before them. */
public final class PrefixedOutput {

    private PrefixedOutput() {}

    /** A byte array. */
    public static void bytes(Output out, byte[] bytes) {
        out.writeVarInt(bytes.length, true);
        out.writeBytes(bytes);
    }

    /** A text, in UTF-8. */
    public static void text(Output out, String text) {
        bytes(out, text.getBytes(StandardCharsets.UTF_8));
    }
}
