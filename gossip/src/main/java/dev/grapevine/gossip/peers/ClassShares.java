package dev.grapevine.gossip.peers;

import java.util.Arrays;
import java.util.Optional;

/**
 * The share of a node's rows in each class, in parts of {@value #WHOLE}: one byte a class, in the order of the run's
 * schema. Immutable.
 */
public final class ClassShares {

    /** The sum of all shares. */
    public static final int WHOLE = 255;
    /** The most classes: nodes with more send no shares. */
    public static final int CLASSES_MAX = 64;

    private final byte[] shares;

    private ClassShares(byte[] shares) {
        this.shares = shares;
    }

    /**
     * The shares for these numbers of rows, rounded so that they add up to the whole: the shares with the largest
     * remainders are rounded up.
     *
     * @return none without rows, with fewer than two classes or with more than {@value #CLASSES_MAX}
     */
    public static Optional<ClassShares> ofRows(long[] rowsOfClasses) {
        long rows = Arrays.stream(rowsOfClasses).sum();
        if (rows == 0 || rowsOfClasses.length < 2 || rowsOfClasses.length > CLASSES_MAX) {
            return Optional.empty();
        }
        byte[] shares = new byte[rowsOfClasses.length];
        long[] cutOff = new long[shares.length];
        int left = WHOLE;
        for (int i = 0; i < shares.length; i++) {
            int share = (int) (rowsOfClasses[i] * WHOLE / rows);
            cutOff[i] = rowsOfClasses[i] * WHOLE % rows;
            shares[i] = (byte) share;
            left -= share;
        }
        for (; left > 0; left--) {
            int most = 0;
            for (int i = 1; i < cutOff.length; i++) {
                most = cutOff[i] > cutOff[most] ? i : most;
            }
            shares[most]++;
            cutOff[most] = 0;
        }
        return Optional.of(new ClassShares(shares));
    }

    /**
     * The inverse of {@link #toBytes}.
     *
     * @throws IllegalArgumentException if the bytes are not shares
     */
    public static ClassShares ofBytes(byte[] bytes) {
        int sum = 0;
        for (byte share : bytes) {
            sum += Byte.toUnsignedInt(share);
        }
        if (bytes.length < 2 || bytes.length > CLASSES_MAX || sum != WHOLE) {
            throw new IllegalArgumentException("shares of " + bytes.length + " classes that add up to " + sum);
        }
        return new ClassShares(bytes.clone());
    }

    /** One unsigned byte a class. */
    public byte[] toBytes() {
        return shares.clone();
    }

    public int classes() {
        return shares.length;
    }

    /**
     * The sum of the absolute differences of all shares: from 0 to twice {@value #WHOLE}, if no class is in both.
     *
     * @param other of as many classes
     */
    public int distance(ClassShares other) {
        if (classes() != other.classes()) {
            throw new IllegalArgumentException(classes() + " classes and " + other.classes());
        }
        int distance = 0;
        for (int i = 0; i < shares.length; i++) {
            distance += Math.abs(Byte.toUnsignedInt(shares[i]) - Byte.toUnsignedInt(other.shares[i]));
        }
        return distance;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClassShares that && Arrays.equals(shares, that.shares);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(shares);
    }

    @Override
    public String toString() {
        return Arrays.toString(shares);
    }
}
