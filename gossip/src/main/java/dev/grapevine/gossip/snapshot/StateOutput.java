package dev.grapevine.gossip.snapshot;

import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.consensus.state.StateWriter;
import dev.grapevine.gossip.wire.PrefixedOutput;

/** Writes state as Kryo writes numbers. */
final class StateOutput implements StateWriter {

    private final Output out;

    StateOutput(Output out) {
        this.out = out;
    }

    @Override
    public void putBoolean(boolean value) {
        out.writeBoolean(value);
    }

    @Override
    public void putCount(long value) {
        out.writeVarLong(value, true);
    }

    @Override
    public void putInt(int value) {
        out.writeInt(value);
    }

    @Override
    public void putLong(long value) {
        out.writeLong(value);
    }

    @Override
    public void putDouble(double value) {
        out.writeDouble(value);
    }

    @Override
    public void putInts(int[] values) {
        out.writeInts(values, 0, values.length);
    }

    @Override
    public void putFloats(float[] values) {
        out.writeFloats(values, 0, values.length);
    }

    @Override
    public void putBytes(byte[] values) {
        PrefixedOutput.bytes(out, values);
    }

    @Override
    public void putText(String value) {
        PrefixedOutput.text(out, value);
    }
}
