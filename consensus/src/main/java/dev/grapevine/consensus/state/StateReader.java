package dev.grapevine.consensus.state;

/**
 * Gives back what a {@link StateWriter} took, in the same order.
 *
 * <p>Every method throws an {@link IllegalArgumentException} where the bytes are none that a writer wrote, and
 * compares every length with the bytes that remain before it allocates anything.
 */
public interface StateReader {

    boolean getBoolean();

    /** A number from 0 on. */
    long getCount();

    /**
     * A number from 0 to a maximum, such as the count of things that are read next.
     *
     * @param most the largest that makes sense
     */
    int getCount(int most);

    int getInt();

    long getLong();

    double getDouble();

    int[] getInts(int count);

    float[] getFloats(int count);

    byte[] getBytes();

    String getText();
}
