package dev.grapevine.gossip.snapshot;

import java.util.function.Supplier;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;

import dev.grapevine.consensus.state.StateReader;
import dev.grapevine.gossip.wire.BoundedInput;

/** Reads what {@link StateOutput} wrote. */
final class StateInput implements StateReader {

    private final Input in;

    StateInput(byte[] bytes) {
        this.in = new Input(bytes);
    }

    boolean isAtEnd() {
        return BoundedInput.remaining(in) == 0;
    }

    private static <T> T checked(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (KryoException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("damaged: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean getBoolean() {
        return checked(in::readBoolean);
    }

    @Override
    public long getCount() {
        return checked(() -> BoundedInput.count(in, "number"));
    }

    @Override
    public int getCount(int most) {
        return checked(() -> BoundedInput.upTo(in, most, "number"));
    }

    @Override
    public int getInt() {
        return checked(in::readInt);
    }

    @Override
    public long getLong() {
        return checked(in::readLong);
    }

    @Override
    public double getDouble() {
        return checked(in::readDouble);
    }

    @Override
    public int[] getInts(int count) {
        checkRemaining(count, Integer.BYTES);
        return checked(() -> in.readInts(count));
    }

    @Override
    public float[] getFloats(int count) {
        checkRemaining(count, Float.BYTES);
        return checked(() -> in.readFloats(count));
    }

    private void checkRemaining(int count, int bytesEach) {
        if ((long) count * bytesEach > BoundedInput.remaining(in)) {
            throw new IllegalArgumentException(
                    "damaged: " + count + " numbers where " + BoundedInput.remaining(in) + " bytes remain");
        }
    }

    @Override
    public byte[] getBytes() {
        return checked(() -> BoundedInput.bytes(in));
    }

    @Override
    public String getText() {
        return checked(() -> BoundedInput.text(in));
    }
}
