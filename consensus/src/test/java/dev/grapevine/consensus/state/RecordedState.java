package dev.grapevine.consensus.state;

import java.util.ArrayDeque;
import java.util.Deque;

/** Keeps what an object saves of itself and gives it back. */
public final class RecordedState implements StateWriter, StateReader {

    private final Deque<Object> values = new ArrayDeque<>();

    public boolean isEmpty() {
        return values.isEmpty();
    }

    @Override
    public void putBoolean(boolean value) {
        values.add(value);
    }

    @Override
    public void putCount(long value) {
        values.add(value);
    }

    @Override
    public void putInt(int value) {
        values.add(value);
    }

    @Override
    public void putLong(long value) {
        values.add(value);
    }

    @Override
    public void putDouble(double value) {
        values.add(value);
    }

    @Override
    public void putInts(int[] array) {
        values.add(array.clone());
    }

    @Override
    public void putFloats(float[] array) {
        values.add(array.clone());
    }

    @Override
    public void putBytes(byte[] array) {
        values.add(array.clone());
    }

    @Override
    public void putText(String value) {
        values.add(value);
    }

    private <T> T next(Class<T> type) {
        return type.cast(values.remove());
    }

    @Override
    public boolean getBoolean() {
        return next(Boolean.class);
    }

    @Override
    public long getCount() {
        return next(Long.class);
    }

    @Override
    public int getCount(int most) {
        long value = next(Long.class);
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(value + " where at most " + most + " makes sense");
        }
        return (int) value;
    }

    @Override
    public int getInt() {
        return next(Integer.class);
    }

    @Override
    public long getLong() {
        return next(Long.class);
    }

    @Override
    public double getDouble() {
        return next(Double.class);
    }

    @Override
    public int[] getInts(int count) {
        int[] array = next(int[].class);
        if (array.length != count) {
            throw new IllegalArgumentException(array.length + " numbers where " + count + " were expected");
        }
        return array;
    }

    @Override
    public float[] getFloats(int count) {
        float[] array = next(float[].class);
        if (array.length != count) {
            throw new IllegalArgumentException(array.length + " numbers where " + count + " were expected");
        }
        return array;
    }

    @Override
    public byte[] getBytes() {
        return next(byte[].class);
    }

    @Override
    public String getText() {
        return next(String.class);
    }
}
