package dev.grapevine.gossip.wire;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.consensus.coding.Cap;

/** The byte of a cap: its exponent. */
public final class CapBytes {

    private CapBytes() {}

    public static void write(Cap cap, Output out) {
        out.writeVarInt(cap.exponent(), true);
    }

    public static Cap read(Input in) {
        return new Cap(BoundedInput.upTo(in, Cap.EXPONENT_MAX, "exponent of a cap"));
    }
}
