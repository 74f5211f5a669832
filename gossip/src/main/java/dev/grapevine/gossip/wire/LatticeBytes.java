package dev.grapevine.gossip.wire;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.consensus.units.Lattice;

/** The two bytes of a lattice: step exponent, with the divisor's index in the upper three bits; bits. */
public final class LatticeBytes {

    private static final int EXPONENT_BITS = 5;

    private LatticeBytes() {}

    public static void write(Lattice lattice, Output out) {
        out.writeByte(lattice.stepDivisor() / 2 << EXPONENT_BITS | lattice.stepExponent());
        out.writeByte(lattice.bits());
    }

    public static Lattice read(Input in) {
        int step = in.readByteUnsigned();
        int bits = in.readByteUnsigned();
        int exponent = step & (1 << EXPONENT_BITS) - 1;
        int divisor = 2 * (step >> EXPONENT_BITS) + 1;
        if (!Lattice.isValid(exponent, divisor, bits)) {
            throw new KryoException("a lattice of step 2^" + exponent + " / " + divisor + " with " + bits + " bits");
        }
        return new Lattice(exponent, divisor, bits);
    }
}
