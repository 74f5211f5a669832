package dev.grapevine.consensus.state;

/** Takes what an object needs in order to go on where it stands, value after value; {@link StateReader} gives it back. */
public interface StateWriter {

    void putBoolean(boolean value);

    /** Small numbers that are not negative take few bytes. */
    void putCount(long value);

    void putInt(int value);

    void putLong(long value);

    void putDouble(double value);

    /** The values alone: whoever reads them knows how many there are. */
    void putInts(int[] values);

    /** The values alone: whoever reads them knows how many there are. */
    void putFloats(float[] values);

    /** The values with their number. */
    void putBytes(byte[] values);

    void putText(String value);
}
